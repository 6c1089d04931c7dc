// Tests of a connection and of a grade while something between us and the SIS answers with pages:
// nothing is concluded from them.
#include <gtest/gtest.h>

#include "plugin/exchange/conversation/connection_test.hpp"
#include "plugin/exchange/conversation/readiness_check.hpp"
#include "plugin/exchange/conversation/sis_capabilities.hpp"
#include "plugin/exchange/conversation/test_grade.hpp"
#include "tests/unit/exchange/scripted_sis.hpp"

namespace passback::exchange {
namespace {

constexpr const char* kPage = "<html><head><title>Maintenance</title></head></html>";
constexpr const char* kRoster = "GET /ims/oneroster/rostering/v1p2";
constexpr const char* kGrades = "GET /ims/oneroster/gradebook/v1p2";

class PagesInConversations : public ::testing::Test {
 protected:
  PagesInConversations() {
    profile.name = "test";
    profile.oneroster = oneroster::OneRosterVersion::v1p2;
    profile.category = oneroster::Need::required;
    play_school(sis, partner());
  }
  Partner partner() const { return partner_of(profile, oneroster::AuthWay::fixed_token); }
  boost::json::object test_grade() {
    TestGradeInput input;
    input.class_id = gradebook::SourcedId("c1");
    input.student_id = gradebook::SourcedId("s1");
    input.seed = "job-7";
    input.now_unix_ms = kNow;
    input.today = "2026-09-21";
    TestGrade conversation(partner(), input);
    return sis.hold(conversation);
  }
  /// The path of the test's record of that kind, which follows from the seed.
  std::string path_of(const std::string& kind) {
    test_grade();
    for (const auto& one : sis.requests) {
      if (one.method == "PUT" && one.path.find("/" + kind + "/") != std::string::npos) {
        const auto path = one.path;
        sis.requests.clear();
        sis.kept.clear();
        return path;
      }
    }
    return "none";
  }

  oneroster::Profile profile;
  ScriptedSis sis;
};

TEST_F(PagesInConversations, AWriteThatGetsAPageIsNotTaken) {
  const auto path = path_of("results");
  for (const int status : {200, 201, 404}) {
    sis.answer("PUT " + path, status, kPage);
    const auto report = test_grade();
    EXPECT_EQ(outcome_of(report, "score"), "failed") << status;
    EXPECT_EQ(
        text_of_check(report, "score", "sentence"),
        "The grade was not taken. A web page came in place of the SIS's answer, as a sign-in, "
        "a maintenance or an error page would.");
  }
}

TEST_F(PagesInConversations, AFailureUnderASuccessIsToldWithItsWords) {
  const auto path = path_of("results");
  sis.answer("PUT " + path, 200, R"({"errors":["No such course section"]})");
  const auto report = test_grade();
  EXPECT_EQ(outcome_of(report, "score"), "failed");
  EXPECT_NE(text_of_check(report, "score", "detail").find("No such course section"),
            std::string::npos);
}

TEST_F(PagesInConversations, APageDoesNotShowThatTheTestsRemainsAreGone) {
  const auto path = path_of("lineItems");
  sis.answer("DELETE " + path, 404, kPage);
  EXPECT_FALSE(test_grade().at("left").as_array().empty());
  sis.kept.clear();
  sis.answer("DELETE " + path, 404);
  sis.answer("GET " + path, [this, path](const ScriptedSis::Request&) {
    // Shown while it is made, a page when it is looked for again.
    return sis.count("DELETE") < 2 ? oneroster::HttpAnswer{200, {}, sis.kept[path]}
                                   : oneroster::HttpAnswer{404, {}, kPage};
  });
  sis.requests.clear();
  EXPECT_FALSE(test_grade().at("left").as_array().empty());
}

TEST_F(PagesInConversations, APageDoesNotSayThatAClassOrAStudentIsUnknown) {
  sis.answer(std::string(kRoster) + "/classes/c1", 404, kPage);
  EXPECT_EQ(text_of_check(test_grade(), "class", "sentence").find("does not know"),
            std::string::npos);
  ReadinessCheck conversation(partner(), {{"class", "c1"}}, {});
  const auto report = sis.hold(conversation);
  EXPECT_FALSE(report.at("asked").as_array().at(0).as_object().contains("known"));
}

TEST_F(PagesInConversations, AnAddressThatGetsAPageIsNotRememberedAsMissing) {
  sis.answer(std::string(kGrades) + "/classes/c1/categories", 404, kPage);
  sis.answer(std::string(kGrades) + "/categories", 404, kPage);
  ConnectionTest conversation(partner());
  sis.hold(conversation);
  for (const auto& one : conversation.learned()) {
    if (one.kind == outbox::SisDocumentKind::found) {
      EXPECT_FALSE(capabilities_from_json(one.document).categories) << one.document;
    }
  }
}

} // namespace
} // namespace passback::exchange
