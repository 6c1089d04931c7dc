// What a preview says of what counts otherwise in the SIS than in the LMS.
#include <gtest/gtest.h>

#include "plugin/decision/cell_notes.hpp"

namespace passback::decision {
namespace {

using gradebook::Decimal;
using oneroster::OneRosterVersion;

std::string ids_of(const std::vector<CellNote>& notes) {
  std::string ids;
  for (const auto& note : notes) {
    ids += (ids.empty() ? "" : ",") + std::string(info(note.code).id);
  }
  return ids;
}

class CountingNotes : public ::testing::Test {
 protected:
  CountingNotes() {
    activity.points_possible = Decimal::from_integer(10);
    activity.counts = true;
    score.points = Decimal::from_integer(8);
  }
  std::string of_activity() const { return ids_of(notes_on_counting(activity, in_sis, profile)); }
  std::vector<CellNote> of_score(OneRosterVersion version = OneRosterVersion::v1p2) const {
    return notes_on_counting(score, profile, version, activity.points_possible);
  }

  gradebook::ActivityFacts activity;
  std::optional<gradebook::ActivityFacts> in_sis;
  gradebook::ScoreFacts score;
  oneroster::Profile profile;
};

TEST_F(CountingNotes, SayNothingOfWhatIsTheSameInBoth) {
  in_sis = activity;
  EXPECT_EQ(of_activity(), "");
  EXPECT_EQ(ids_of(of_score()), "");
  EXPECT_EQ(ids_of(of_score(OneRosterVersion::v1p1)), "");
}

TEST_F(CountingNotes, TellOfExtraCreditThatGoesAsAnOrdinaryGrade) {
  activity.extra_credit = true;
  EXPECT_EQ(of_activity(), "line_item.extra_credit");
  profile.extra_credit = oneroster::ExtraCredit::no_points_possible;
  EXPECT_EQ(of_activity(), "") << "this SIS is told";
}

TEST_F(CountingNotes, TellOfAnActivityThatDoesNotCountHere) {
  activity.counts = false;
  EXPECT_EQ(of_activity(), "line_item.counts_in_sis");
  activity.kind = gradebook::ActivityKind::final_grade;
  EXPECT_EQ(of_activity(), "") << "its place is the SIS's";
}

TEST_F(CountingNotes, TellFromWhatToWhatThePointsPossibleChange) {
  in_sis = activity;
  activity.points_possible = Decimal::from_integer(100);
  const auto notes = notes_on_counting(activity, in_sis, profile);
  ASSERT_EQ(ids_of(notes), "line_item.points_possible_changed");
  EXPECT_EQ(notes[0].about, std::vector<std::string>{"10 become 100"});
  profile.owner.points_possible = oneroster::Owner::sis;
  EXPECT_EQ(of_activity(), "") << "the SIS keeps its own";
  profile.owner.points_possible = oneroster::Owner::lms;
  profile.score_form = oneroster::ScoreForm::percent;
  EXPECT_EQ(of_activity(), "") << "it is always of 100 there";
}

TEST_F(CountingNotes, TellOfADroppedScoreThatGoesAsScored) {
  score.flags.dropped = true;
  EXPECT_EQ(ids_of(of_score()), "result.dropped");
  profile.dropped = oneroster::Dropped::exempt;
  EXPECT_EQ(ids_of(of_score()), "");
}

TEST_F(CountingNotes, TellOfMarksThatTheSisHasNoPlaceFor) {
  score.flags.late = score.flags.incomplete = true;
  EXPECT_EQ(ids_of(of_score()), "") << "1.2 has members for them";
  const auto notes = of_score(OneRosterVersion::v1p1);
  ASSERT_EQ(ids_of(notes), "result.marks_left_out");
  EXPECT_EQ(notes[0].about, (std::vector<std::string>{"late", "incomplete"}));
  profile.incomplete_scored = oneroster::IncompleteScored::partially_graded;
  profile.result_metadata = {{"ext_late", "{late}"}};
  EXPECT_EQ(ids_of(of_score(OneRosterVersion::v1p1)), "") << "by its status, and in the metadata";
  profile.result_metadata.clear();
  profile.flags = oneroster::Flags::never;
  EXPECT_EQ(ids_of(of_score()), "result.marks_left_out");
  score.points.reset();
  EXPECT_EQ(ids_of(of_score()), "") << "without a score it is no mark beside one";
}

TEST_F(CountingNotes, TellOfAScoreAboveThePointsPossible) {
  score.points = Decimal::from_integer(60);
  const auto notes = of_score();
  ASSERT_EQ(ids_of(notes), "result.above_possible");
  EXPECT_EQ(notes[0].about, std::vector<std::string>{"60 of 10"});
  score.possible = Decimal::from_integer(60);
  EXPECT_EQ(ids_of(of_score()), "") << "all of its own points possible";
  activity.points_possible = Decimal();
  score.possible.reset();
  EXPECT_EQ(ids_of(of_score()), "") << "of nothing everything is more";
}

} // namespace
} // namespace passback::decision
