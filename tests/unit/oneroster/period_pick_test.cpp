// Which grading period a line item goes into, and what speaks against it.
#include <gtest/gtest.h>

#include "plugin/oneroster/documents/period_pick.hpp"

namespace passback::oneroster {
namespace {

SisAcademicSession session(const char* id, const char* start, const char* end) {
  SisAcademicSession made;
  made.id.value = made.title = id;
  made.type = "gradingPeriod";
  made.start_date = start;
  made.end_date = end;
  return made;
}

class PeriodPicking : public ::testing::Test {
 protected:
  std::string picked() const {
    const auto pick = pick_period(profile, periods, preference);
    return pick.against != Code::none ? std::string(info(pick.against).id)
           : pick.period != nullptr   ? pick.period->id.value
                                      : "none";
  }

  Profile profile;
  std::vector<SisAcademicSession> periods = {session("q1", "2026-08-15", "2026-10-31"),
                                             session("s1", "2026-08-15", "2027-01-31")};
  PeriodPreference preference{{}, "2026-12-01", {}, true, false};
};

TEST_F(PeriodPicking, PutsThePeriodItsDaysAndTheEndOfTheClassIntoTheLineItem) {
  LineItemInput line_item;
  EXPECT_EQ(put_period(profile, periods, preference, line_item).against, Code::none);
  EXPECT_EQ(line_item.grading_period_id.value, "s1");
  EXPECT_EQ(line_item.period_start, "2026-08-15");
  EXPECT_EQ(line_item.period_end, "2027-01-31");
  EXPECT_EQ(line_item.class_end, "2027-01-31") << "the last day that is known of";
  line_item.class_end = "2026-12-18";
  put_period(profile, periods, preference, line_item);
  EXPECT_EQ(line_item.class_end, "2026-12-18") << "the host's word";
}

TEST_F(PeriodPicking, PutsOfPeriodsThatAreNotKnownOnlyTheOneThatWasNamed) {
  preference.named = gradebook::SourcedId("q9");
  LineItemInput line_item;
  EXPECT_EQ(put_period(profile, std::nullopt, preference, line_item).against, Code::none);
  EXPECT_EQ(line_item.grading_period_id.value, "q9");
  EXPECT_TRUE(line_item.period_end.empty() && line_item.class_end.empty());
  EXPECT_EQ(put_period(profile, periods, preference, line_item).against,
            Code::grading_period_not_of_class);
}

TEST_F(PeriodPicking, TakesTheOnlyOneThatFits) {
  EXPECT_EQ(picked(), "s1");
  preference.named = gradebook::SourcedId("q1");
  EXPECT_EQ(picked(), "q1") << "a person's word comes first";
}

TEST_F(PeriodPicking, KnowsNothingWithoutAListOrADay) {
  preference.named = gradebook::SourcedId("q9");
  periods.clear();
  EXPECT_EQ(picked(), "none");
  periods = {session("q1", "2026-08-15", "2026-10-31")};
  preference.named = {};
  preference.day.clear();
  profile.outside_period = OutsidePeriod::refuse;
  EXPECT_EQ(picked(), "none");
}

TEST_F(PeriodPicking, RefusesANamedOneThatIsNotOfTheClassUnlessItIsNotSent) {
  preference.named = gradebook::SourcedId("q9");
  EXPECT_EQ(picked(), "line_item.grading_period_not_of_class");
  preference.in_sis = true;
  EXPECT_EQ(picked(), "none") << "the SIS owns it by now";
  profile.owner.grading_period = Owner::lms;
  EXPECT_EQ(picked(), "line_item.grading_period_not_of_class");
  profile.grading_period = Need::never;
  EXPECT_EQ(picked(), "none");
}

TEST_F(PeriodPicking, LeavesSeveralToAPersonOnlyWhereOneIsNeeded) {
  preference.day = "2026-09-01";
  EXPECT_EQ(picked(), "none");
  profile.grading_period = Need::required;
  EXPECT_EQ(picked(), "line_item.grading_period_ambiguous");
  preference.level = settings::PeriodLevel{};
  EXPECT_EQ(picked(), "q1");
  preference.level.reset();
  preference.in_sis = true;
  EXPECT_EQ(picked(), "none") << "the one that the SIS has stays";
}

TEST_F(PeriodPicking, RefusesADueDateInNoneWhereTheSisDoes) {
  preference.day = "2027-07-01";
  EXPECT_EQ(picked(), "none");
  profile.outside_period = OutsidePeriod::refuse;
  EXPECT_EQ(picked(), "line_item.outside_period");
  preference.dated = false;
  EXPECT_EQ(picked(), "none") << "a stand-in is not the teacher's date";
  preference.dated = true;
  profile.gradebook = Gradebook::assessment;
  EXPECT_EQ(picked(), "none") << "it has no dates";
}

TEST_F(PeriodPicking, PutsADayBetweenTwoPeriodsWhereTheAdministratorSays) {
  periods = {session("q1", "2026-08-15", "2026-10-16"), session("q2", "2026-10-19", "2026-12-18")};
  preference.day = "2026-10-17";
  EXPECT_EQ(picked(), "none");
  preference.between = settings::BetweenPeriods::earlier;
  EXPECT_EQ(picked(), "q1");
  EXPECT_TRUE(pick_period(profile, periods, preference).beside);
  preference.between = settings::BetweenPeriods::later;
  EXPECT_EQ(picked(), "q2");
  preference.between = settings::BetweenPeriods::ask;
  EXPECT_EQ(picked(), "line_item.between_periods");
  preference.named = gradebook::SourcedId("q2");
  EXPECT_EQ(picked(), "q2");
  EXPECT_TRUE(pick_period(profile, periods, preference).beside);
}

TEST_F(PeriodPicking, ADayBeforeTheFirstOrBehindTheLastPeriodIsBetweenNone) {
  preference.between = settings::BetweenPeriods::ask;
  preference.day = "2027-02-01";
  EXPECT_EQ(picked(), "none");
  preference.day = "2026-08-01";
  EXPECT_EQ(picked(), "none");
}

} // namespace
} // namespace passback::oneroster
