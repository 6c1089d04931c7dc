// What a preview says of dates that the SIS does not refuse.
#include <gtest/gtest.h>

#include "plugin/decision/remarks.hpp"

namespace passback::decision {
namespace {

using oneroster::OutsidePeriod;

constexpr std::int64_t kSeptember = 1'790'600'000'000; // 2026-09-28
constexpr std::int64_t kJuly = 1'785'000'000'000;      // 2026-07-25

class DateRemarks : public ::testing::Test {
 protected:
  DateRemarks() {
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
    wish.period.day = day;
    wish.period.dated = true;
  }
  std::string remarks() const {
    std::string ids;
    for (const auto& remark : remarks_on_dates(facts, profile, wish, in_sis)) {
      ids += (ids.empty() ? "" : ",") + std::string(info(remark.code).id);
    }
    return ids;
  }

  gradebook::ActivityFacts facts;
  oneroster::Profile profile;
  LineItemWish wish;
  ClassInSis in_sis;
};

TEST_F(DateRemarks, SayNothingOfDatesThatFit) {
  facts.assigned_at_unix_ms = kSeptember - 1;
  EXPECT_EQ(remarks(), "");
}

TEST_F(DateRemarks, TellOfAnActivityThatIsAssignedAfterItIsDue) {
  facts.assigned_at_unix_ms = kSeptember + 1;
  EXPECT_EQ(remarks(), "line_item.assigned_after_due");
  wish.period.in_sis = true;
  profile.owner.dates = oneroster::Owner::sis;
  EXPECT_EQ(remarks(), "") << "the SIS keeps its own dates";
}

TEST_F(DateRemarks, TellOfADueDateInNoPeriodOrNotInTheChosenOne) {
  due(kJuly, "2026-07-25");
  EXPECT_EQ(remarks(), "line_item.dates_outside_period");
  wish.period.named = gradebook::SourcedId("q1");
  EXPECT_EQ(remarks(), "line_item.dates_outside_period");
  in_sis.periods.reset();
  EXPECT_EQ(remarks(), "") << "nothing is known";
}

TEST_F(DateRemarks, TellOfDatesThatAreMovedIntoThePeriod) {
  profile.outside_period = OutsidePeriod::clamp;
  EXPECT_EQ(remarks(), "");
  wish.period.named = gradebook::SourcedId("q1");
  due(kJuly, "2026-07-25");
  EXPECT_EQ(remarks(), "line_item.dates_moved");
}

TEST_F(DateRemarks, AreNotNeededWhereTheDateIsAReasonToWait) {
  profile.outside_period = OutsidePeriod::refuse;
  due(kJuly, "2026-07-25");
  EXPECT_EQ(remarks(), "");
}

} // namespace
} // namespace passback::decision
