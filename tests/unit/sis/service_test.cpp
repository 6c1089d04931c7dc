// What the provider does with requests, without a socket: writes, reads, paging, errors, POST sets,
// the roster.
#include <filesystem>
#include <fstream>
#include <string>

#include <gtest/gtest.h>

#include "tests/unit/sis/fixture.hpp"

namespace host_stub::sis {
namespace {

using namespace host_stub::sis::testing;

class Writes : public SisFixture {
 protected:
  void SetUp() override { start(); }
  json::value records(const char* kind) { return get("/_sis/records").at(kind); }
};

TEST_F(Writes, PutAnswers201WithoutABodyEachTime) {
  for (int i = 0; i < 2; ++i) {
    const auto answer = put_item(line_item("li-1"));
    EXPECT_EQ(answer.status, 201);
    EXPECT_EQ(answer.body, "");
  }
  EXPECT_EQ(records("lineItems").at(0).at("writes").to_number<int>(), 2);
}

TEST_F(Writes, PutAnswersAsConfigured) {
  SisConfig config;
  config.put_update_status = 200;
  config.put_body = PutBody::object;
  start(config);
  EXPECT_EQ(put_item(line_item("li-1")).status, 201);
  const auto update = put_item(line_item("li-1"));
  EXPECT_EQ(update.status, 200);
  EXPECT_EQ(body_of(update).at("lineItem").at("sourcedId").as_string(), "li-1");
  config.put_create_status = 204;
  start(config);
  EXPECT_EQ(put_item(line_item("li-1")).body, "");
}

TEST_F(Writes, StoresAResultOnceItsLineItemIsThere) {
  const auto early = put_result(result("r-1", "li-1", "s1", 80));
  EXPECT_EQ(early.status, 422);
  EXPECT_EQ(minor(early), "invaliddata");
  ASSERT_EQ(put_item(line_item("li-1")).status, 201);
  EXPECT_EQ(put_result(result("r-1", "li-1", "s1", 80)).status, 201);
  const auto stored = get(std::string(kGradebook) + "/results/r-1").at("result");
  EXPECT_EQ(stored.at("score").to_number<double>(), 80);
  EXPECT_EQ(stored.at("lineItem").at("href").as_string(),
            "http://sis.example:8080/ims/oneroster/gradebook/v1p2/lineItems/li-1");
  EXPECT_EQ(stored.at("student").at("href").as_string(),
            "http://sis.example:8080/ims/oneroster/rostering/v1p2/users/s1");
}

TEST_F(Writes, AnswersAMissingParentAsConfigured) {
  SisConfig config;
  config.missing_parent_status = 404;
  start(config);
  const auto answer = put_result(result("r-1", "nowhere", "s1", 80));
  EXPECT_EQ(answer.status, 404);
  EXPECT_EQ(minor(answer), "unknownobject");
}

TEST_F(Writes, RefusesAStudentWhoIsNotInTheClass) {
  put_item(line_item("li-1"));
  EXPECT_EQ(put_result(result("r-1", "li-1", "s3", 80)).status, 422);
  EXPECT_EQ(put_result(result("r-1", "li-1", "nobody", 80)).status, 422);
  EXPECT_EQ(put_result(result("r-1", "li-1", "t1", 80)).status, 422) << "a teacher is no student";
  SisConfig config;
  config.check_enrollment = false;
  start(config);
  put_item(line_item("li-1"));
  EXPECT_EQ(put_result(result("r-1", "li-1", "s3", 80)).status, 201);
}

TEST_F(Writes, KeepsAScoreAboveTheMaximumUnlessToldOtherwise) {
  for (const auto& [range, status, score] :
       {std::tuple{ScoreRange::keep, 201, 300.0}, std::tuple{ScoreRange::refuse, 422, -1.0},
        std::tuple{ScoreRange::fault, 500, -1.0}, std::tuple{ScoreRange::clamp, 201, 100.0}}) {
    SisConfig config;
    config.score_range = range;
    start(config);
    put_item(line_item("li-1"));
    EXPECT_EQ(put_result(result("r-1", "li-1", "s1", 300)).status, status);
    const auto list = records("results").as_array();
    ASSERT_EQ(list.size(), status == 201 ? 1U : 0U);
    if (status == 201) {
      EXPECT_EQ(list.at(0).at("value").at("score").to_number<double>(), score);
    }
  }
}

TEST_F(Writes, RoundsWhereAProviderDoes) {
  SisConfig config;
  config.score_decimals = 1;
  start(config);
  put_item(line_item("li-1"));
  put_result(result("r-1", "li-1", "s1", 82.46));
  EXPECT_EQ(records("results").at(0).at("value").at("score").to_number<double>(), 82.5);
}

TEST_F(Writes, RefusesASourcedIdThatIsNotThePaths) {
  const auto answer =
      put(std::string(kGradebook) + "/lineItems/other", "lineItem", line_item("li-1"));
  EXPECT_EQ(answer.status, 422);
}

TEST_F(Writes, TakesSourcedIdsThatNeedEncoding) {
  auto item = line_item("994_10/01 a");
  const auto path = std::string(kGradebook) + "/lineItems/994_10%2F01%20a";
  EXPECT_EQ(put(path, "lineItem", item).status, 201);
  EXPECT_EQ(call("GET", path).status, 200);
}

TEST_F(Writes, TellsBrokenJsonFromBadContent) {
  const auto path = std::string(kGradebook) + "/lineItems/li-1";
  EXPECT_EQ(call("PUT", path, "{broken").status, 400);
  EXPECT_EQ(call("PUT", path, "[]").status, 422);
  EXPECT_EQ(call("PUT", path, R"({"lineItem":[]})").status, 422);
  EXPECT_EQ(call("PUT", path, R"({"lineitem":{}})").status, 422);
  const auto old = call("PUT", std::string(k1p1) + "/lineItems/li-1", R"({"lineItem":{}})");
  EXPECT_EQ(old.status, 400);
  EXPECT_EQ(body_of(old).at("statusInfoSet").at(0).at("imsx_codeMinor").as_string(),
            "invalid data");
  auto text = request("PUT", path, "{}");
  text.headers.back().value = "text/plain";
  EXPECT_EQ(service_->handle(text).status, 415);
}

TEST_F(Writes, SeesExponentsAndRepeatedMembersInTheText) {
  SisConfig config;
  config.refuse_exponents = true;
  start(config);
  put_item(line_item("li-1"));
  auto text = to_text(json::object{{"result", result("r-1", "li-1", "s1", 2.5)}});
  const auto path = std::string(kGradebook) + "/results/r-1";
  auto exponent = text;
  exponent.replace(exponent.find("2.5"), 3, "2.5E0");
  EXPECT_EQ(call("PUT", path, exponent).status, 422);
  EXPECT_EQ(call("PUT", path, text).status, 201);
  auto twice = text;
  twice.replace(twice.find("\"score\":2.5"), 11, "\"score\":2.5,\"score\":3");
  EXPECT_EQ(call("PUT", path, twice).status, 422);
}

TEST_F(Writes, DeletesALineItemWithItsResults) {
  put_item(line_item("li-1"));
  put_result(result("r-1", "li-1", "s1", 80));
  const auto path = std::string(kGradebook) + "/lineItems/li-1";
  EXPECT_EQ(call("DELETE", path).status, 204);
  EXPECT_EQ(call("GET", path).status, 404);
  EXPECT_EQ(call("DELETE", path).status, 404);
  EXPECT_TRUE(records("results").as_array().empty());
}

TEST_F(Writes, MarksADeletedObjectWhereAProviderDoes) {
  SisConfig config;
  config.delete_mode = DeleteMode::tobedeleted;
  start(config);
  put_item(line_item("li-1"));
  const auto path = std::string(kGradebook) + "/lineItems/li-1";
  EXPECT_EQ(call("DELETE", path).status, 204);
  EXPECT_EQ(get(path).at("lineItem").at("status").as_string(), "tobedeleted");
  EXPECT_EQ(put_result(result("r-1", "li-1", "s1", 80)).status, 422);
}

TEST_F(Writes, KeepsACategoryThatIsInUse) {
  put_item(line_item("li-1"));
  const auto answer = call("DELETE", std::string(kGradebook) + "/categories/cat-1");
  EXPECT_EQ(answer.status, 422);
  EXPECT_EQ(minor(answer), "deletefailure");
}

TEST_F(Writes, MergesWhereAProviderDoes) {
  SisConfig config;
  config.put_semantics = PutSemantics::merge;
  start(config);
  put_item(line_item("li-1"));
  const auto path = std::string(kGradebook) + "/lineItems/li-1";
  EXPECT_EQ(put(path, "lineItem", {{"sourcedId", "li-1"}, {"title", "New"}}).status, 201);
  const auto stored = get(path).at("lineItem");
  EXPECT_EQ(stored.at("title").as_string(), "New");
  EXPECT_EQ(stored.at("resultValueMax").to_number<int>(), 100);
}

TEST_F(Writes, RefusesWhereAProviderOnlyUpdatesOrOnlyReads) {
  SisConfig config;
  config.put_creates = false;
  config.read_only = {"categories"};
  start(config);
  EXPECT_EQ(put_item(line_item("li-1")).status, 404);
  EXPECT_EQ(call("DELETE", std::string(kGradebook) + "/categories/cat-1").status, 403);
}

TEST_F(Writes, ShowsAnItemWrittenIn1p1WithTheSchoolOfItsClassIn1p2) {
  EXPECT_EQ(put(std::string(k1p1) + "/lineItems/li-1", "lineItem", line_item_1p1("li-1")).status,
            201);
  const auto item = get(std::string(kGradebook) + "/lineItems/li-1").at("lineItem");
  EXPECT_EQ(item.at("school").at("sourcedId").as_string(), "school-1");
  const auto old = get(std::string(k1p1) + "/lineItems/li-1").at("lineItem").as_object();
  EXPECT_FALSE(old.contains("school"));
}

TEST_F(Writes, CutsOrRefusesALongTitle) {
  SisConfig config;
  config.title_max = 3;
  start(config);
  EXPECT_EQ(put_item(line_item("li-1")).status, 422);
  config.title_overflow = Overflow::cut;
  start(config);
  EXPECT_EQ(put_item(line_item("li-1")).status, 201);
  EXPECT_EQ(get(std::string(kGradebook) + "/lineItems/li-1").at("lineItem").at("title").as_string(),
            "Ess");
}

class Posts : public Writes {
 protected:
  http::Response post(const std::string& path, const char* member, json::array items) {
    return call("POST", std::string(kGradebook) + path,
                to_text(json::object{{member, std::move(items)}}));
  }
};

TEST_F(Posts, AnswersWithAPairForEachLineItemOfAClass) {
  const auto answer =
      post("/classes/c1/lineItems", "lineItems", {line_item("tmp-1"), line_item("tmp-2")});
  ASSERT_EQ(answer.status, 201);
  const auto pairs = body_of(answer).at("sourcedIdPairs").as_array();
  ASSERT_EQ(pairs.size(), 2U);
  EXPECT_EQ(pairs.at(1).at("suppliedSourcedId").as_string(), "tmp-2");
  const std::string allocated = pairs.at(1).at("allocatedSourcedId").as_string().c_str();
  EXPECT_NE(allocated, "tmp-2");
  EXPECT_EQ(call("GET", std::string(kGradebook) + "/lineItems/" + allocated).status, 200);
  EXPECT_EQ(call("GET", std::string(kGradebook) + "/lineItems/tmp-2").status, 404);
}

TEST_F(Posts, TakesLineItemsOfASchool) {
  EXPECT_EQ(post("/schools/school-1/lineItems", "lineItems", {line_item("tmp-1")}).status, 201);
}

TEST_F(Posts, TakesResultsOfALineItemAndOfAClassAndSession) {
  put_item(line_item("li-1"));
  EXPECT_EQ(post("/lineItems/li-1/results", "results", {result("t", "li-1", "s1", 1)}).status, 201);
  EXPECT_EQ(
      post("/classes/c1/academicSessions/gp-1/results", "results", {result("t", "li-1", "s2", 1)})
          .status,
      201);
  EXPECT_EQ(
      post("/classes/c2/academicSessions/gp-1/results", "results", {result("t", "li-1", "s2", 1)})
          .status,
      422);
  EXPECT_EQ(records("results").as_array().size(), 2U);
}

TEST_F(Posts, RefusesTheWholeSetForOneBadItem) {
  auto bad = line_item("tmp-2");
  bad.erase("title");
  EXPECT_EQ(post("/classes/c1/lineItems", "lineItems", {line_item("tmp-1"), bad}).status, 422);
  EXPECT_TRUE(records("lineItems").as_array().empty());
  SisConfig config;
  config.post_atomic = false;
  start(config);
  const auto answer = post("/classes/c1/lineItems", "lineItems", {line_item("tmp-1"), bad});
  EXPECT_EQ(answer.status, 201);
  EXPECT_EQ(body_of(answer).at("sourcedIdPairs").as_array().size(), 1U);
}

TEST_F(Posts, RefusesItemsThatBelongElsewhereOrShareAnId) {
  EXPECT_EQ(post("/classes/c2/lineItems", "lineItems", {line_item("tmp-1")}).status, 422);
  EXPECT_EQ(post("/classes/c1/lineItems", "lineItems", {line_item("t"), line_item("t")}).status,
            422);
  EXPECT_EQ(post("/classes/nowhere/lineItems", "lineItems", {line_item("t")}).status, 404);
}

TEST_F(Posts, ShapesThePairsAsConfigured) {
  SisConfig config;
  config.post_pair_order = PairOrder::reversed;
  start(config);
  const auto reversed =
      post("/classes/c1/lineItems", "lineItems", {line_item("tmp-1"), line_item("tmp-2")});
  EXPECT_EQ(body_of(reversed).at("sourcedIdPairs").at(0).at("suppliedSourcedId").as_string(),
            "tmp-2");
  config.post_pair_shape = PairShape::object;
  config.post_allocates = false;
  start(config);
  const auto one = post("/classes/c1/lineItems", "lineItems", {line_item("tmp-1")});
  EXPECT_EQ(body_of(one).at("sourcedIdPairs").at("allocatedSourcedId").as_string(), "tmp-1");
}

TEST_F(Posts, AreNotIn1p1) {
  const auto answer =
      call("POST", std::string(k1p1) + "/classes/c1/lineItems", R"({"lineItems":[]})");
  EXPECT_EQ(answer.status, 405);
  EXPECT_EQ(header(answer, "Allow"), "GET");
}

class Reads : public SisFixture {
 protected:
  void SetUp() override { start(); }
  static std::string ids(const json::value& list) {
    std::string out;
    for (const auto& item : list.as_array()) {
      out += (out.empty() ? "" : " ") + std::string(item.at("sourcedId").as_string().c_str());
    }
    return out;
  }
};

TEST_F(Reads, FollowsThePathOfAGradePassbackClient) {
  for (const std::string base : {k1p1, kRostering}) {
    EXPECT_EQ(ids(get(base + "/teachers?filter=email='ada@north.example'&limit=10000").at("users")),
              "t1");
    EXPECT_EQ(
        ids(get(base + "/teachers/t1/classes?limit=10000&filter=status='active'").at("classes")),
        "c1");
    EXPECT_EQ(ids(get(base + "/classes/c1/students").at("users")), "s1 s2");
    EXPECT_EQ(ids(get(base + "/terms/term-1/gradingPeriods").at("academicSessions")), "gp-1");
    EXPECT_EQ(ids(get(base + "/gradingPeriods").at("academicSessions")), "gp-1");
    EXPECT_EQ(ids(get(base + "/terms").at("academicSessions")), "term-1");
    EXPECT_EQ(ids(get(base + "/schools").at("orgs")), "school-1");
    EXPECT_EQ(ids(get(base + "/schools/school-1/classes/c1/enrollments").at("enrollments")),
              "e1 e2 e3");
    EXPECT_EQ(ids(get(base + "/schools/school-1/terms").at("academicSessions")), "term-1");
    EXPECT_EQ(get(base + "/students/s2").at("user").at("familyName").as_string(), "Li");
    EXPECT_EQ(call("GET", base + "/students/t1").status, 404);
    EXPECT_EQ(call("GET", base + "/gradingPeriods/term-1").status, 404);
  }
  EXPECT_EQ(ids(get(std::string(kGradebook) + "/classes/c1/categories").at("categories")), "cat-1");
}

TEST_F(Reads, ShowsAUserInTheFormOfEachVersion) {
  const auto old = get(std::string(k1p1) + "/users/s2").at("user").as_object();
  EXPECT_EQ(old.at("role").as_string(), "student");
  EXPECT_EQ(old.at("orgs").at(0).at("sourcedId").as_string(), "school-1");
  EXPECT_FALSE(old.contains("roles"));
  const auto fresh = get(std::string(kRostering) + "/users/s1").at("user").as_object();
  EXPECT_EQ(fresh.at("roles").at(0).at("roleType").as_string(), "primary");
  EXPECT_EQ(fresh.at("roles").at(0).at("org").at("type").as_string(), "org");
  EXPECT_FALSE(fresh.contains("role"));
  EXPECT_EQ(fresh.at("enabledUser").as_string(), "true");
}

TEST_F(Reads, PagesWithTotalAndLinks) {
  const auto base = std::string(kRostering) + "/users";
  const auto first = call("GET", base + "?filter=status='active'&limit=3");
  EXPECT_EQ(ids(body_of(first).at("users")), "t1 s1 s2");
  EXPECT_EQ(header(first, "X-Total-Count"), "4");
  const auto link = header(first, "Link");
  EXPECT_NE(link.find("<http://sis.example:8080" + base +
                      "?filter=status='active'&limit=3&offset=3>; rel=\"next\""),
            std::string::npos)
      << link;
  EXPECT_NE(link.find("rel=\"last\""), std::string::npos);
  EXPECT_EQ(link.find("rel=\"prev\""), std::string::npos);
  const auto second = call("GET", base + "?limit=3&offset=3");
  EXPECT_EQ(ids(body_of(second).at("users")), "s3");
  EXPECT_EQ(header(second, "Link").find("rel=\"next\""), std::string::npos);
  EXPECT_NE(header(second, "Link").find("limit=3&offset=0>; rel=\"prev\""), std::string::npos);
  EXPECT_EQ(ids(body_of(call("GET", base + "?offset=99")).at("users")), "");
}

TEST_F(Reads, RefusesAPageThatIsNone) {
  for (const auto* query :
       {"limit=0", "limit=-1", "limit=ten", "offset=-1", "limit=", "limit=99999999999"}) {
    EXPECT_EQ(call("GET", std::string(kRostering) + "/users?" + query).status, 400) << query;
  }
}

TEST_F(Reads, ClampsAndMisleadsWhereAProviderDoes) {
  SisConfig config;
  config.page_ceiling = 2;
  config.total_count = false;
  config.link_loop = true;
  start(config);
  const auto page = call("GET", std::string(kRostering) + "/users?limit=100");
  EXPECT_EQ(ids(body_of(page).at("users")), "t1 s1");
  EXPECT_EQ(header(page, "X-Total-Count"), "");
  EXPECT_NE(header(page, "Link").find("limit=2&offset=0>; rel=\"next\""), std::string::npos);
}

TEST_F(Reads, SortsAndChoosesFields) {
  const auto base = std::string(kRostering) + "/users";
  EXPECT_EQ(ids(get(base + "?sort=familyName").at("users")), "t1 s2 s1 s3");
  EXPECT_EQ(ids(get(base + "?sort=familyName&orderBy=desc").at("users")), "s3 s1 s2 t1");
  for (const auto* fields : {"fields=sourcedId,email", "fields=sourcedId&fields=email"}) {
    const auto user = get(base + "?" + fields).at("users").at(0).as_object();
    EXPECT_EQ(user, (json::object{{"sourcedId", "t1"}, {"email", "ada@north.example"}})) << fields;
  }
  EXPECT_EQ(get(base + "/t1?fields=email").at("user").as_object().size(), 1U);
}

TEST_F(Reads, NamesABadParameterIn1p2) {
  const auto base = std::string(kRostering) + "/users?";
  const auto filter = call("GET", base + "filter=colour='red'");
  EXPECT_EQ(filter.status, 400);
  EXPECT_EQ(minor(filter), "invalid_filter_field");
  EXPECT_EQ(body_of(filter).at("imsx_codeMajor").as_string(), "failure");
  const auto fields = call("GET", base + "fields=colour");
  EXPECT_EQ(fields.status, 400);
  EXPECT_EQ(minor(fields), "invalid_selection_field");
  EXPECT_EQ(call("GET", base + "sort=colour").status, 400);
}

TEST_F(Reads, WarnsIn1p1BesideTheData) {
  const auto base = std::string(k1p1) + "/users?";
  for (const auto& [query, word] : {std::pair{"fields=colour", "invalid_selection_field"},
                                    std::pair{"sort=colour", "invalid_sort_field"}}) {
    const auto answer = call("GET", base + query);
    EXPECT_EQ(answer.status, 200) << query;
    const auto body = body_of(answer);
    EXPECT_EQ(body.at("users").as_array().size(), 4U);
    EXPECT_EQ(body.at("statusInfoSet").at(0).at("imsx_codeMinor").as_string(), word);
    EXPECT_EQ(body.at("statusInfoSet").at(0).at("imsx_severity").as_string(), "warning");
  }
  const auto blank = call("GET", base + "fields=");
  EXPECT_EQ(blank.status, 400);
  EXPECT_EQ(body_of(blank).at("statusInfoSet").at(0).at("imsx_codeMinor").as_string(),
            "invalid_blank_selection_field");
  EXPECT_EQ(call("GET", base + "filter=colour='red'").status, 400);
}

TEST_F(Reads, AnswersUnknownThingsWith404And405) {
  EXPECT_EQ(call("GET", "/elsewhere").status, 404);
  EXPECT_EQ(call("GET", std::string(kGradebook) + "/grades").status, 404);
  EXPECT_EQ(call("GET", std::string(kGradebook) + "/lineItems/x/y").status, 404);
  EXPECT_EQ(call("GET", std::string(kGradebook) + "/classes/x/lineItems").status, 404);
  EXPECT_EQ(call("GET", std::string(k1p1) + "/scoreScales").status, 404);
  EXPECT_EQ(call("GET", std::string(k1p1) + "/classes/c1/categories").status, 404);
  const auto patch = call("PATCH", std::string(kGradebook) + "/lineItems/x", "{}");
  EXPECT_EQ(patch.status, 405);
  EXPECT_EQ(header(patch, "Allow"), "GET, PUT, DELETE");
  EXPECT_EQ(body_of(patch).at("imsx_codeMajor").as_string(), "unsupported");
}

TEST_F(Reads, ShapesErrorsAsConfigured) {
  SisConfig config;
  const auto path = std::string(kGradebook) + "/lineItems/x";
  config.error_style = ErrorStyle::text_minor;
  start(config);
  EXPECT_EQ(get(path).at("imsx_codeMinor").as_string(), "unknownobject");
  config.error_style = ErrorStyle::wrapped;
  start(config);
  EXPECT_TRUE(get(path).at("statusInfoSet").at(0).as_object().contains("imsx_CodeMinor"));
  config.error_style = ErrorStyle::says_success;
  start(config);
  EXPECT_EQ(get(path).at("imsx_codeMajor").as_string(), "success");
}

TEST_F(Reads, PublishesItsRoutes) {
  const auto document =
      get(std::string(kGradebook) + "/discovery/onerosterv1p2gradebookservice_openapi3_v1p0.json");
  EXPECT_TRUE(document.at("paths").as_object().contains("/classes/{id1}/lineItems"));
}

class Faults : public SisFixture {
 protected:
  void SetUp() override { start(); }
  void set(const std::string& document) {
    const auto answer = call("POST", "/_sis/faults", document);
    ASSERT_EQ(answer.status, 200) << answer.body;
  }
};

TEST_F(Faults, AnswerInsteadOfStoringSoOftenAsAsked) {
  set(R"({"rules":[{"method":"PUT","path":"/lineItems/","skip":1,"count":2,
          "action":{"status":503,"retry_after":7}}]})");
  EXPECT_EQ(put_item(line_item("li-1")).status, 201);
  const auto busy = put_item(line_item("li-2"));
  EXPECT_EQ(busy.status, 503);
  EXPECT_EQ(header(busy, "Retry-After"), "7");
  EXPECT_EQ(put_item(line_item("li-2")).status, 503);
  EXPECT_EQ(call("GET", std::string(kGradebook) + "/lineItems/li-2").status, 404);
  EXPECT_EQ(put_item(line_item("li-2")).status, 201);
}

