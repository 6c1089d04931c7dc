// The gradebook of the assessment routes (1.2), the whole way: with their own scopes alone, outside
// any class gradebook.
#include <set>
#include <utility>

#include <gtest/gtest.h>

#include "tests/integration/delivery/lms.hpp"
#include "tests/integration/delivery/sis.hpp"
#include "tests/integration/delivery/wait_until.hpp"

namespace passback::integration {
namespace {

using outbox::State;
using outbox::WireIdOrigin;
using settings::OneRosterVersion;
using Members = std::set<std::string>;

constexpr auto kBase = "/ims/oneroster/gradebook/v1p2";

/// A client that may use the assessment routes and nothing else: whoever asks for more gets no
/// token.
host_stub::sis::SisConfig assessments_only() {
  const std::string scope = "https://purl.imsglobal.org/spec/or/v1p2/scope/assessment.";
  host_stub::sis::SisConfig config;
  config.clients = {
      {"lms", "lms-secret", {scope + "readonly", scope + "createput", scope + "delete"}}};
  return config;
}

class AssessmentTest : public ::testing::Test {
 protected:
  explicit AssessmentTest(const std::string& more = "",
                          host_stub::sis::SisConfig config = assessments_only())
      : sis(std::move(config)), lms("documents: {gradebook: assessment}\n" + more) {
    auto connection = Lms::connection_to(sis.url(), OneRosterVersion::v1p2);
    connection.profile = "test";
    lms.connect(std::move(connection), "lms-secret");
    deliverer = lms.deliverer();
  }
  void settle() {
    deliverer.delivery->nudge();
    ASSERT_TRUE(wait_until([&] { return lms.all_settled(); })) << lms.log.text();
  }
  boost::json::object value(const std::string& kind, const std::string& id) {
    const auto one = sis.record(kind, id);
    return one.empty() ? one : one.at("value").as_object();
  }
  static Members members_of(const boost::json::object& value) {
    Members members;
    for (const auto& member : value) {
      members.insert(member.key());
    }
    return members;
  }
  static std::string reference(const boost::json::object& value, const char* name) {
    return value.at(name).as_object().at("sourcedId").as_string().c_str();
  }
  /// A record of the SIS's own, as its other clients write it.
  void put(const std::string& kind, const std::string& member, const std::string& id,
           boost::json::object own) {
    own["sourcedId"] = id;
    own["status"] = "active";
    own["dateLastModified"] = "2026-09-01T08:00:00.000Z";
    sis.put(std::string(kBase) + "/" + kind + "/" + id,
            boost::json::serialize(boost::json::object{{member, std::move(own)}}));
  }
  static boost::json::object to(const char* type, const char* id) {
    return {{"href", std::string("https://sis.example/") + id}, {"sourcedId", id}, {"type", type}};
  }
  /// The line item and the one result that are there, each written so often.
  void expect_written(int line_item, int result) {
    ASSERT_EQ(sis.values("assessmentLineItems").size(), 1u);
    ASSERT_EQ(sis.values("assessmentResults").size(), 1u);
    EXPECT_EQ(sis.record("assessmentLineItems", "li-essay").at("writes").to_number<int>(),
              line_item);
    EXPECT_EQ(sis.record("assessmentResults", "res-essay-s1").at("writes").to_number<int>(),
              result);
  }

