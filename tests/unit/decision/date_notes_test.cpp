// What a preview says of dates that the SIS does not refuse.
#include <gtest/gtest.h>

#include "plugin/decision/cell_notes.hpp"

namespace passback::decision {
namespace {

using oneroster::OutsidePeriod;

constexpr std::int64_t kSeptember = 1'790'600'000'000; // 2026-09-28
constexpr std::int64_t kJuly = 1'785'000'000'000;      // 2026-07-25

class DateNotes : public ::testing::Test {
 protected:
  DateNotes() {
    oneroster::SisAcademicSession quarter;
    quarter.id = gradebook::SourcedId("q1");
    quarter.type = "gradingPeriod";
    quarter.start_date = "2026-08-15";
    quarter.end_date = "2026-10-31";
    in_sis.periods.emplace().push_back(quarter);
    due(kSeptember, "2026-09-28");
  }
  void due(std::int64_t moment, const char* day) {
    facts.due_at_unix_ms = moment;
    preference.period.day = day;
    preference.period.dated = true;
  }
  std::string notes() const {
    std::string ids;
    for (const auto& note : notes_on_dates(facts, profile, preference, in_sis)) {
      ids += (ids.empty() ? "" : ",") + std::string(info(note.code).id);
    }
    return ids;
  }

  gradebook::ActivityFacts facts;
  oneroster::Profile profile;
  LineItemPreference preference;
  ClassInSis in_sis;
};

TEST_F(DateNotes, SayNothingOfDatesThatFit) {
  facts.assigned_at_unix_ms = kSeptember - 1;
  EXPECT_EQ(notes(), "");
}

TEST_F(DateNotes, TellOfAnActivityThatIsAssignedAfterItIsDue) {
  facts.assigned_at_unix_ms = kSeptember + 1;
  EXPECT_EQ(notes(), "line_item.assigned_after_due");
  preference.period.in_sis = true;
  profile.owner.dates = oneroster::Owner::sis;
  EXPECT_EQ(notes(), "") << "the SIS keeps its own dates";
}

TEST_F(DateNotes, TellOfADueDateInNoPeriodOrNotInTheChosenOne) {
  due(kJuly, "2026-07-25");
  EXPECT_EQ(notes(), "line_item.dates_outside_period");
  preference.period.named = gradebook::SourcedId("q1");
  EXPECT_EQ(notes(), "line_item.dates_outside_period");
  in_sis.periods.reset();
  EXPECT_EQ(notes(), "") << "nothing is known";
}

TEST_F(DateNotes, TellOfDatesThatAreMovedIntoThePeriod) {
  profile.outside_period = OutsidePeriod::clamp;
  EXPECT_EQ(notes(), "");
  preference.period.named = gradebook::SourcedId("q1");
  due(kJuly, "2026-07-25");
  EXPECT_EQ(notes(), "line_item.dates_moved");
}

TEST_F(DateNotes, AreNotNeededWhereTheDateIsAReasonToWait) {
  profile.outside_period = OutsidePeriod::refuse;
  due(kJuly, "2026-07-25");
  EXPECT_EQ(notes(), "");
}

} // namespace
} // namespace passback::decision
