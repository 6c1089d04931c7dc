// A test grade to an SIS that says to have stored what it has not: what people are told, what is
// kept of it, and what the connection's route makes of that.
#include <gtest/gtest.h>

#include "manifests/schemas.hpp"
#include "plugin/exchange/conversation/test_grade.hpp"
#include "plugin/exchange/route.hpp"
#include "plugin/settings/documents.hpp"
#include "tests/unit/exchange/scripted_sis.hpp"

namespace passback::exchange {
namespace {

using oneroster::HttpAnswer;

/// "Not there" in OneRoster's own words.
constexpr const char* kNoSuchObject = R"({"imsx_codeMajor":"failure","imsx_severity":"error",)"
                                      R"("imsx_description":"not found"})";

class NotStored : public ::testing::Test {
 protected:
  NotStored() {
    profile.name = "test";
    profile.oneroster = oneroster::OneRosterVersion::v1p2;
    play_school(sis, partner());
  }
  Partner partner() const { return partner_of(profile, oneroster::AuthWay::fixed_token); }
  static TestGradeInput input() {
    TestGradeInput given;
    given.class_id = gradebook::SourcedId("c1");
    given.student_id = gradebook::SourcedId("s1");
    given.seed = "job-7";
    given.now_unix_ms = kNow;
    given.today = "2026-09-21";
    return given;
  }
  boost::json::object test() {
    TestGrade conversation(partner(), input());
    auto report = sis.hold(conversation);
    learned = conversation.learned();
    return report;
  }
  /// What was learned about reading back; none = nothing.
  std::optional<bool> reads_back() const {
    return learned.empty() ? std::nullopt
                           : capabilities_from_json(learned.front().document).reads_back;
  }
  std::string result() const {
    return "/ims/oneroster/gradebook/v1p2/results/" +
           test_grade::plan_test_grade(profile, input()).result.wire_id.value;
  }
  std::string line_item() const {
    return "/ims/oneroster/gradebook/v1p2/lineItems/" +
           test_grade::plan_test_grade(profile, input()).line_item.wire_id.value;
  }

