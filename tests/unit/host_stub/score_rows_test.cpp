#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "host_stub/commands/score_rows.hpp"
#include "host_stub/gradebook/objective_text.hpp"
#include "host_stub/gradebook/score_store.hpp"
#include "host_stub/import/roster_import.hpp"
#include "tests/unit/host_stub/sample_bundle.hpp"
#include "tests/unit/host_stub/temporary_folder.hpp"

namespace host_stub::commands {
namespace {

using testing::AllOf;
using testing::HasSubstr;

class ScoreRows : public testing::Test {
 protected:
  ScoreRows() { import::import_roster(import::sample_bundle_1_2(), book); }

  Result<std::vector<gradebook::Score>> read(const std::string& text) {
    std::ofstream(folder.path() / "scores.csv") << text;
    return read_score_file(folder.path() / "scores.csv", "", book);
  }

  TemporaryFolder folder;
  gradebook::Gradebook book{folder.path()};
};

TEST_F(ScoreRows, TakeTheHostsIdsAndTheSisIds) {
  auto cells =
      read("activity,student,points,status\nactivity-1,user-2,18.25,late\nli-1,u-3,,exempt\n");
  ASSERT_TRUE(cells) << cells.failure().message;
  EXPECT_EQ(cells.value()[0].points, 18.25);
  EXPECT_TRUE(cells.value()[0].flags.late);
  EXPECT_EQ(cells.value()[1].student_id, "user-3");
  EXPECT_FALSE(cells.value()[1].points) << "blank is not zero";
}

TEST_F(ScoreRows, NameEveryBadRowByLineAndField) {
  auto cells = read("activity,student,points,status\nli-9,u-2,1,\nli-1,u-1,1,\nli-1,u-2,A+,\nli-1,"
                    "u-2,1,great\nli-1,u-2,5,\n");
  ASSERT_FALSE(cells);
  EXPECT_THAT(
      cells.failure().message,
      AllOf(HasSubstr("scores.csv, line 2, field activity: There is no activity \"li-9\"."),
            HasSubstr("scores.csv, line 3, field student: There is no student"),
            HasSubstr("scores.csv, line 4, field points: \"A+\" is not a number of points."),
            HasSubstr("scores.csv, line 5, field status: \"great\" is not a status")));
  EXPECT_THAT(cells.failure().message, testing::Not(HasSubstr("line 6")));
}

TEST_F(ScoreRows, KeepScoresOfStandardsAsTheyWereTyped) {
  auto cells = read("activity,student,standards\nli-1,u-2,R.2=3/4;R.5=0.5/4*2\n");
  ASSERT_TRUE(cells) << cells.failure().message;
  gradebook::ScoreStore scores(book);
  scores.save(cells.value());
  const auto stored = scores.score("activity-1", "user-2")->objectives;
  ASSERT_EQ(stored.size(), 2U);
  EXPECT_EQ(gradebook::to_text(stored), "R.2=3/4;R.5=0.5/4*2");
  EXPECT_EQ(stored[1].weight, 2);
  for (const char* wrong : {"R.2", "R.2=3", "=3/4", "R.2=3/x", "R.2=3/4*"}) {
    EXPECT_FALSE(read("activity,student,standards\nli-1,u-2," + std::string(wrong) + "\n"))
        << wrong;
  }
}

TEST_F(ScoreRows, AGradebookOfTheLayoutBeforeIsGivenRoomForStandards) {
  std::string before = "ALTER TABLE score DROP COLUMN objectives; PRAGMA user_version = 1;";
  for (const char* column :
       {"activity DROP COLUMN gone_because", "score DROP COLUMN gone_because",
        "score DROP COLUMN imported", "notice DROP COLUMN audience", "notice DROP COLUMN kind",
        "notice DROP COLUMN class_id", "notice DROP COLUMN user_id", "notice DROP COLUMN addresses",
        "notice DROP COLUMN item_id", "notice DROP COLUMN text_key",
        "notice DROP COLUMN text_values"}) {
    before += std::string("ALTER TABLE ") + column + ";";
  }
  book.database().script(before);
  gradebook::Gradebook again(folder.path());
  gradebook::ScoreStore scores(again);
  scores.save({{.activity_id = "activity-1",
                .student_id = "user-2",
                .points = {},
                .objectives = {{.objective_id = "R.2", .points = 3, .possible = 4}}}});
  EXPECT_EQ(scores.score("activity-1", "user-2")->objectives.size(), 1U);
}

TEST_F(ScoreRows, GiveEachSaveTheNextRevisionAndLeaveANewerCellAlone) {
  gradebook::ScoreStore scores(book);
  auto first = scores.save({{.activity_id = "activity-1", .student_id = "user-2", .points = 1}});
  EXPECT_EQ(first.front().host_rev, 2) << "the import brought revision 1";
  scores.save({{.activity_id = "activity-1", .student_id = "user-2", .points = 2, .host_rev = 7}});
  scores.save({{.activity_id = "activity-1", .student_id = "user-2", .points = 3, .host_rev = 5}});
  EXPECT_EQ(scores.score("activity-1", "user-2")->points, 2);
  EXPECT_EQ(scores.score("activity-1", "user-2")->host_rev, 7);
}

TEST_F(ScoreRows, KeepEveryFlagOverTheFile) {
  gradebook::ScoreFlags flags{.released = false,
                              .draft = true,
                              .overridden = true,
                              .dropped = true,
                              .exempt = true,
                              .missing = true,
                              .late = true,
                              .incomplete = true,
                              .submitted = true,
                              .in_progress = true,
                              .withdrawn = true};
  EXPECT_EQ(gradebook::from_bits(gradebook::to_bits(flags)), flags);
  EXPECT_EQ(gradebook::from_bits(gradebook::to_bits({})), gradebook::ScoreFlags{});
  EXPECT_EQ(parse_score_flags(to_words(flags).empty()
                                  ? ""
                                  : "unreleased,draft,overridden,dropped,exempt,missing,late,"
                                    "incomplete,submitted,in_progress,withdrawn")
                .value(),
            flags);
}

} // namespace
} // namespace host_stub::commands