  Sis sis;
  Lms lms;
  Lms::Deliverer deliverer;
};

TEST_F(AssessmentTest, AnActivityAndAScoreArriveWithTheMembersOfAnAssessment) {
  lms.activity("essay");
  lms.score("s1", "87.5");
  settle();
  const auto line_item = value("assessmentLineItems", "li-essay");
  EXPECT_EQ(members_of(line_item), (Members{"sourcedId", "status", "dateLastModified", "title",
                                            "class", "resultValueMin", "resultValueMax"}));
  EXPECT_EQ(line_item.at("title").as_string(), "Essay");
  EXPECT_EQ(reference(line_item, "class"), "c1");
  const auto result = value("assessmentResults", "res-essay-s1");
  EXPECT_EQ(members_of(result),
            (Members{"sourcedId", "status", "dateLastModified", "assessmentLineItem", "student",
                     "score", "scoreStatus", "scoreDate"}));
  EXPECT_EQ(result.at("score").to_number<double>(), 87.5);
  EXPECT_EQ(reference(result, "assessmentLineItem"), "li-essay");
  EXPECT_EQ(reference(result, "student"), "s1");
  EXPECT_TRUE(sis.values("lineItems").empty());
  EXPECT_TRUE(sis.values("results").empty());
}

TEST_F(AssessmentTest, NothingButTheAssessmentRoutesIsAskedFor) {
  lms.activity("essay");
  lms.score("s1", "80");
  settle();
  lms.activity("essay", "Essay, second draft");
  settle();
  for (const auto& request : sis.requests()) {
    const std::string path = request.at("path").as_string().c_str();
    EXPECT_TRUE(path == "/oauth/token" || path.find("/assessment") != std::string::npos) << path;
    EXPECT_LT(request.at("status").to_number<int>(), 300) << path;
  }
}

TEST_F(AssessmentTest, ChangesReachTheSameRecordsAndNothingIsSentTwice) {
  lms.activity("essay");
  lms.score("s1", "80");
  settle();
  lms.activity("essay", "Essay, second draft");
  lms.score("s1", "90");
  settle();
  expect_written(2, 2);
  EXPECT_EQ(value("assessmentLineItems", "li-essay").at("title").as_string(),
            "Essay, second draft");
  EXPECT_EQ(value("assessmentResults", "res-essay-s1").at("score").to_number<double>(), 90);
  lms.activity("essay", "Essay, second draft");
  lms.score("s1", "90");
  settle();
  expect_written(2, 2);
}

TEST_F(AssessmentTest, WhatTheSisMadeOfALineItemIsCarriedOver) {
  lms.activity("essay");
  settle();
  put("assessmentLineItems", "assessmentLineItem", "battery", {{"title", "Autumn battery"}});
  put("assessmentLineItems", "assessmentLineItem", "li-essay",
      {{"title", "Essay"},
       {"class", to("class", "c1")},
       {"parentAssessmentLineItem", to("assessmentLineItem", "battery")},
       {"learningObjectiveSet",
        {{{"source", "unknown"}, {"learningObjectiveIds", boost::json::array{"W.1"}}}}},
       {"metadata", {{"form", "B"}}}});
  lms.activity("essay", "Essay, second draft");
  settle();
  const auto kept = value("assessmentLineItems", "li-essay");
  EXPECT_EQ(kept.at("title").as_string(), "Essay, second draft");
  EXPECT_EQ(reference(kept, "parentAssessmentLineItem"), "battery");
  EXPECT_TRUE(kept.contains("learningObjectiveSet"));
  EXPECT_EQ(kept.at("metadata").as_object().at("form").as_string(), "B");
}

TEST_F(AssessmentTest, AClearedScoreStaysAsABlankAndWhatIsTakenBackIsGone) {
  lms.activity("essay");
  lms.score("s1", "80");
  lms.score("s2", "70");
  settle();
  lms.clear("s1");
  settle();
  const auto blank = value("assessmentResults", "res-essay-s1");
  EXPECT_EQ(blank.at("scoreStatus").as_string(), "not submitted");
  EXPECT_FALSE(blank.contains("score"));
  lms.withdraw("s1");
  settle();
  EXPECT_FALSE(sis.has("assessmentResults", "res-essay-s1"));
  EXPECT_TRUE(sis.has("assessmentResults", "res-essay-s2"));
  EXPECT_EQ(lms.result("s1").state, State::withdrawn);
  lms.withdraw_activity("essay");
  settle();
  EXPECT_TRUE(sis.values("assessmentLineItems").empty());
  EXPECT_TRUE(sis.values("assessmentResults").empty());
}

TEST_F(AssessmentTest, ALostAnswerLeavesOneRecordOfEach) {
  sis.fault(R"({"rules":[
    {"method":"PUT","path":"/assessmentLineItems/","count":2,"action":{"store_then_drop":true}},
    {"method":"PUT","path":"/assessmentResults/","count":2,"action":{"store_then_drop":true}}]})");
  lms.activity("essay");
  lms.score("s1", "80");
  settle();
  expect_written(2, 2); // then it is looked at, and seen
  EXPECT_EQ(value("assessmentResults", "res-essay-s1").at("score").to_number<double>(), 80);
}

TEST_F(AssessmentTest, AStudentWhomTheSisDoesNotKnowIsRefusedWithItsWordsAndHoldsNobodyUp) {
  lms.activity("essay");
  lms.score("nobody", "50");
  lms.score("s2", "60");
  deliverer.delivery->nudge();
  ASSERT_TRUE(wait_until([&] { return lms.result("nobody").state == State::rejected; }))
      << lms.log.text();
  ASSERT_TRUE(wait_until([&] { return lms.result("s2").state == State::settled; }));
  EXPECT_NE(lms.result("nobody").detail.find("assessmentResult.student"), std::string::npos)
      << lms.result("nobody").detail;
}

/// An SIS that has a result for the student already.
class HeldAssessmentTest : public AssessmentTest {
 protected:
  HeldAssessmentTest() : AssessmentTest("writes: {result_identity: look_up_first}\n") {}
};

TEST_F(HeldAssessmentTest, AResultThatTheSisHoldsForTheStudentIsReadAndTakesTheScore) {
  lms.activity("essay");
  settle();
  put("assessmentResults", "assessmentResult", "theirs",
      {{"assessmentLineItem", to("assessmentLineItem", "li-essay")},
       {"student", to("user", "s1")},
       {"scoreStatus", "not submitted"},
       {"scoreDate", "2026-09-02"}});
  lms.score("s1", "75");
  settle();
  EXPECT_EQ(lms.result("s1").wire_id.value, "theirs");
  EXPECT_EQ(lms.result("s1").wire_id_origin, WireIdOrigin::adopted);
  ASSERT_EQ(sis.values("assessmentResults").size(), 1u);
  EXPECT_EQ(value("assessmentResults", "theirs").at("score").to_number<double>(), 75);
}

/// An SIS that keeps what we PUT under an id of its own and does not say which.
class RewrittenAssessmentTest : public AssessmentTest {
 protected:
  RewrittenAssessmentTest() : AssessmentTest("writes: {ids: rewritten}\n", rewriting()) {}
  static host_stub::sis::SisConfig rewriting() {
    auto config = assessments_only();
    config.rewrites_ids = host_stub::sis::IdRewriting::silent;
    return config;
  }
};

TEST_F(RewrittenAssessmentTest, AnIdThatTheSisHidesIsFoundAmongTheAssessmentsOfTheClass) {
  lms.activity("essay");
  lms.score("s1", "80");
  settle();
  lms.activity("essay", "Essay, second draft");
  lms.score("s1", "90");
  settle();
  EXPECT_EQ(lms.line_item().wire_id_origin, WireIdOrigin::rewritten);
  ASSERT_EQ(sis.values("assessmentLineItems").size(), 1u);
  ASSERT_EQ(sis.values("assessmentResults").size(), 1u);
  EXPECT_EQ(sis.values("assessmentLineItems")[0].at("title").as_string(), "Essay, second draft");
  EXPECT_EQ(sis.values("assessmentResults")[0].at("score").to_number<double>(), 90);
}

} // namespace
} // namespace passback::integration