  oneroster::Profile profile;
  ScriptedSis sis;
  std::vector<Learned> learned;
};

TEST_F(NotStored, AGradeThatTheSisTookAndDoesNotHaveIsToldAsThatAndGradesAreReadBackFromThenOn) {
  sis.answer("PUT " + result(), 201);
  sis.answer("GET " + result(), 404, kNoSuchObject);
  const auto report = test();
  EXPECT_EQ(
      text_of_check(report, "score", "sentence"),
      "A grade was sent. The SIS answered 201 and did not store it, or not at once: it says that "
      "it has no such record.");
  EXPECT_NE(text_of_check(report, "score", "next_step").find("looked at in the SIS"),
            std::string::npos);
  EXPECT_EQ(text_of_check(report, "score", "detail").find("write: HTTP 201; read: HTTP 404: "), 0u)
      << text_of_check(report, "score", "detail");
  for (const auto* id : {"score", "edit", "flags", "exempt", "clear"}) {
    EXPECT_EQ(outcome_of(report, id), "failed") << id;
    EXPECT_NE(text_of_check(report, id, "sentence").find("did not store it"), std::string::npos)
        << id << text_of_check(report, id, "sentence");
  }
  EXPECT_EQ(outcome_of(report, "line_item"), "ok");
  ASSERT_EQ(learned.size(), 1u);
  EXPECT_EQ(learned.front().kind, outbox::SisDocumentKind::found);
  EXPECT_EQ(reads_back(), true);
}

TEST_F(NotStored, AnAssignmentThatTheSisTookAndDoesNotHaveIsToldAsThat) {
  sis.answer("PUT " + line_item(), 200);
  sis.answer("GET " + line_item(), 404, kNoSuchObject);
  const auto report = test();
  EXPECT_EQ(
      text_of_check(report, "line_item", "sentence"),
      "The test assignment was sent. The SIS answered 200 and did not store it, or not at once: "
      "it says that it has no such record.");
  EXPECT_EQ(outcome_of(report, "score"), "absent");
  EXPECT_EQ(reads_back(), true);
}

TEST_F(NotStored, AChangeThatTheSisTookWhileItKeepsTheScoreOfBeforeIsToldAsThat) {
  sis.answer("PUT " + result(), [this](const ScriptedSis::Request& now) {
    const bool first = sis.kept.emplace(now.path, now.body).second;
    return HttpAnswer{first ? 201 : 200, {}, {}};
  });
  const auto report = test();
  EXPECT_EQ(outcome_of(report, "score"), "ok") << boost::json::serialize(report);
  EXPECT_EQ(outcome_of(report, "edit"), "failed");
  EXPECT_EQ(text_of_check(report, "edit", "sentence"),
            "The grade was changed. The SIS answered 200 and did not store it, or not at once: it "
            "still shows what it had before.");
  EXPECT_NE(text_of_check(report, "edit", "detail").find("sent 91,"), std::string::npos);
  EXPECT_EQ(reads_back(), true);
}

TEST_F(NotStored, ALaterStepOfTheSameTestThatIsNotStoredCountsThoughAChangeWas) {
  int looks = 0;
  sis.answer("GET " + result(), [this, &looks](const ScriptedSis::Request& now) {
    return ++looks <= 2 ? HttpAnswer{200, {}, sis.kept[now.path]}
                        : HttpAnswer{404, {}, kNoSuchObject};
  });
  const auto report = test();
  EXPECT_EQ(outcome_of(report, "edit"), "ok") << boost::json::serialize(report);
  EXPECT_EQ(outcome_of(report, "exempt"), "failed");
  EXPECT_EQ(reads_back(), true);
}

TEST_F(NotStored, AnotherScoreThanEitherIsNoReasonToReadBack) {
  sis.answer("PUT " + result(), [this](const ScriptedSis::Request& now) {
    auto value = boost::json::parse(now.body);
    value.as_object().at("result").as_object()["score"] = 12;
    sis.kept[now.path] = boost::json::serialize(value);
    return HttpAnswer{201, {}, {}};
  });
  const auto report = test();
  EXPECT_EQ(outcome_of(report, "edit"), "failed");
  EXPECT_EQ(text_of_check(report, "edit", "sentence"),
            "The grade was changed, but the SIS shows another score.");
  EXPECT_EQ(reads_back(), std::nullopt);
}

TEST_F(NotStored, NotFoundInNobodysWordsOrInAPagesSaysNothingOfTheSis) {
  for (const auto* body : {"", "404 page not found", "<html><body>Not found</body></html>"}) {
    sis.answer("GET " + result(), 404, body);
    const auto report = test();
    EXPECT_EQ(outcome_of(report, "score"), "failed") << body;
    EXPECT_EQ(text_of_check(report, "score", "sentence").find("did not store"), std::string::npos)
        << body;
    EXPECT_EQ(text_of_check(report, "score", "sentence").find("only updates"), std::string::npos)
        << "a read is not explained as a write: " << body;
    EXPECT_EQ(reads_back(), std::nullopt) << body;
  }
}

TEST_F(NotStored, WhatIsTakenForLaterIsLookedAtAnywayAndSaysNothingOfTheSis) {
  sis.answer("PUT " + result(), 202);
  sis.answer("GET " + result(), 404, kNoSuchObject);
  const auto report = test();
  EXPECT_EQ(text_of_check(report, "score", "sentence"),
            "A grade was sent, but it is not found when it is read back.");
  EXPECT_EQ(reads_back(), std::nullopt);
}

TEST_F(NotStored, WhereTheSisReplacesOurIdsItMayHaveItUnderAnother) {
  profile.writes.ids = oneroster::WireIds::rewritten;
  sis.answer("PUT " + result(), 201);
  sis.answer("GET " + result(), 404, kNoSuchObject);
  EXPECT_EQ(outcome_of(test(), "score"), "failed");
  EXPECT_EQ(reads_back(), std::nullopt);
}

TEST_F(NotStored, AnSisThatShowsAChangeAsItWasSentIsBelievedAgain) {
  EXPECT_EQ(test().at("outcome").as_string(), "ok");
  ASSERT_EQ(reads_back(), false);
  SisCapabilities known;
  known.reads_back = true;
  EXPECT_EQ(merged(known, capabilities_from_json(learned.front().document)).reads_back, false);
}

TEST(RouteOfWhatWasFound, ReadsBackEachWriteOnceATestGradeWasNotStored) {
  const oneroster::ProfileCatalog profiles(
      {{"test.yaml", "name: test\ntitle: Test\nversion: 1\noneroster: \"1.2\"\n"}},
      manifests::kSisSchema);
  settings::Connection connection;
  connection.id = "sis-1";
  connection.profile = "test";
  connection.base_url = "https://sis.example";
  connection.credential = settings::Credential::access_token;
  connection.secret_ref = "secret";
  outbox::ConnectionRow row;
  row.id = connection.id;
  row.domain_id.value = "district";
  row.document = settings::to_json(connection);
  const auto confirm = [&](const std::string& found) {
    const auto route = make_route(row, profiles, found);
    EXPECT_TRUE(route.ok()) << route.error().detail;
    return (*route)->profile->writes.confirm;
  };
  EXPECT_EQ(confirm(""), oneroster::Confirm::trust);
  EXPECT_EQ(confirm(R"({"reads_back":true})"), oneroster::Confirm::read);
  EXPECT_EQ(confirm(R"({"reads_back":false,"page_ceiling":5})"), oneroster::Confirm::trust);
}

} // namespace
} // namespace passback::exchange
