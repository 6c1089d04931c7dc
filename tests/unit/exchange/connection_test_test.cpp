// The test of a connection against an SIS that is played by hand.
#include <algorithm>

#include <gtest/gtest.h>

#include "plugin/exchange/conversation/connection_test.hpp"
#include "tests/unit/exchange/scripted_sis.hpp"

namespace passback::exchange {
namespace {

using oneroster::AuthWay;
using oneroster::CategoryRoute;
using oneroster::PeriodRoute;

class ConnectionTestOf : public ::testing::Test {
 protected:
  ConnectionTestOf() {
    profile.name = "test";
    profile.oneroster = oneroster::OneRosterVersion::v1p2;
    profile.rostering_path = "/ims/oneroster/rostering/v1p2";
    profile.gradebook_path = "/ims/oneroster/gradebook/v1p2";
  }
  Partner partner(AuthWay way = AuthWay::oauth2_client_credentials) {
    return partner_of(profile, way);
  }
  boost::json::object test(AuthWay way = AuthWay::oauth2_client_credentials) {
    ConnectionTest conversation(partner(way));
    auto report = sis.hold(conversation);
    learned = conversation.learned();
    return report;
  }
  SisCapabilities found() const {
    return learned.empty() ? SisCapabilities{} : capabilities_from_json(learned.front().document);
  }

