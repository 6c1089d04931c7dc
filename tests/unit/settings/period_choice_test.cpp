#include <vector>

#include <gtest/gtest.h>

#include "plugin/settings/period_choice.hpp"

namespace passback::settings {
namespace {

FittingPeriod period(const char* id, const char* title, const char* start, const char* end) {
  return {gradebook::SourcedId(id), title, start, end};
}

const FittingPeriod kQuarter = period("q1", "Quarter 1", "2026-08-15", "2026-10-15");
const FittingPeriod kSemester = period("s1", "Semester 1", "2026-08-15", "2026-12-20");
const FittingPeriod kProgress = period("p1", "Progress report", "2026-08-15", "2026-10-15");

std::string picked(const std::vector<FittingPeriod>& fitting,
                   const std::optional<PeriodLevel>& level) {
  const auto found = pick_period(fitting, level);
  return found ? found->id.value : "";
}

TEST(PeriodChoice, ASinglePeriodNeedsNobody) {
  EXPECT_EQ(picked({kQuarter}, {}), "q1");
  EXPECT_EQ(picked({kQuarter}, PeriodLevel{PeriodLevel::Pick::titled, "semester"}), "q1");
}

TEST(PeriodChoice, OfSeveralPeriodsTheAdministratorsLevelPicks) {
  EXPECT_EQ(picked({kQuarter, kSemester}, PeriodLevel{}), "q1");
  EXPECT_EQ(picked({kQuarter, kSemester}, PeriodLevel{PeriodLevel::Pick::longest, ""}), "s1");
  EXPECT_EQ(picked({kQuarter, kSemester}, PeriodLevel{PeriodLevel::Pick::titled, "SEMESTER"}),
            "s1");
}

TEST(PeriodChoice, NothingIsGuessedWhereTheLevelDoesNotTellThemApart) {
  EXPECT_EQ(picked({kQuarter, kSemester}, {}), "");
  EXPECT_EQ(picked({kQuarter, kProgress}, PeriodLevel{}), "");
  EXPECT_EQ(picked({kQuarter, kSemester}, PeriodLevel{PeriodLevel::Pick::titled, "term"}), "");
  EXPECT_EQ(picked({}, PeriodLevel{}), "");
}

TEST(PeriodChoice, LengthIsCountedInDaysAlsoOverTheTurnOfTheYear) {
  const auto winter = period("w", "Winter", "2026-12-20", "2027-01-10");
  const auto month = period("m", "Month", "2026-12-01", "2026-12-31");
  EXPECT_EQ(picked({winter, month}, PeriodLevel{}), "w");
}

TEST(PeriodChoice, TheHostsOwnIdComesFirstThenTheActivitysThenTheTeachersMap) {
  const gradebook::ActivityId essay("essay");
  ClassSettings of_class;
  of_class.period_map = {{"q1", "sis-q1"}};
  gradebook::ActivityFacts facts;
  EXPECT_TRUE(named_period(essay, facts, of_class).empty());
  facts.grading_period_id = "q1";
  EXPECT_EQ(named_period(essay, facts, of_class).value, "sis-q1");
  of_class.activity_periods = {{"essay", "sis-s1"}};
  EXPECT_EQ(named_period(essay, facts, of_class).value, "sis-s1");
  EXPECT_EQ(named_period(gradebook::ActivityId("quiz"), facts, of_class).value, "sis-q1");
  facts.grading_period_sis_id = gradebook::SourcedId("other");
  EXPECT_EQ(named_period(essay, facts, of_class).value, "other");
}

TEST(PeriodChoice, TheDueDatePicksOrWhatStandsInForIt) {
  gradebook::ActivityFacts facts;
  EXPECT_EQ(picking_moment(facts, 1), 1) << "the day on which it was made";
  facts.assigned_at_unix_ms = 2;
  EXPECT_EQ(picking_moment(facts, 1), 2);
  facts.student_dates.resize(2);
  facts.student_dates[0].due_at_unix_ms = 4;
  facts.student_dates[1].due_at_unix_ms = 3;
  EXPECT_EQ(picking_moment(facts, 1), 4) << "the latest of a single student";
  facts.due_at_unix_ms = 3;
  EXPECT_EQ(picking_moment(facts, 1), 3);
}

} // namespace
} // namespace passback::settings