TEST_F(Faults, StoreAndThenFailWhenToldTo) {
  set(R"({"rules":[{"body":"Essay","count":1,"action":{"status":500,"store":true}}]})");
  EXPECT_EQ(put_item(line_item("li-1")).status, 500);
  EXPECT_EQ(call("GET", std::string(kGradebook) + "/lineItems/li-1").status, 200);
  EXPECT_TRUE(get("/_sis/requests").at("requests").at(0).at("stored").as_bool());
}

TEST_F(Faults, ComeWithTheSameLuckForTheSameSeed) {
  const auto run = [this] {
    set(R"({"replace":true,"seed":42,"rules":[{"probability":0.5,"action":{"html":true}}]})");
    std::string pattern;
    for (int i = 0; i < 40; ++i) {
      pattern += call("GET", std::string(kRostering) + "/classes").status == 200 ? '.' : 'x';
    }
    return pattern;
  };
  const auto first = run();
  EXPECT_EQ(first, run());
  EXPECT_NE(first.find('.'), std::string::npos);
  EXPECT_NE(first.find('x'), std::string::npos);
}

TEST_F(Faults, CountWhatMatchedAndFired) {
  set(R"({"rules":[{"name":"slow","path":"classes","count":1,"action":{"delay_before_ms":1}}]})");
  call("GET", std::string(kRostering) + "/classes");
  call("GET", std::string(kRostering) + "/classes");
  const auto rule = get("/_sis/faults").at("rules").at(0);
  EXPECT_EQ(rule.at("matched").to_number<int>(), 2);
  EXPECT_EQ(rule.at("fired").to_number<int>(), 1);
  EXPECT_EQ(get("/_sis/requests").at("requests").at(0).at("fault").as_string(), "slow");
}

