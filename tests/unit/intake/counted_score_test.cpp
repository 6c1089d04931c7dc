// Activities that are graded by learning objectives only.
#include "plugin/decision/cell_notes.hpp"
#include "plugin/intake/reconsider.hpp"
#include "tests/unit/intake/intake_fixture.hpp"

namespace passback::intake {
namespace {

using gradebook::Decimal;
using outbox::Kind;
using outbox::State;

class CountedScore : public IntakeTest {
 protected:
  static ScoreEvent by_objectives() {
    auto event = score_of("");
    event.facts.objectives = {
        {"reading", Decimal::from_integer(3), Decimal::from_integer(4), Decimal::from_integer(3)},
        {"writing", Decimal::from_integer(1), Decimal::from_integer(4), Decimal::from_integer(1)}};
    return event;
  }
  static ActivityEvent essay_of(int points) {
    auto event = essay();
    event.facts.points_possible = Decimal::from_integer(points);
    return event;
  }
  std::optional<Decimal> counted_of(const outbox::Version& version) {
    return gradebook::score_facts_from_json(version.facts)->counted_of;
  }
};

TEST_F(CountedScore, GoesLikeAnyOther) {
  take(essay());
  EXPECT_EQ(take(by_objectives()).disposition, Disposition::queued);
  EXPECT_EQ(counted_of(result().released), Decimal::from_integer(100));
  EXPECT_FALSE(gradebook::score_facts_from_json(result().observed.facts)->points)
      << "the host's facts stay as they came";
}

TEST_F(CountedScore, ThatCameBeforeItsActivityIsCountedOfItLater) {
  EXPECT_EQ(take(by_objectives()).reason, Code::activity_unknown);
  take(essay_of(20));
  EXPECT_EQ(result().state, State::waiting_parent);
  EXPECT_EQ(counted_of(result().released), Decimal::from_integer(20));
}

TEST_F(CountedScore, IsAnotherWhenTheActivityGetsOtherPoints) {
  take(essay_of(10));
  take(by_objectives());
  deliver_everything();
  EXPECT_EQ(result().state, State::settled);
  take(essay_of(20));
  EXPECT_EQ(result().state, State::waiting_parent) << "until the SIS has the other points";
  EXPECT_EQ(counted_of(result().released), Decimal::from_integer(20));
}

TEST_F(CountedScore, ThatIsReportedAgainIsUnchanged) {
  take(essay());
  take(by_objectives());
  deliver_everything();
  EXPECT_EQ(take(by_objectives()).disposition, Disposition::unchanged);
}

TEST_F(CountedScore, OfAnActivityWithoutPointsWaitsForThem) {
  auto bare = essay();
  bare.facts.points_possible.reset();
  take(bare);
  EXPECT_EQ(take(by_objectives()).reason, Code::points_possible_missing);
  take(essay());
  EXPECT_EQ(result().state, State::waiting_parent);
}

TEST_F(CountedScore, GivesWayToPointsOfTheHost) {
  take(essay());
  auto both = by_objectives();
  both.facts.points = Decimal::from_integer(90);
  take(both);
  EXPECT_FALSE(counted_of(result().released));
  EXPECT_EQ(result().released.facts, kept(both.facts));
}

TEST_F(CountedScore, HasANoteOfTheStandardsThatCount) {
  auto facts = by_objectives().facts;
  facts.objectives.push_back({"unscored", {}, Decimal::from_integer(4), {}});
  facts.objectives.push_back(
      {"only shown", Decimal::from_integer(1), Decimal::from_integer(4), Decimal()});
  settings::GradingChoices choices;
  for (const auto& one : facts.objectives) {
    choices.objectives[one.objective_id] = {"", "sis"};
  }
  const auto notes =
      decision::notes_on(facts, oneroster::Profile(), oneroster::OneRosterVersion::v1p2, choices);
  ASSERT_EQ(notes.size(), 1U);
  EXPECT_EQ(notes[0].code, Code::counted_from_standards);
  EXPECT_EQ(notes[0].severity, "info");
  EXPECT_EQ(notes[0].about, (std::vector<std::string>{"reading", "writing"}));
  facts.points = Decimal::from_integer(90);
  EXPECT_TRUE(
      decision::notes_on(facts, oneroster::Profile(), oneroster::OneRosterVersion::v1p2, choices)
          .empty());
}

TEST_F(CountedScore, KeepsItsPointsWhenItsActivityGetsOthers) {
  take(essay_of(20));
  auto score = score_of("18");
  score.facts.possible = Decimal::from_integer(20);
  take(score);
  deliver_everything();
  take(essay_of(10));
  const auto kept = gradebook::score_facts_from_json(result().observed.facts);
  EXPECT_EQ(kept->points, Decimal::from_integer(18));
  EXPECT_FALSE(kept->possible) << "the 20 were the activity's";
}

TEST_F(CountedScore, ThatCameBeforeItsActivityDropsItsPointsPossibleToo) {
  auto score = score_of("18");
  score.facts.possible = Decimal::from_integer(20);
  take(score);
  take(essay_of(20));
  take(essay_of(10));
  EXPECT_FALSE(gradebook::score_facts_from_json(result().observed.facts)->possible);
}

TEST_F(CountedScore, WithPointsPossibleOfItsOwnKeepsThem) {
  take(essay_of(150));
  auto score = score_of("42.74");
  score.facts.possible = Decimal::from_integer(70);
  take(score);
  EXPECT_EQ(gradebook::score_facts_from_json(result().released.facts)->possible,
            Decimal::from_integer(70));
  deliver_everything();
  score.facts.possible = Decimal::from_integer(80);
  EXPECT_EQ(take(score).disposition, Disposition::queued) << "another share";
}

TEST_F(CountedScore, OfPointsPossibleOfItsOwnHasANote) {
  auto facts = score_of("42.74").facts;
  facts.possible = Decimal::from_integer(70);
  const auto notes = [&](int possible) {
    return decision::notes_on(facts, oneroster::Profile(), oneroster::OneRosterVersion::v1p2, {},
                              Decimal::from_integer(possible));
  };
  EXPECT_TRUE(notes(70).empty());
  ASSERT_EQ(notes(150).size(), 1U);
  EXPECT_EQ(notes(150)[0].code, Code::scaled_to_activity);
  EXPECT_EQ(notes(150)[0].about, (std::vector<std::string>{"42.74 of 70", "91.59 of 150"}));
}

TEST_F(CountedScore, IsNotSentToTheNextSisWithoutBeingAskedFor) {
  take(essay());
  take(by_objectives());
  deliver_everything();
  settings::DomainSettings north;
  north.connection = connection("sis-2");
  save(north, "north");
  commit([](outbox::Transaction& transaction) { return ask_to_reconsider(transaction, {}); });
  ASSERT_TRUE(intake->reconsider(kDeadline).ok());
  // A sweep that says the same again is no answer to the question.
  EXPECT_EQ(take(by_objectives()).reason, Code::other_sis);
  EXPECT_EQ(records(Kind::result).size(), 1U);
}

} // namespace
} // namespace passback::intake
