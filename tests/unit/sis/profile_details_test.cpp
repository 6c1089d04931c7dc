// What single profiles do beside the statuses of line items and results: sign-in, envelopes,
// routes, ids, slots.
#include <string>

#include <gtest/gtest.h>

#include "tests/unit/sis/profile_fixture.hpp"

namespace host_stub::sis {
namespace {

using namespace host_stub::sis::testing;

constexpr const char* kScope1p1 =
    "https://purl.imsglobal.org/spec/or/v1p1/scope/gradebook.readonly";
constexpr const char* kBasic = "Basic bG1zOmxtcy1zZWNyZXQ="; // lms:lms-secret

class ProfileDetails : public ProfileFixture {
 protected:
  http::Response token(const std::string& path, const std::string& form,
                       const char* authorization) {
    auto out = request("POST", path, form);
    out.headers = {{"Host", "sis.example"}, {"Content-Type", "application/x-www-form-urlencoded"}};
    if (authorization != nullptr) {
      out.headers.push_back({"Authorization", authorization});
    }
    return service_->handle(out);
  }
  http::Response with_token(const std::string& target, const std::string& token,
                            const std::string& cookie) {
    auto out = request("GET", target);
    out.headers = {{"Host", "sis.example"}, {"Authorization", "Bearer " + token}};
    if (!cookie.empty()) {
      out.headers.push_back({"Cookie", cookie});
    }
    return service_->handle(out);
  }
};

TEST_F(ProfileDetails, PowerSchoolKeepsCategoriesForEachTeacher) {
  play("powerschool");
  auto tests = category("k1", "Tests");
  EXPECT_EQ(send_category(tests).status, 409) << "no teacher is named";
  tests["metadata"] = json::object{{"userDcid", "7"}, {"TermID", "3600"}};
  EXPECT_EQ(send_category(tests).status, 201);
  tests["sourcedId"] = "k2";
  EXPECT_EQ(send_category(tests).status, 409);
  tests["title"] = std::string(31, 'x');
  EXPECT_EQ(send_category(tests).status, 409);
  tests["title"] = std::string(30, 'x');
  EXPECT_EQ(send_category(tests).status, 201);
}

TEST_F(ProfileDetails, PowerSchoolTakesOneAssignmentOfAName) {
  play("powerschool");
  EXPECT_EQ(send_item(good_item("li-1")).status, 201);
  EXPECT_EQ(send_item(good_item("li-2")).status, 409);
}

TEST_F(ProfileDetails, InfiniteCampusWantsTheVendorsHeader) {
  play("infinite-campus-1.1");
  EXPECT_EQ(call("GET", base() + "/lineItems").status, 401) << "without the header";
  EXPECT_EQ(send("GET", base() + "/lineItems").status, 200);
  EXPECT_EQ(token("/oauth/token", "grant_type=client_credentials", kBasic).status, 404)
      << "1.1 has no token address here";
}

TEST_F(ProfileDetails, InfiniteCampusRefusesWhileTheWindowIsShut) {
  play("infinite-campus-1.2");
  ASSERT_EQ(send_item(good_item()).status, 201);
  call("POST", "/_sis/settings", R"({"window_open": false})");
  const auto refused = send_result(good_result());
  EXPECT_EQ(refused.status, 403);
  EXPECT_NE(refused.body.find("grading window"), std::string::npos);
  EXPECT_EQ(get(config_.rostering_1p2 + "/gradingPeriods/gp-1")
                .at("academicSession")
                .at("metadata")
                .at("ext_infiniteCampus_isGradingWindowOpen")
                .as_string(),
            "false");
}

TEST_F(ProfileDetails, InfiniteCampusHasAPlaceForTheTermGrade) {
  play("infinite-campus-1.2");
  const auto items = get(base() + "/classes/c1/lineItems").at("lineItems").as_array();
  ASSERT_EQ(items.size(), 1U);
  EXPECT_EQ(items[0].at("metadata").at("ext_infiniteCampus_isOneTime").as_string(), "true");
}

TEST_F(ProfileDetails, InfiniteCampusTakesItsOwnTestersBodies) {
  play("infinite-campus-1.1");
  auto item = good_item();
  item.erase("sourcedId");
  item.erase("category");
  EXPECT_EQ(
      send("PUT", base() + "/lineItems/li-1", to_text(json::object{{"lineItem", item}})).status,
      201);
  auto result = good_result();
  result["scoreStatus"] = "submitted";
  result.erase("score");
  EXPECT_EQ(send_result(result).status, 400) << "1.1 has no result without a score";
}

TEST_F(ProfileDetails, AeriesWantsItsCookieBack) {
  play("aeries");
  const auto form = std::string("grant_type=client_credentials&scope=") + kScope1p1;
  EXPECT_EQ(token("/token", "grant_type=client_credentials", kBasic).status, 400) << "no scope";
  for (const auto* path : {"/token", "/v2/oauth/token"}) {
    const auto answer = token(path, form, kBasic);
    ASSERT_EQ(answer.status, 200) << path;
    EXPECT_EQ(body_of(answer).at("expires_in").to_number<int>(), 21600);
    const std::string access = body_of(answer).at("access_token").as_string().c_str();
    const auto cookie =
        header(answer, "Set-Cookie").substr(0, header(answer, "Set-Cookie").find(';'));
    EXPECT_EQ(with_token(base() + "/lineItems", access, "").status, 401);
    EXPECT_EQ(with_token(base() + "/lineItems", access, cookie).status, 200);
  }
}

TEST_F(ProfileDetails, AeriesShowsTildesAndNullsAndDeletesNothing) {
  play("aeries");
  ASSERT_EQ(send_item(good_item()).status, 201);
  const auto item = json::parse(send("GET", base() + "/lineItems/li-1").body).at("lineItem");
  EXPECT_EQ(item.at("class").at("href").as_string(), "~/ims/oneroster/v1p1/classes/c1");
  EXPECT_TRUE(item.at("description").is_null());
  EXPECT_EQ(send("DELETE", base() + "/lineItems/li-1").status, 405);
  auto other = good_item("li-2");
  other["category"] = ref("category", "nowhere");
  EXPECT_NE(send_item(other).body.find("Homework"), std::string::npos);
}

TEST_F(ProfileDetails, CategoriesAreReadOnlyAndNotListedByClassWhereItIsSaid) {
  for (const auto* name : {"aeries", "aspen", "synergy", "skyward-sms2"}) {
    play(name);
    EXPECT_EQ(send_category(category("k1", "Tests")).status, 403) << name;
    EXPECT_EQ(send("GET", base() + "/categories").status, 200) << name;
  }
  for (const auto* name : {"aspen", "blackbaud", "skyward-qmlativ", "skyward-sms2"}) {
    play(name);
    EXPECT_EQ(send("GET", base() + "/classes/c1/categories").status, 404) << name;
  }
  play("generic-1.2");
  EXPECT_EQ(send_category(category("k1", "Tests")).status, 201);
  EXPECT_EQ(send("GET", base() + "/classes/c1/categories").status, 200);
}

TEST_F(ProfileDetails, QmlativsClassesLeadToTwoPeriods) {
  play("skyward-qmlativ");
  EXPECT_EQ(get(config_.rostering_1p2 + "/terms/term-1/gradingPeriods")
                .at("academicSessions")
                .as_array()
                .size(),
            2U);
}

TEST_F(ProfileDetails, BlackbaudKeepsTwoStatusesAndTypedGrades) {
  play("blackbaud");
  ASSERT_EQ(send_item(good_item()).status, 201);
  auto result = good_result();
  result["scoreStatus"] = "partially graded";
  const auto answer = send_result(result);
  EXPECT_EQ(answer.status, 201);
  EXPECT_EQ(body_of(answer).at("result").at("scoreStatus").as_string(), "fully graded");
  result["scoreStatus"] = "not submitted";
  result.erase("score");
  EXPECT_EQ(body_of(send_result(result)).at("result").at("missing").as_string(), "true");
  call("POST", "/_sis/by_hand", R"({"kind":"results","sourcedId":"r-1","set":{"score":55}})");
  EXPECT_EQ(send_result(good_result()).status, 409);
}

TEST_F(ProfileDetails, BlackbaudDeletesResultsOnlyAndSaysLittle) {
  play("blackbaud");
  send_item(good_item());
  send_result(good_result());
  EXPECT_EQ(send("DELETE", base() + "/lineItems/li-1").status, 405);
  const auto deleted = send("DELETE", base() + "/results/r-1");
  EXPECT_EQ(deleted.status, 200);
  EXPECT_NE(deleted.body, "");
  auto late = good_item("li-2");
  late["dueDate"] = "2026-11-02T10:00:00.000Z";
  EXPECT_EQ(send_item(late).body.find("imsx_description"), std::string::npos);
}

TEST_F(ProfileDetails, VeracrossTakesCredentialsInTheBodyAndAnswersAWrongScopeWith401) {
  play("veracross");
  const auto path = "/lakeside/oneroster/oauth/token";
  const auto form = std::string("grant_type=client_credentials&scope=") + kScope1p1;
  EXPECT_EQ(token(path, form, kBasic).status, 401);
  const auto answer = token(path, form + "&client_id=lms&client_secret=lms-secret", nullptr);
  ASSERT_EQ(answer.status, 200);
  const std::string access = body_of(answer).at("access_token").as_string().c_str();
  EXPECT_EQ(with_token(base() + "/lineItems", access, "").status, 200);
  EXPECT_EQ(with_token(base() + "/classes", access, "").status, 401);
}

TEST_F(ProfileDetails, VeracrossGivesIdsMergesAndHasOddEnvelopes) {
  play("veracross");
  const auto made = send("PUT", base() + "/categories", R"({"category":{"title":"Tests"}})");
  ASSERT_EQ(made.status, 201);
  const std::string id = body_of(made).at("category").at(0).at("sourcedId").as_string().c_str();
  auto item = good_item();
  item["category"] = json::object{{"sourcedId", id}};
  item.erase("resultValueMin");
  item.erase("resultValueMax");
  const auto answer = send_item(item);
  ASSERT_EQ(answer.status, 201);
  EXPECT_EQ(body_of(answer).at("LineItem").at("resultValueMax").to_number<int>(), 100);
  const auto change = send("PUT", base() + "/lineItems/li-1", R"({"lineItem":{"title":"New"}})");
  EXPECT_EQ(body_of(change).at("LineItem").at("title").as_string(), "New");
  EXPECT_EQ(body_of(change).at("LineItem").at("category").at("sourcedId").as_string(), id);
  EXPECT_EQ(send_category(category("k9", std::string(51, 'x'))).status, 400);
}

TEST_F(ProfileDetails, ESchoolPlusGivesTheIds) {
  play("eschoolplus");
  const auto post = [this](const std::string& path, const char* member,
                           const json::object& object) {
    return send("POST", base() + path, to_text(json::object{{member, json::array{object}}}));
  };
  const auto items = post("/classes/c1/lineItems", "lineItems", good_item());
  ASSERT_EQ(items.status, 201);
  const std::string item =
      body_of(items).at("sourcedIdPairs").at(0).at("allocatedSourcedId").as_string().c_str();
  const auto set = [&](const char* member, const json::value& value) {
    auto object = result("tmp", item, "s1", 80);
    if (value.is_null()) {
      object.erase("score");
      object[member] = "true";
    } else {
      object[member] = value;
    }
    return post("/lineItems/" + item + "/results", "results", object);
  };
  EXPECT_EQ(set("textScore", "A").status, 422) << "numbers only";
  EXPECT_EQ(set("late", nullptr).status, 422) << "late needs a number";
  const auto exempt = set("scoreStatus", "exempt");
  ASSERT_EQ(exempt.status, 201);
  const std::string id =
      body_of(exempt).at("sourcedIdPairs").at(0).at("allocatedSourcedId").as_string().c_str();
  EXPECT_EQ(to_text(stored("results", id).at("score")), "0");
  EXPECT_EQ(send_result(result(id, item, "s1", 90)).status, 201) << "an update by the given id";
  EXPECT_EQ(send("POST", base() + "/classes/c1/academicSessions/gp-1/results", "{}").status, 404);
}

TEST_F(ProfileDetails, GoogleWantsCreatedThenUpdatedAndGoneAfterDelete) {
  play("google-compatible");
  EXPECT_EQ(send_item(good_item()).status, 201);
  EXPECT_EQ(send_item(good_item()).status, 200);
  auto result = good_result();
  result["scoreStatus"] = "exempt";
  EXPECT_EQ(send_result(result).status, 201);
  EXPECT_EQ(to_text(stored("results", "r-1").at("score")), "80");
  EXPECT_EQ(send("DELETE", base() + "/results/r-1").status, 204);
  EXPECT_TRUE(get(base() + "/results").at("results").as_array().empty());
}

TEST_F(ProfileDetails, ClassLinkAndInfiniteCampusSignWithSha1Only) {
  for (const auto* name : {"classlink", "infinite-campus-1.1"}) {
    play(name);
    EXPECT_EQ(config_.oauth1_methods, std::set<std::string>{"HMAC-SHA1"}) << name;
  }
}

} // namespace
} // namespace host_stub::sis