  static constexpr const char* kAll = "https://s/roster-core.readonly https://s/gradebook.readonly "
                                      "https://s/gradebook.createput https://s/gradebook.delete";
  static constexpr const char* kRoster = "GET /ims/oneroster/rostering/v1p2";
  static constexpr const char* kGrades = "GET /ims/oneroster/gradebook/v1p2";
  oneroster::Profile profile;
  ScriptedSis sis;
  std::vector<Learned> learned;
};

TEST_F(ConnectionTestOf, AHealthySisIsSaidToBeReady) {
  play_school(sis, partner());
  sis.token(kAll);
  const auto report = test();
  EXPECT_EQ(report.at("schema").as_string(), "lms.connection_report/1");
  EXPECT_EQ(report.at("outcome").as_string(), "ok") << boost::json::serialize(report);
  for (const auto* id :
       {"address", "token", "scopes", "read_classes", "clock", "paging", "class", "categories",
        "line_items", "results", "grading_periods", "score_scales", "write"}) {
    EXPECT_EQ(outcome_of(report, id), "ok") << id;
  }
  EXPECT_EQ(text_of_check(report, "token", "sentence"),
            "The SIS gave a token at https://sis.example/token. It lasts 60 minutes.");
  EXPECT_EQ(sis.count("PUT") + sis.count("DELETE") + sis.count("POST"), 0u);
  EXPECT_EQ(report.at("metadata").as_array().at(0).as_string(), "class.ext_room");
  EXPECT_EQ(found().categories, CategoryRoute::of_class);
  EXPECT_EQ(found().may_write, true);
}

TEST_F(ConnectionTestOf, AWrongSecretEndsItWithOneRequestAndANextStep) {
  play_school(sis, partner());
  sis.token("", 401);
  const auto report = test();
  EXPECT_EQ(report.at("outcome").as_string(), "failed");
  EXPECT_EQ(outcome_of(report, "token"), "failed");
  EXPECT_NE(text_of_check(report, "token", "next_step").find("API Secret"), std::string::npos);
  EXPECT_NE(text_of_check(report, "token", "sentence").find("https://sis.example/token"),
            std::string::npos)
      << "whoever reads it sees where the secret went";
  EXPECT_TRUE(sis.requests.empty());
  EXPECT_TRUE(learned.empty());
}

TEST_F(ConnectionTestOf, AMissingWriteScopeIsNamed) {
  play_school(sis, partner());
  sis.token("https://s/roster-core.readonly https://s/gradebook.readonly");
  const auto report = test();
  EXPECT_EQ(outcome_of(report, "scopes"), "failed");
  EXPECT_NE(text_of_check(report, "scopes", "next_step").find("gradebook.createput"),
            std::string::npos);
  EXPECT_EQ(outcome_of(report, "write"), "failed");
  EXPECT_EQ(outcome_of(report, "read_classes"), "ok") << "the rest is tried all the same";
  EXPECT_EQ(found().may_write, false);
}

TEST_F(ConnectionTestOf, AMissingDeleteScopeIsAWarningOnly) {
  play_school(sis, partner());
  sis.token("https://s/roster.readonly https://s/gradebook.readonly https://s/gradebook.createput");
  const auto report = test();
  EXPECT_EQ(outcome_of(report, "scopes"), "warning");
  EXPECT_EQ(text_of_check(report, "scopes", "detail"), "missing: gradebook.delete")
      << "the wider roster scope stands for the narrower";
  EXPECT_EQ(outcome_of(report, "write"), "ok");
  EXPECT_EQ(found().may_delete, false);
}

TEST_F(ConnectionTestOf, ScopesInAVendorsOwnWordsAreNotTakenForMissingOnes) {
  play_school(sis, partner());
  sis.token("oneroster.everything");
  const auto report = test();
  EXPECT_EQ(outcome_of(report, "scopes"), "skipped");
  EXPECT_EQ(outcome_of(report, "write"), "skipped") << "only a test grade can tell";
  EXPECT_EQ(found().may_write, std::nullopt);
}

TEST_F(ConnectionTestOf, AnSisThatGivesATokenForLessIsAskedForLessAndWhatIsMissingIsNamed) {
  for (const bool listed : {true, false}) {
    ScriptedSis other;
    play_school(other, partner());
    other.token_only_for("https://s/gradebook.readonly https://s/gradebook.createput "
                         "https://s/gradebook.delete",
                         listed);
    other.answer(std::string(kRoster) + "/classes", 403);
    ConnectionTest conversation(partner());
    const auto report = other.hold(conversation);
    EXPECT_EQ(report.at("outcome").as_string(), "warning") << boost::json::serialize(report);
    EXPECT_EQ(outcome_of(report, "token"), "ok");
    EXPECT_EQ(outcome_of(report, "scopes"), "warning");
    EXPECT_EQ(text_of_check(report, "scopes", "detail"), "missing: roster-core.readonly");
    EXPECT_EQ(outcome_of(report, "read_classes"), "warning") << "grades go without";
    EXPECT_EQ(outcome_of(report, "write"), "ok");
    EXPECT_EQ(other.asked_scopes.size(), 2u);
  }
}

TEST_F(ConnectionTestOf, WithoutReadingClassesASisThatNeedsTheSchoolGetsNoGrades) {
  profile.school = oneroster::Need::required;
  play_school(sis, partner());
  sis.token_only_for("https://s/gradebook.readonly https://s/gradebook.createput "
                     "https://s/gradebook.delete",
                     true);
  sis.answer(std::string(kRoster) + "/classes", 403);
  EXPECT_EQ(outcome_of(test(), "read_classes"), "failed");
}

TEST_F(ConnectionTestOf, AClientThatMayNotWriteIsNotAskedAboutAgainAndAgain) {
  play_school(sis, partner());
  sis.token_only_for("https://s/roster-core.readonly https://s/gradebook.readonly", true);
  const auto report = test();
  EXPECT_EQ(outcome_of(report, "token"), "failed");
  EXPECT_EQ(sis.asked_scopes.size(), 2u) << "less of the rosters does not help";
  EXPECT_TRUE(sis.requests.empty());
}

TEST_F(ConnectionTestOf, WhereTheSisGivesTheIdsTheScopeToPostIsLookedFor) {
  profile.writes.line_items = profile.writes.results = oneroster::Writing::post;
  play_school(sis, partner());
  sis.token(kAll);
  EXPECT_EQ(outcome_of(test(), "write"), "failed");
  sis.token(std::string(kAll) + " https://s/gradebook.createpost");
  EXPECT_EQ(outcome_of(test(), "write"), "ok");
}

TEST_F(ConnectionTestOf, AnSisThatCannotBeReachedGivesOneReasonAndNoFurtherRequest) {
  sis.keep_silent(std::string(kRoster) + "/classes", Code::sis_tls);
  const auto report = test(AuthWay::fixed_token);
  EXPECT_EQ(outcome_of(report, "read_classes"), "failed");
  EXPECT_NE(text_of_check(report, "read_classes", "sentence").find("certificate"),
            std::string::npos);
  EXPECT_EQ(outcome_of(report, "token"), "skipped");
  EXPECT_EQ(sis.requests.size(), 1u);
}

TEST_F(ConnectionTestOf, TheOtherVersionIsFoundWhereOursIsMissing) {
  sis.answer("GET /ims/oneroster/v1p1/classes", 200, R"({"classes":[]})");
  const auto report = test(AuthWay::fixed_token);
  EXPECT_EQ(outcome_of(report, "read_classes"), "failed");
  EXPECT_NE(text_of_check(report, "read_classes", "sentence").find("OneRoster 1.1 is"),
            std::string::npos);
  EXPECT_NE(text_of_check(report, "read_classes", "next_step").find("OneRoster 1.1"),
            std::string::npos);
}

TEST_F(ConnectionTestOf, AWebPageIsNotTakenForAnSis) {
  sis.answer(std::string(kRoster) + "/classes", 200, "<html>Welcome</html>");
  const auto report = test(AuthWay::fixed_token);
  EXPECT_EQ(outcome_of(report, "read_classes"), "failed");
  EXPECT_NE(text_of_check(report, "read_classes", "sentence").find("not OneRoster"),
            std::string::npos);
}

TEST_F(ConnectionTestOf, AClockThatIsTenMinutesOffIsAWarningAndFailsASignedConnection) {
  play_school(sis, partner());
  const std::vector<oneroster::Header> late{{"Date", "Mon, 21 Sep 2026 14:03:20 GMT"}};
  sis.answer(std::string(kRoster) + "/classes", 200, R"({"classes":[]})", late);
  EXPECT_EQ(outcome_of(test(AuthWay::fixed_token), "clock"), "warning");
  EXPECT_EQ(outcome_of(test(AuthWay::oauth1_signature), "clock"), "failed");
}

TEST_F(ConnectionTestOf, AMissingRouteLeadsToTheOtherOneAndIsRemembered) {
  play_school(sis, partner());
  sis.answer(std::string(kGrades) + "/classes/c1/categories", 404);
  sis.answer(std::string(kGrades) + "/classes/c1/lineItems", 404);
  sis.answer(std::string(kGrades) + "/lineItems", 200, R"({"lineItems":[]})");
  sis.answer(std::string(kRoster) + "/terms/t1/gradingPeriods", 403);
  sis.answer(std::string(kRoster) + "/gradingPeriods", 200, R"({"academicSessions":[]})");
  const auto report = test();
  EXPECT_EQ(outcome_of(report, "categories"), "ok");
  EXPECT_EQ(found().categories, CategoryRoute::all);
  EXPECT_EQ(found().line_items, oneroster::NestedRoute::filtered);
  EXPECT_EQ(found().results, oneroster::NestedRoute::of_class);
  EXPECT_EQ(found().grading_periods, PeriodRoute::all);
  for (const auto& one : sis.requests) {
    if (one.path.ends_with("/v1p2/lineItems")) {
      EXPECT_EQ(one.query, "filter=class.sourcedId%3D%27c1%27&limit=1");
    }
  }
}

TEST_F(ConnectionTestOf, PeriodsThatAreListedAmongAllSessionsOnlyAreFoundThere) {
  play_school(sis, partner());
  sis.answer(std::string(kRoster) + "/terms/t1/gradingPeriods", 404);
  sis.answer(std::string(kRoster) + "/academicSessions", 200,
             R"({"academicSessions":[{"sourcedId":"t1","type":"term"},)"
             R"({"sourcedId":"gp1","type":"gradingPeriod","parent":{"sourcedId":"t1"}}]})");
  const auto report = test();
  EXPECT_EQ(outcome_of(report, "grading_periods"), "ok") << boost::json::serialize(report);
  EXPECT_EQ(found().grading_periods, PeriodRoute::all);
  EXPECT_EQ(with_capabilities(profile, found()).reads.grading_periods, PeriodRoute::all);
}

TEST_F(ConnectionTestOf, AnEmptyListOfPeriodsLeadsToTheNextWayAndIsNotTakenForNone) {
  play_school(sis, partner());
  const std::string none = R"({"academicSessions":[]})";
  sis.answer(std::string(kRoster) + "/terms/t1/gradingPeriods", 200, none);
  sis.answer(std::string(kRoster) + "/gradingPeriods", 200,
             R"({"academicSessions":[{"sourcedId":"gp1","type":"gradingPeriod"}]})");
  EXPECT_EQ(outcome_of(test(), "grading_periods"), "ok");
  EXPECT_EQ(found().grading_periods, PeriodRoute::of_terms)
      << "other classes may have theirs below their terms";
  sis.answer(std::string(kRoster) + "/gradingPeriods", 200, none);
  EXPECT_EQ(outcome_of(test(), "grading_periods"), "warning");
  EXPECT_EQ(found().grading_periods, PeriodRoute::of_terms);
}

TEST_F(ConnectionTestOf, AClassWithoutATermSaysNothingAboutThePeriodsOfTerms) {
  play_school(sis, partner());
  sis.answer(std::string(kRoster) + "/classes", 200, R"({"classes":[{"sourcedId":"c1"}]})");
  sis.answer(std::string(kRoster) + "/gradingPeriods", 200,
             R"({"academicSessions":[{"sourcedId":"gp1","type":"gradingPeriod"}]})");
  EXPECT_EQ(outcome_of(test(), "grading_periods"), "ok");
  EXPECT_EQ(found().grading_periods, std::nullopt);
}

TEST_F(ConnectionTestOf, NoPeriodsAreFoundOnlyWhereEveryWayIsMissing) {
  play_school(sis, partner());
  sis.answer(std::string(kRoster) + "/terms/t1/gradingPeriods", 404);
  const auto report = test();
  EXPECT_EQ(outcome_of(report, "grading_periods"), "warning");
  EXPECT_EQ(found().grading_periods, PeriodRoute::none);
  for (const auto* path : {"/terms/t1/gradingPeriods", "/academicSessions", "/gradingPeriods"}) {
    const auto asked = std::ranges::count_if(
        sis.requests, [&](const auto& one) { return one.path.ends_with(path); });
    EXPECT_GT(asked, 0) << path;
  }
}

TEST_F(ConnectionTestOf, AWayToPeriodsThatGetsAPageIsNotRememberedAsMissing) {
  play_school(sis, partner());
  sis.answer(std::string(kRoster) + "/terms/t1/gradingPeriods", 404, "<html>Sign in</html>",
             {{"Content-Type", "text/html"}});
  EXPECT_EQ(outcome_of(test(), "grading_periods"), "warning");
  EXPECT_EQ(found().grading_periods, std::nullopt);
}

TEST_F(ConnectionTestOf, WhatNobodyOffersIsAWarningWithWhatItMeans) {
  play_school(sis, partner());
  sis.answer(std::string(kGrades) + "/classes/c1/categories", 404);
  sis.answer(std::string(kGrades) + "/categories", 405);
  const auto report = test();
  EXPECT_EQ(outcome_of(report, "categories"), "warning");
  EXPECT_NE(text_of_check(report, "categories", "next_step").find("typed"), std::string::npos);
  EXPECT_EQ(found().categories, CategoryRoute::none);
}

TEST_F(ConnectionTestOf, AForbiddenListIsAFailureThatNamesTheScope) {
  play_school(sis, partner());
  for (const auto* path : {"/classes/c1/results", "/results"}) {
    sis.answer(std::string(kGrades) + path, 403);
  }
  const auto report = test();
  EXPECT_EQ(outcome_of(report, "results"), "failed");
  EXPECT_NE(text_of_check(report, "results", "next_step").find("gradebook.readonly"),
            std::string::npos);
}

TEST_F(ConnectionTestOf, ALowPageCeilingIsMeasured) {
  play_school(sis, partner());
  sis.answer(std::string(kRoster) + "/classes", [](const ScriptedSis::Request& now) {
    const int count = now.query == "limit=1" ? 1 : 3;
    std::string list;
    for (int i = 0; i < count; ++i) {
      list += (i > 0 ? "," : "") + std::string(R"({"sourcedId":"c1"})");
    }
    return oneroster::HttpAnswer{200, {{"X-Total-Count", "40"}}, R"({"classes":[)" + list + "]}"};
  });
  const auto report = test();
  EXPECT_EQ(outcome_of(report, "paging"), "ok");
  EXPECT_EQ(found().page_ceiling, 3);
  EXPECT_EQ(with_capabilities(profile, found()).reads.page_limit, 3);
}

TEST_F(ConnectionTestOf, NoAnswerWhateverItIsBreaksIt) {
  for (const auto* body : {"", "null", "[]", "{", "[null]", R"({"classes":null})",
                           R"({"classes":[null,5,{"sourcedId":7}]})", R"({"classes":{}})"}) {
    for (const int status : {200, 204, 302, 400, 401, 403, 404, 405, 429, 500, 503}) {
      ScriptedSis odd;
      for (const auto* path : {"/classes", "/classes/7", "/gradingPeriods"}) {
        odd.answer(std::string(kRoster) + path, status, body);
      }
      odd.answer(std::string(kGrades) + "/categories", status, body);
      ConnectionTest conversation(partner(AuthWay::fixed_token));
      const auto report = odd.hold(conversation);
      EXPECT_FALSE(report.at("checks").as_array().empty()) << status << body;
    }
  }
}

TEST(SisCapabilities, SurviveBeingStoredAndIgnoreWhatTheyDoNotKnow) {
  SisCapabilities found;
  found.page_ceiling = 50;
  found.categories = CategoryRoute::all;
  found.results = oneroster::NestedRoute::filtered;
  found.grading_periods = PeriodRoute::none;
  found.may_delete = false;
  found.reads_back = true;
  EXPECT_EQ(capabilities_from_json(to_json(found)), found);
  EXPECT_EQ(capabilities_from_json(R"({"page_ceiling":"x","categories":"new","more":1})"),
            SisCapabilities{});
  EXPECT_EQ(capabilities_from_json("nothing"), SisCapabilities{});
}

TEST(SisCapabilities, KeepWhatALaterTestDoesNotTellOf) {
  SisCapabilities known;
  known.page_ceiling = 50;
  known.categories = CategoryRoute::all;
  known.may_delete = true;
  known.reads_back = true;
  SisCapabilities learned;
  learned.may_delete = false;
  learned.grading_periods = PeriodRoute::all;
  SisCapabilities both = known;
  both.may_delete = false;
  both.grading_periods = PeriodRoute::all;
  EXPECT_EQ(merged(known, learned), both);
  EXPECT_EQ(merged(known, {}), known);
  EXPECT_EQ(merged({}, known), known);
}

TEST(SisCapabilities, ThatAWriteWasNotStoredTurnsReadingBackOnAndNeverOff) {
  oneroster::Profile profile;
  SisCapabilities found;
  found.reads_back = true;
  EXPECT_EQ(with_capabilities(profile, found).writes.confirm, oneroster::Confirm::read);
  found.reads_back = false;
  EXPECT_EQ(with_capabilities(profile, found).writes.confirm, oneroster::Confirm::trust);
  profile.writes.confirm = oneroster::Confirm::read;
  EXPECT_EQ(with_capabilities(profile, found).writes.confirm, oneroster::Confirm::read)
      << "the profile has its own reasons";
}

TEST(SisCapabilities, ThatNoWayLedToPeriodsDoesNotStopDeliveryFromLooking) {
  const oneroster::Profile profile;
  const auto found = capabilities_from_json(R"({"grading_periods":"none"})");
  EXPECT_EQ(with_capabilities(profile, found).reads.grading_periods, profile.reads.grading_periods);
}

TEST(SisCapabilities, WhatTheProfileRulesOutStaysRuledOut) {
  oneroster::Profile profile;
  profile.reads.categories = CategoryRoute::none;
  profile.reads.page_limit = 20;
  SisCapabilities found;
  found.categories = CategoryRoute::all;
  found.page_ceiling = 50;
  EXPECT_EQ(with_capabilities(profile, found).reads.categories, CategoryRoute::none);
  EXPECT_EQ(with_capabilities(profile, found).reads.page_limit, 20);
}

} // namespace
} // namespace passback::exchange
