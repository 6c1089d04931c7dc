// School, category and grading period of a line item, from what was read of its class.
#include <gtest/gtest.h>

#include "plugin/exchange/line_item_completion.hpp"

namespace passback::exchange {
namespace {

using oneroster::Need;
using settings::CategoryChoice;
using settings::PeriodLevel;

class LineItemCompletion : public ::testing::Test {
 protected:
  LineItemCompletion() {
    auto made = std::make_shared<Route>();
    made->profile = &profile;
    planned.route = made;
    planned.kind = outbox::Kind::line_item;
    planned.content = oneroster::LineItemInput{};
    planned.wanted.day = "2026-09-28";
    line_item().facts.due_at_unix_ms = 1'790'600'000'000;
  }
  oneroster::LineItemInput& line_item() {
    return std::get<oneroster::LineItemInput>(planned.content);
  }
  static oneroster::SisAcademicSession session(const char* id, const char* start, const char* end) {
    oneroster::SisAcademicSession made;
    made.id.value = id;
    made.title = id;
    made.type = "gradingPeriod";
    made.start_date = start;
    made.end_date = end;
    return made;
  }
  static oneroster::SisCategory category(const char* id, const char* title) {
    oneroster::SisCategory made;
    made.id.value = id;
    made.title = title;
    return made;
  }
  Code placed() {
    const auto status = complete_line_item(planned);
    return status ? Code::none : status.error().code;
  }

  oneroster::Profile profile;
  PlannedRequest planned;
};

TEST_F(LineItemCompletion, AsksOnlyForWhatTheProfileUses) {
  profile.school = profile.grading_period = Need::never;
  EXPECT_TRUE(lookups_for(planned).empty());
  profile.school = Need::when_known;
  EXPECT_EQ(lookups_for(planned), std::set{Lookup::sis_class});
  line_item().school_id.value = "from the host";
  EXPECT_TRUE(lookups_for(planned).empty());
  profile.grading_period = Need::when_known;
  EXPECT_EQ(lookups_for(planned), (std::set{Lookup::sis_class, Lookup::sessions}));
  planned.wanted.period.value = "named";
  EXPECT_TRUE(lookups_for(planned).empty());
  profile.outside_period = oneroster::OutsidePeriod::clamp;
  EXPECT_TRUE(lookups_for(planned).contains(Lookup::sessions)) << "its dates are needed";
}

TEST_F(LineItemCompletion, TheAdministratorsLevelPicksAmongSeveralPeriods) {
  profile.grading_period = Need::required;
  planned.known.sessions = {session("semester", "2026-08-01", "2027-01-31"),
                            session("quarter", "2026-08-01", "2026-10-31")};
  EXPECT_EQ(placed(), Code::grading_period_ambiguous);
  planned.wanted.level = PeriodLevel{PeriodLevel::Pick::shortest, {}};
  EXPECT_EQ(placed(), Code::none);
  EXPECT_EQ(line_item().grading_period_id.value, "quarter");
  EXPECT_EQ(line_item().period_end, "2026-10-31");
  planned.wanted.level.reset();
  profile.grading_period = Need::when_known;
  EXPECT_EQ(placed(), Code::none) << "what is not needed is left out";
  EXPECT_TRUE(line_item().grading_period_id.empty());
}

TEST_F(LineItemCompletion, ANamedPeriodIsTakenWithItsDates) {
  planned.known.sessions = {session("q1", "2026-08-01", "2026-10-31"),
                            session("q2", "2026-11-01", "2027-01-31")};
  planned.wanted.period.value = "q2";
  EXPECT_EQ(placed(), Code::none);
  EXPECT_EQ(line_item().grading_period_id.value, "q2");
  EXPECT_EQ(line_item().period_start, "2026-11-01");
  EXPECT_EQ(line_item().class_end, "2027-01-31") << "the last day that is known of";
}

TEST_F(LineItemCompletion, WhatTheSisWouldRefuseIsNotSent) {
  planned.known.sessions = {session("q1", "2026-08-01", "2026-10-31")};
  planned.wanted.period.value = "q9";
  EXPECT_EQ(placed(), Code::grading_period_not_of_class);
  planned.read_line_item = true;
  EXPECT_EQ(placed(), Code::none) << "the SIS has it and keeps its own period";
  planned.wanted.period = {};
  planned.wanted.day = "2026-12-01";
  EXPECT_EQ(placed(), Code::none);
  profile.outside_period = oneroster::OutsidePeriod::refuse;
  EXPECT_EQ(placed(), Code::due_date_outside_period);
}

TEST_F(LineItemCompletion, AShutWindowOfThePeriodHoldsItsLineItemsBack) {
  profile.window.metadata = "isGradingWindowOpen";
  auto shut = session("q1", "2026-08-01", "2026-10-31");
  shut.metadata["isGradingWindowOpen"] = false;
  planned.known.sessions = {shut};
  EXPECT_EQ(placed(), Code::window_shut);
  EXPECT_TRUE(shows_shut_window(profile, shut.metadata));
  planned.wanted.day = "2026-12-01";
  EXPECT_EQ(placed(), Code::none) << "another period";
}

TEST_F(LineItemCompletion, ACategoryIsTakenByItsExactNameOnlyWhereNobodyChose) {
  profile.category = Need::required;
  profile.category_strategy = oneroster::CategoryStrategy::by_exact_name;
  planned.wanted.category.kind = CategoryChoice::Kind::missing;
  planned.wanted.category_title = "Homework";
  planned.known.categories = {category("c1", "homework"), category("c2", "Homework")};
  EXPECT_TRUE(lookups_for(planned).contains(Lookup::categories));
  EXPECT_EQ(placed(), Code::none);
  EXPECT_EQ(line_item().category_id.value, "c2");
  planned.known.categories->push_back(category("c3", "Homework"));
  EXPECT_EQ(placed(), Code::category_not_found) << "which of the two, only a person can say";
  planned.wanted.category = {CategoryChoice::Kind::known, gradebook::SourcedId("chosen")};
  line_item().category_id.value = "chosen";
  EXPECT_EQ(placed(), Code::none);
  EXPECT_EQ(line_item().category_id.value, "chosen");
}

} // namespace
} // namespace passback::exchange
