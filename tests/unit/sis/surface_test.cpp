// How a system shows itself: versions, routes, envelopes, errors, nulls, rates, token requests, and
// the settings that change while it runs.
#include <algorithm>
#include <string>

#include <gtest/gtest.h>

#include "tests/unit/sis/fixture.hpp"

namespace host_stub::sis {
namespace {

using namespace host_stub::sis::testing;

class Surface : public SisFixture {
 protected:
  void rules(const char* settings) { start(parse_config(settings, "test")); }
};

TEST_F(Surface, AnAbsentRouteIsUnknownOrAnotherMethod) {
  rules(
      R"({absent_routes: ["DELETE /lineItems/{}", "GET /classes/{}/results", "* /scoreScales"]})");
  put_item(line_item("li-1"));
  const auto answer = call("DELETE", std::string(kGradebook) + "/lineItems/li-1");
  EXPECT_EQ(answer.status, 405);
  EXPECT_EQ(header(answer, "Allow"), "GET, PUT");
  EXPECT_EQ(call("GET", std::string(kGradebook) + "/classes/c1/results").status, 404);
  EXPECT_EQ(call("GET", std::string(kGradebook) + "/scoreScales").status, 404);
  EXPECT_EQ(call("GET", std::string(kGradebook) + "/lineItems/li-1").status, 200);
}

TEST_F(Surface, ARefusedRouteIsForbidden) {
  rules(R"({refused_routes: ["DELETE /lineItems/{}"]})");
  put_item(line_item("li-1"));
  EXPECT_EQ(call("DELETE", std::string(kGradebook) + "/lineItems/li-1").status, 403);
  EXPECT_EQ(call("GET", std::string(kGradebook) + "/lineItems/li-1").status, 200);
}

TEST_F(Surface, OneVersionAlone) {
  rules(R"({versions: ["1.1"]})");
  EXPECT_EQ(call("GET", std::string(k1p1) + "/classes").status, 200);
  EXPECT_EQ(call("GET", std::string(kRostering) + "/classes").status, 404);
  EXPECT_EQ(call("GET", std::string(kGradebook) +
                            "/discovery/onerosterv1p2gradebookservice_openapi3_v1p0.json")
                .status,
            404);
  EXPECT_THROW(parse_config(R"({versions: ["1.3"]})", "test"), std::runtime_error);
  EXPECT_THROW(parse_config(R"({versions: []})", "test"), std::runtime_error);
}

TEST_F(Surface, EnvelopesInTheWordsOfTheSystem) {
  rules(
      R"({envelopes: {category: "category[]", lineItem: LineItem, results: grades}, put_body: object})");
  EXPECT_EQ(body_of(put_item(line_item("li-1"))).at("LineItem").at("sourcedId").as_string(),
            "li-1");
  EXPECT_EQ(get(std::string(kGradebook) + "/categories/cat-1")
                .at("category")
                .at(0)
                .at("sourcedId")
                .as_string(),
            "cat-1");
  EXPECT_TRUE(get(std::string(kGradebook) + "/results").as_object().contains("grades"));
  EXPECT_TRUE(get(std::string(kGradebook) + "/lineItems").as_object().contains("lineItems"));
}

TEST_F(Surface, NullsWhereASystemShowsThem) {
  rules("{explicit_nulls: true}");
  put_item(line_item("li-1"));
  const auto item = get(std::string(kGradebook) + "/lineItems/li-1").at("lineItem");
  EXPECT_TRUE(item.at("gradingPeriod").is_null());
  EXPECT_TRUE(item.at("description").is_null());
  EXPECT_FALSE(item.as_object().contains("metadata"));
}

TEST_F(Surface, OldErrorsInEachShape) {
  const auto error = [this](const char* style) {
    rules((std::string("{error_style_1p1: ") + style + "}").c_str());
    return body_of(call("GET", std::string(k1p1) + "/lineItems/nowhere"));
  };
  EXPECT_EQ(error("list").at("statusInfoSet").at(0).at("imsx_codeMinor").as_string(),
            "unknown object");
  EXPECT_EQ(error("object").at("statusInfoSet").at("imsx_codeMinor").as_string(), "unknown object");
  EXPECT_EQ(error("status_info").at("statusInfo").at("imsx_codeMinor").as_string(),
            "unknown object");
  EXPECT_EQ(error("bare").at("CodeMinor").as_string(), "unknown object");
}

TEST_F(Surface, ErrorsThatDoNotSayWhy) {
  rules("{error_descriptions: false}");
  EXPECT_EQ(call("GET", std::string(kGradebook) + "/lineItems/x").body.find("description"),
            std::string::npos);
  EXPECT_EQ(call("GET", std::string(k1p1) + "/lineItems/x").body.find("description"),
            std::string::npos);
  EXPECT_EQ(minor(call("GET", std::string(kGradebook) + "/lineItems/x")), "unknownobject");
}

TEST_F(Surface, OldReadsSaySuccessBesideTheData) {
  rules("{success_status_1p1: true, error_style: says_success}");
  for (const auto* path : {"/classes", "/classes/c1"}) {
    const auto body = get(std::string(k1p1) + path);
    EXPECT_EQ(body.at("statusInfoSet").at(0).at("imsx_codeMajor").as_string(), "success") << path;
  }
  EXPECT_FALSE(get(std::string(kRostering) + "/classes").as_object().contains("statusInfoSet"));
  const auto error = call("GET", std::string(k1p1) + "/lineItems/nowhere");
  EXPECT_EQ(error.status, 404);
  EXPECT_EQ(body_of(error).at("statusInfoSet").at(0).at("imsx_codeMajor").as_string(), "success");
}

TEST_F(Surface, HeadersInSmallLettersWithRelativeLinksAndAClockThatIsAhead) {
  rules("{lower_case_headers: true, relative_links: true, date_skew: 600, default_limit: 1}");
  const auto answer = call("GET", std::string(kRostering) + "/classes");
  const auto exact = [&answer](std::string_view name) {
    return std::any_of(answer.headers.begin(), answer.headers.end(),
                       [name](const http::Header& header) { return header.name == name; });
  };
  EXPECT_TRUE(exact("x-total-count"));
  EXPECT_FALSE(exact("X-Total-Count"));
  EXPECT_NE(header(answer, "Link")
                .find("</ims/oneroster/rostering/v1p2/classes?limit=1&offset=1>; "
                      "rel=\"next\""),
            std::string::npos)
      << header(answer, "Link");
  EXPECT_EQ(header(answer, "Date"), "Mon, 21 Sep 2026 14:23:20 GMT");
}

TEST_F(Surface, TooManyRequestsInASecond) {
  rules("{rate_limit: 2, rate_status: 403, rate_retry_after: 7}");
  const auto path = std::string(kGradebook) + "/lineItems";
  EXPECT_EQ(call("GET", path).status, 200);
  EXPECT_EQ(call("GET", path).status, 200);
  const auto refused = call("GET", path);
  EXPECT_EQ(refused.status, 403);
  EXPECT_EQ(minor(refused), "server_busy");
  EXPECT_EQ(header(refused, "Retry-After"), "7");
  now_ms_ += 1000;
  EXPECT_EQ(call("GET", path).status, 200);
}

TEST_F(Surface, TokenParametersInTheQuery) {
  const std::string scope = "https://purl.imsglobal.org/spec/or/v1p2/scope/gradebook.readonly";
  const auto ask = [&](const std::string& path, const std::string& query, const std::string& body) {
    auto out = request("POST", path + (query.empty() ? "" : "?" + query), body);
    out.headers = {{"Host", "sis.example"},
                   {"Authorization", "Basic bG1zOmxtcy1zZWNyZXQ="}}; // lms:lms-secret
    if (!body.empty()) {
      out.headers.push_back({"Content-Type", "application/x-www-form-urlencoded"});
    }
    return service_->handle(out).status;
  };
  const auto form = "grant_type=client_credentials&scope=" + scope;
  rules("{token_parameters: query, token_path: /token, token_path_aliases: [/v2/oauth/token]}");
  EXPECT_EQ(ask("/token", form, ""), 200);
  EXPECT_EQ(ask("/v2/oauth/token", form, ""), 200);
  EXPECT_EQ(ask("/token", "", form), 400);
  rules("{token_parameters: both}");
  EXPECT_EQ(ask("/oauth/token", form, ""), 200);
  EXPECT_EQ(ask("/oauth/token", "", form), 200);
  rules("{}");
  EXPECT_EQ(ask("/oauth/token", form, ""), 400);
  EXPECT_EQ(ask("/oauth/token", "", form), 200);
}

TEST_F(Surface, SettingsChangeWhileItRunsAllOrNone) {
  rules("{}");
  const auto path = std::string(kGradebook) + "/classes/c1/categories";
  EXPECT_EQ(call("GET", path).status, 200);
  EXPECT_EQ(call("POST", "/_sis/settings", R"({"class_categories": false})").status, 200);
  EXPECT_EQ(call("GET", path).status, 404);
  EXPECT_EQ(
      call("POST", "/_sis/settings", R"({"class_categories": true, "rule_status": 200})").status,
      422);
  EXPECT_EQ(call("POST", "/_sis/settings", R"({"class_categories": true, "nonsense": 1})").status,
            422);
  EXPECT_EQ(call("POST", "/_sis/settings", R"({"port": 80})").status, 422)
      << "where it listens stays";
  EXPECT_EQ(call("GET", path).status, 404) << "nothing of a refused change counts";
}

TEST_F(Surface, ShowsItsSettingsWithoutSecrets) {
  rules("{title: A title, vendor_authorization: 'k:very-secret'}");
  const auto answer = call("GET", "/_sis/profile");
  const auto shown = body_of(answer);
  EXPECT_EQ(shown.at("title").as_string(), "A title");
  EXPECT_EQ(shown.at("settings").at("put_create_status").to_number<int>(), 201);
  EXPECT_EQ(shown.at("settings").at("validation").as_string(), "strict");
  for (const auto* secret : {"very-secret", "lms-secret", "lms-token"}) {
    EXPECT_EQ(answer.body.find(secret), std::string::npos) << secret;
  }
}

TEST_F(Surface, WhatIsShownCanBeReadAgain) {
  rules("{}");
  auto shown = body_of(call("GET", "/_sis/profile")).at("settings").as_object();
  EXPECT_NO_THROW(parse_config(to_text(shown), "shown"));
}

TEST_F(Surface, AFileGoesOverAProfile) {
  const auto config = parse_config("{title_max: 20}", "mine.yaml", load_profile("powerschool"));
  EXPECT_EQ(config.title_max, 20U);
  EXPECT_TRUE(config.unique_titles);
  EXPECT_EQ(config.profile, "powerschool");
}

} // namespace
} // namespace host_stub::sis