TEST_F(Faults, ExpireTokens) {
  auto ask = request("POST", "/oauth/token",
                     "grant_type=client_credentials&scope="
                     "https://purl.imsglobal.org/spec/or/v1p2/scope/roster.readonly"
                     "&client_id=lms&client_secret=lms-secret");
  ask.headers = {{"Host", "x"}, {"Content-Type", "application/x-www-form-urlencoded"}};
  auto out = request("GET", std::string(kRostering) + "/classes");
  out.headers[1].value = std::string("Bearer ") +
                         body_of(service_->handle(ask)).at("access_token").as_string().c_str();
  EXPECT_EQ(service_->handle(out).status, 200);
  set(R"({"rules":[{"path":"classes","count":1,"action":{"expire_tokens":true}}]})");
  EXPECT_EQ(service_->handle(out).status, 401);
}

TEST_F(Faults, AreRefusedAllTogetherWhenOneIsWrong) {
  for (const auto* document :
       {R"({"rules":[{"action":{"status":503}},{"action":{"statsu":1}}]})", R"({"rules":[{}]})",
        R"({"rules":[{"path":"(","action":{}}]})", R"({"rules":[{"probability":2,"action":{}}]})",
        R"({"rules":[{"action":{"status":42}}]})", "[]"}) {
    EXPECT_EQ(call("POST", "/_sis/faults", document).status, 422) << document;
  }
  EXPECT_TRUE(get("/_sis/faults").at("rules").as_array().empty());
}

TEST_F(Faults, AreGoneAfterDelete) {
  set(R"({"rules":[{"action":{"status":503}}]})");
  call("DELETE", "/_sis/faults");
  EXPECT_EQ(call("GET", std::string(kRostering) + "/classes").status, 200);
}

class Observation : public SisFixture {
 protected:
  void SetUp() override { start(); }
};

TEST_F(Observation, ListsRequestsInOrderFromANumberOn) {
  auto out = request("GET", std::string(kRostering) + "/classes?limit=1");
  out.headers.push_back({"X-Request-Id", "abc"});
  out.headers.push_back({"User-Agent", "lms/1"});
  service_->handle(out);
  call("GET", std::string(kRostering) + "/users/nobody");
  const auto all = get("/_sis/requests").at("requests").as_array();
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all.at(0).at("number").to_number<int>(), 1);
  EXPECT_EQ(all.at(0).at("query").as_string(), "limit=1");
  EXPECT_EQ(all.at(0).at("x_request_id").as_string(), "abc");
  EXPECT_EQ(all.at(0).at("user_agent").as_string(), "lms/1");
  EXPECT_EQ(all.at(0).at("auth").as_string(), "bearer");
  EXPECT_EQ(all.at(0).at("time").as_string(), "2026-09-21T14:13:20.000Z");
  EXPECT_EQ(all.at(1).at("status").to_number<int>(), 404);
  EXPECT_EQ(get("/_sis/requests?since=1").at("requests").as_array().size(), 1U);
  call("DELETE", "/_sis/requests");
  EXPECT_TRUE(get("/_sis/requests").at("requests").as_array().empty());
}

