// What readiness says of the grading periods of a class: what delivery will find, by whichever way
// it leads there.
#include <algorithm>

#include <gtest/gtest.h>

#include "plugin/exchange/conversation/readiness_check.hpp"
#include "tests/unit/exchange/scripted_sis.hpp"

namespace passback::exchange {
namespace {

constexpr const char* kRostering = "GET /ims/oneroster/rostering/v1p2";
constexpr const char* kNone = R"({"academicSessions":[]})";
constexpr const char* kOfTerm =
    R"({"academicSessions":[{"sourcedId":"t1","type":"term"},)"
    R"({"sourcedId":"gp1","type":"gradingPeriod","parent":{"sourcedId":"t1"}},)"
    R"({"sourcedId":"gp2","type":"gradingPeriod","parent":{"sourcedId":"t1"}},)"
    R"({"sourcedId":"gp9","type":"gradingPeriod","parent":{"sourcedId":"t9"}}]})";

class ReadinessOfPeriods : public ::testing::Test {
 protected:
  ReadinessOfPeriods() {
    profile.name = "test";
    profile.oneroster = oneroster::OneRosterVersion::v1p2;
    play_school(sis, partner());
  }
  Partner partner() const {
    return partner_of(profile, oneroster::AuthWay::oauth2_client_credentials);
  }
  boost::json::object report_to(const Partner& whom) {
    ReadinessCheck conversation(whom, {}, {"c1"});
    return sis.hold(conversation);
  }
  /// How many periods the class has; -1 = nothing is said of them.
  std::int64_t periods() {
    const auto report = report_to(partner());
    warned = outcome_of(report, "grading_periods") == "warning";
    const auto& line = report.at("classes").as_array().at(0).as_object();
    const auto* count = line.if_contains("grading_periods");
    return count == nullptr ? -1 : count->to_number<std::int64_t>();
  }
  void show(const std::string& path, int status, const char* body = "") {
    sis.answer(kRostering + path, status, body);
  }

  oneroster::Profile profile;
  ScriptedSis sis;
  bool warned = false;
};

TEST_F(ReadinessOfPeriods, ThoseBelowTheTermsOfTheClassAreCounted) {
  EXPECT_EQ(periods(), 1);
  EXPECT_FALSE(warned);
}

TEST_F(ReadinessOfPeriods, WhereTermsListNoneThoseAmongAllSessionsAreCounted) {
  show("/terms/t1/gradingPeriods", 404);
  show("/academicSessions", 200, kOfTerm);
  EXPECT_EQ(periods(), 2) << "those of the class's own term";
  EXPECT_FALSE(warned);
}

TEST_F(ReadinessOfPeriods, AnEmptyListIsNotTakenForNoneWhileAnotherWayIsLeft) {
  show("/terms/t1/gradingPeriods", 200, kNone);
  show("/gradingPeriods", 200, kOfTerm);
  EXPECT_EQ(periods(), 2);
  EXPECT_FALSE(warned);
}

TEST_F(ReadinessOfPeriods, TheListsOfAllTermsCountTogether) {
  show("/classes/c1", 200,
       R"({"class":{"sourcedId":"c1","terms":[{"sourcedId":"t1"},{"sourcedId":"t2"}]}})");
  show("/terms/t2/gradingPeriods", 200,
       R"({"academicSessions":[{"sourcedId":"gp3","type":"gradingPeriod"}]})");
  EXPECT_EQ(periods(), 2);
}

TEST_F(ReadinessOfPeriods, OnlyWhereNoWayShowsAnyTheClassHasNone) {
  show("/terms/t1/gradingPeriods", 200, kNone);
  show("/academicSessions", 200, kNone);
  show("/gradingPeriods", 200, kNone);
  EXPECT_EQ(periods(), 0);
  EXPECT_TRUE(warned);
}

TEST_F(ReadinessOfPeriods, AWayThatIsRefusedLeavesItOpenWhetherThereAreAny) {
  show("/terms/t1/gradingPeriods", 403);
  show("/gradingPeriods", 200, kNone);
  EXPECT_EQ(periods(), -1);
  EXPECT_FALSE(warned);
}

TEST_F(ReadinessOfPeriods, WhatIsNotGrantedIsNotAskedFor) {
  auto whom = partner();
  whom.asked_scope += " https://s/roster.readonly";
  sis.token(partner().asked_scope);
  const auto report = report_to(whom);
  EXPECT_FALSE(report.at("classes").as_array().at(0).as_object().contains("grading_periods"));
  EXPECT_TRUE(std::ranges::none_of(sis.requests, [](const ScriptedSis::Request& one) {
    return one.path.ends_with("/gradingPeriods") || one.path.ends_with("/academicSessions");
  }));
}

} // namespace
} // namespace passback::exchange
