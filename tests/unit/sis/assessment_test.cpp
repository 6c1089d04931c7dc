// The assessment routes of 1.2, held against the data model: assessmentLineItems and
// assessmentResults, outside any class gradebook.
#include <string>

#include <gtest/gtest.h>

#include "tests/unit/sis/fixture.hpp"

namespace host_stub::sis {
namespace {

using namespace host_stub::sis::testing;

json::object assessment(const std::string& id) {
  return {{"sourcedId", id},
          {"status", "active"},
          {"dateLastModified", "2026-09-01T10:00:00.000Z"},
          {"title", "Reading test"},
          {"class", ref("class", "c1")},
          {"resultValueMin", 0},
          {"resultValueMax", 100}};
}

json::object assessment_result(const std::string& id, const std::string& item,
                               const std::string& student) {
  auto object = result(id, item, student, 80);
  object.erase("lineItem");
  object["assessmentLineItem"] = ref("assessmentLineItem", item);
  return object;
}

class Assessments : public SisFixture {
 protected:
  void SetUp() override { start(); }
  http::Response put_assessment(const json::object& object) {
    return put(path("assessmentLineItems", object), "assessmentLineItem", object);
  }
  http::Response put_score(const json::object& object) {
    return put(path("assessmentResults", object), "assessmentResult", object);
  }
  http::Response with_token(const std::string& method, const std::string& target,
                            const std::string& body = {}) {
    return call(method, std::string(kGradebook) + target, body);
  }
  static std::string path(const char* collection, const json::object& object) {
    return std::string(kGradebook) + "/" + collection + "/" +
           object.at("sourcedId").as_string().c_str();
  }
};

TEST_F(Assessments, AreStoredAndShownUnderTheirOwnNames) {
  EXPECT_EQ(put_assessment(assessment("al-1")).status, 201);
  EXPECT_EQ(put_score(assessment_result("ar-1", "al-1", "s1")).status, 201);
  const auto one =
      get(std::string(kGradebook) + "/assessmentResults/ar-1").at("assessmentResult").as_object();
  EXPECT_EQ(one.at("assessmentLineItem").at("href").as_string(),
            "http://sis.example:8080/ims/oneroster/gradebook/v1p2/assessmentLineItems/al-1");
  const auto all = get(std::string(kGradebook) + "/assessmentLineItems").at("assessmentLineItems");
  EXPECT_EQ(all.as_array().size(), 1U);
  EXPECT_EQ(get("/_sis/records").at("lineItems").as_array().size(), 0U);
}

TEST_F(Assessments, HaveNoneOfTheMembersThatPlaceALineItemInAClassGradebook) {
  const json::object more = {{"category", ref("category", "cat-1")},
                             {"school", ref("org", "school-1")},
                             {"gradingPeriod", ref("academicSession", "gp-1")},
                             {"assignDate", "2026-09-01T10:00:00.000Z"},
                             {"dueDate", "2026-09-10T10:00:00.000Z"}};
  for (const auto& member : more) {
    auto object = assessment("al-1");
    object[member.key()] = member.value();
    EXPECT_EQ(put_assessment(object).status, 422) << member.key();
  }
  ASSERT_EQ(put_assessment(assessment("al-1")).status, 201);
  auto with_class = assessment_result("ar-1", "al-1", "s1");
  with_class["class"] = ref("class", "c1");
  EXPECT_EQ(put_score(with_class).status, 422) << "only a result of a class gradebook names one";
}

TEST_F(Assessments, NeedATitleAndAnEnvelopeOfTheirOwn) {
  auto object = assessment("al-1");
  object.erase("title");
  EXPECT_EQ(put_assessment(object).status, 422);
  EXPECT_EQ(
      put(std::string(kGradebook) + "/assessmentLineItems/al-1", "lineItem", assessment("al-1"))
          .status,
      422);
  auto bare = assessment("al-1");
  bare.erase("class");
  bare.erase("resultValueMin");
  bare.erase("resultValueMax");
  EXPECT_EQ(put_assessment(bare).status, 201) << "everything else is optional";
}

TEST_F(Assessments, AreCheckedAgainstWhatTheyName) {
  auto object = assessment("al-1");
  object["parentAssessmentLineItem"] = ref("assessmentLineItem", "nowhere");
  EXPECT_EQ(put_assessment(object).status, 422);
  object["parentAssessmentLineItem"] = ref("lineItem", "nowhere");
  EXPECT_EQ(put_assessment(object).status, 422);
  auto turned = assessment("al-1");
  turned["resultValueMin"] = 101;
  EXPECT_EQ(put_assessment(turned).status, 422);
  EXPECT_EQ(put_score(assessment_result("ar-1", "al-1", "s1")).status, 422) << "no line item yet";
  ASSERT_EQ(put_assessment(assessment("al-1")).status, 201);
  EXPECT_EQ(put_score(assessment_result("ar-1", "al-1", "s3")).status, 422) << "not in the class";
  auto outside = assessment("al-2");
  outside.erase("class");
  ASSERT_EQ(put_assessment(outside).status, 201);
  EXPECT_EQ(put_score(assessment_result("ar-2", "al-2", "s3")).status, 201)
      << "where no class is named, any student may have a score";
}

TEST_F(Assessments, KeepTheBoundsOfTheirLineItemWhereScoresAreHeldToThem) {
  SisConfig config;
  config.score_range = ScoreRange::refuse;
  start(config);
  put_assessment(assessment("al-1"));
  auto above = assessment_result("ar-1", "al-1", "s1");
  above["score"] = 101;
  EXPECT_EQ(put_score(above).status, 422);
  above["score"] = 100;
  EXPECT_EQ(put_score(above).status, 201);
}

TEST_F(Assessments, TakeTheirResultsAlongWhenTheyAreDeleted) {
  put_assessment(assessment("al-1"));
  put_score(assessment_result("ar-1", "al-1", "s1"));
  EXPECT_EQ(with_token("DELETE", "/assessmentLineItems/al-1").status, 204);
  EXPECT_EQ(with_token("GET", "/assessmentResults/ar-1").status, 404);
}

TEST_F(Assessments, AreForNobodyWithoutTheirOwnScopes) {
  const std::string scope = "https://purl.imsglobal.org/spec/or/v1p2/scope/";
  SisConfig config;
  config.bearer_tokens = {
      {"lms-token",
       {scope + "gradebook.createput", scope + "gradebook.delete", scope + "gradebook.readonly"}}};
  start(config);
  EXPECT_EQ(put_assessment(assessment("al-1")).status, 403);
  EXPECT_EQ(with_token("GET", "/assessmentLineItems").status, 403);
  EXPECT_EQ(with_token("DELETE", "/assessmentLineItems/al-1").status, 403);
  config.bearer_tokens = {{"lms-token", {scope + "assessment.createput"}}};
  start(config);
  EXPECT_EQ(put_assessment(assessment("al-1")).status, 201);
  EXPECT_EQ(put_item(line_item("li-1")).status, 403) << "nor do theirs open a class gradebook";
}

TEST_F(Assessments, AreNotThereIn1p1AndCannotBePosted) {
  EXPECT_EQ(call("GET", std::string(k1p1) + "/assessmentLineItems").status, 404);
  EXPECT_EQ(with_token("POST", "/assessmentLineItems", "{}").status, 405);
}

} // namespace
} // namespace host_stub::sis