TEST_F(Observation, ForgetsTheOldestRequestsFirst) {
  SisConfig config;
  config.log_limit = 2;
  start(config);
  for (int i = 0; i < 5; ++i) {
    call("GET", std::string(kRostering) + "/classes");
  }
  const auto kept = get("/_sis/requests").at("requests").as_array();
  ASSERT_EQ(kept.size(), 2U);
  EXPECT_EQ(kept.at(0).at("number").to_number<int>(), 4);
}

TEST_F(Observation, ResetKeepsTheRosterUnlessToldOtherwise) {
  put_item(line_item("li-1"));
  call("POST", "/_sis/reset");
  EXPECT_TRUE(get("/_sis/records").at("lineItems").as_array().empty());
  EXPECT_TRUE(get("/_sis/requests").at("requests").as_array().empty());
  EXPECT_EQ(get("/_sis/records?kind=classes").at("classes").as_array().size(), 2U);
  call("POST", "/_sis/reset?roster=true");
  EXPECT_TRUE(get("/_sis/records?kind=classes").at("classes").as_array().empty());
}

TEST_F(Observation, ResetKeepsWhatTheRosterBroughtIntoTheGradebook) {
  const auto before = get("/_sis/records").at("categories").as_array().size();
  call("POST", "/_sis/roster", R"({"categories":[{"sourcedId":"of-roster","title":"Projects"}]})");
  put_item(line_item("li-1"));
  call("POST", "/_sis/reset");
  const auto kept = get("/_sis/records");
  EXPECT_TRUE(kept.at("lineItems").as_array().empty());
  ASSERT_EQ(kept.at("categories").as_array().size(), before + 1);
  call("POST", "/_sis/reset?roster=true");
  EXPECT_TRUE(get("/_sis/records").at("categories").as_array().empty());
}

TEST_F(Observation, RefusesARosterThatIsNone) {
  EXPECT_EQ(call("POST", "/_sis/roster", R"({"users":[{"givenName":"x"}]})").status, 422);
  EXPECT_EQ(call("POST", "/_sis/roster", R"({"pupils":[]})").status, 422);
  EXPECT_EQ(call("POST", "/_sis/roster", R"({"classes":[{"sourcedId":"x","school":"s"}]})").status,
            422);
  EXPECT_EQ(call("POST", "/_sis/roster", "{").status, 400);
}

} // namespace
} // namespace host_stub::sis
