// The token endpoint (RFC 6749, client credentials), tokens, and the scope that each route asks
// for.
#include <string>

#include <gtest/gtest.h>

#include "host_stub/sis/scopes.hpp"
#include "tests/unit/sis/fixture.hpp"

namespace host_stub::sis {
namespace {

using namespace host_stub::sis::testing;

std::string scope(const char* suffix) {
  return scope_address(Version::v1p2, suffix);
}

class OAuth2 : public SisFixture {
 protected:
  void SetUp() override { start(); }

  http::Response ask(const std::string& body, const std::string& basic = {}) {
    auto out = request("POST", "/oauth/token", body);
    std::erase_if(out.headers, [](const http::Header& h) { return h.name != "Host"; });
    out.headers.push_back({"Content-Type", "application/x-www-form-urlencoded"});
    if (!basic.empty()) {
      out.headers.push_back({"Authorization", "Basic " + base64_encode(basic)});
    }
    return service_->handle(out);
  }
  std::string token(const std::string& scopes) {
    const auto answer =
        ask("grant_type=client_credentials&scope=" + percent_encode(scopes), "lms:lms-secret");
    EXPECT_EQ(answer.status, 200) << answer.body;
    return body_of(answer).at("access_token").as_string().c_str();
  }
  http::Response with_token(const std::string& method, const std::string& target,
                            const std::string& bearer, const std::string& body = {}) {
    auto out = request(method, target, body);
    for (auto& each : out.headers) {
      if (each.name == "Authorization") {
        each.value = "Bearer " + bearer;
      }
    }
    return service_->handle(out);
  }
  static std::string error_of(const http::Response& response) {
    return body_of(response).at("error").as_string().c_str();
  }

  const std::string grant =
      "grant_type=client_credentials&scope=" + percent_encode(scope("gradebook.readonly"));
};

TEST_F(OAuth2, GivesATokenForBasicCredentials) {
  const auto answer = ask(grant, "lms:lms-secret");
  ASSERT_EQ(answer.status, 200);
  const auto body = body_of(answer);
  EXPECT_EQ(body.at("token_type").as_string(), "Bearer");
  EXPECT_EQ(body.at("expires_in").as_int64(), 3600);
  EXPECT_EQ(body.at("scope").as_string(), scope("gradebook.readonly"));
  EXPECT_EQ(header(answer, "Cache-Control"), "no-store");
}

TEST_F(OAuth2, GivesATokenForCredentialsInTheBody) {
  EXPECT_EQ(ask(grant + "&client_id=lms&client_secret=lms-secret").status, 200);
}

TEST_F(OAuth2, DecodesBasicCredentialsAsAForm) {
  SisConfig config;
  config.clients = {{"a:b", "p+%\xC3\xA9", {}}};
  start(config);
  EXPECT_EQ(ask(grant, percent_encode("a:b") + ":" + percent_encode("p+%\xC3\xA9")).status, 200);
  EXPECT_EQ(ask(grant, "a%3Ab:p+%\xC3\xA9").status, 401) << "not encoded";
  config.basic_credentials = BasicCredentials::plain;
  config.clients = {{"a", "p+%\xC3\xA9", {}}};
  start(config);
  EXPECT_EQ(ask(grant, "a:p+%\xC3\xA9").status, 200);
}

TEST_F(OAuth2, RefusesAsRfc6749Says) {
  const auto wrong = ask(grant, "lms:wrong");
  EXPECT_EQ(wrong.status, 401);
  EXPECT_EQ(error_of(wrong), "invalid_client");
  EXPECT_NE(header(wrong, "WWW-Authenticate").find("Basic"), std::string::npos);
  EXPECT_EQ(error_of(ask(grant)), "invalid_client");
  const auto both = ask(grant + "&client_id=lms&client_secret=lms-secret", "lms:lms-secret");
  EXPECT_EQ(both.status, 400);
  EXPECT_EQ(error_of(both), "invalid_request");
  const auto password = ask("grant_type=password", "lms:lms-secret");
  EXPECT_EQ(password.status, 400);
  EXPECT_EQ(error_of(password), "unsupported_grant_type");
  EXPECT_EQ(error_of(ask("grant_type=client_credentials", "lms:lms-secret")), "invalid_scope");
  EXPECT_EQ(error_of(ask("grant_type=client_credentials&scope=everything", "lms:lms-secret")),
            "invalid_scope");
  EXPECT_EQ(error_of(ask(grant + "&grant_type=client_credentials", "lms:lms-secret")),
            "invalid_request");
  EXPECT_EQ(call("GET", "/oauth/token").status, 405);
}

TEST_F(OAuth2, RefusesOrLeavesOutAScopeThatIsNotTheClients) {
  SisConfig config;
  config.clients = {{"lms", "lms-secret", {scope("gradebook.readonly")}}};
  start(config);
  const auto two = grant + percent_encode(" " + scope("roster.readonly"));
  EXPECT_EQ(error_of(ask(two, "lms:lms-secret")), "invalid_scope");
  config.ungranted_scope = UngrantedScope::leave_out;
  start(config);
  const auto narrower = ask(two, "lms:lms-secret");
  ASSERT_EQ(narrower.status, 200);
  EXPECT_EQ(body_of(narrower).at("scope").as_string(), scope("gradebook.readonly"));
  const auto none =
      "grant_type=client_credentials&scope=" + percent_encode(scope("roster.readonly"));
  EXPECT_EQ(error_of(ask(none, "lms:lms-secret")), "invalid_scope");
}

TEST_F(OAuth2, LetsATokenExpire) {
  const auto bearer = token(scope("gradebook.readonly"));
  const auto target = std::string(kGradebook) + "/lineItems";
  EXPECT_EQ(with_token("GET", target, bearer).status, 200);
  now_ms_ += 3600 * 1000;
  const auto late = with_token("GET", target, bearer);
  EXPECT_EQ(late.status, 401);
  EXPECT_NE(header(late, "WWW-Authenticate").find("invalid_token"), std::string::npos);
  EXPECT_EQ(minor(late), "unauthorisedrequest");
}

TEST_F(OAuth2, AsksForTheScopeOfEachVerb) {
  const auto item = std::string(kGradebook) + "/lineItems/li-1";
  const auto body = to_text(json::object{{"lineItem", line_item("li-1")}});
  const auto refused = with_token("PUT", item, token(scope("gradebook.readonly")), body);
  EXPECT_EQ(refused.status, 403);
  EXPECT_EQ(minor(refused), "forbidden");
  EXPECT_EQ(with_token("PUT", item, token(scope("gradebook.createput")), body).status, 201);
  EXPECT_EQ(with_token("DELETE", item, token(scope("gradebook.createput"))).status, 403);
  EXPECT_EQ(with_token("DELETE", item, token(scope("gradebook.delete"))).status, 204);
  const auto post = std::string(kGradebook) + "/classes/c1/lineItems";
  EXPECT_EQ(with_token("POST", post, token(scope("gradebook.createput")), "{}").status, 403);
  EXPECT_EQ(with_token("POST", post, token(scope("gradebook.createpost")),
                       to_text(json::object{{"lineItems", json::array{line_item("tmp")}}}))
                .status,
            201);
}

TEST_F(OAuth2, OpensNestedReadsToTheFullScopeOnly) {
  const auto core = token(scope("roster-core.readonly") + " " + scope("gradebook-core.readonly"));
  EXPECT_EQ(with_token("GET", std::string(kRostering) + "/classes", core).status, 200);
  EXPECT_EQ(with_token("GET", std::string(kRostering) + "/classes/c1/students", core).status, 403);
  EXPECT_EQ(with_token("GET", std::string(kGradebook) + "/lineItems", core).status, 200);
  EXPECT_EQ(with_token("GET", std::string(kGradebook) + "/classes/c1/lineItems", core).status, 403);
  EXPECT_EQ(with_token("GET", std::string(k1p1) + "/lineItems", core).status, 403)
      << "1.1 has scopes of its own";
}

TEST_F(OAuth2, AnswersAWrongScopeAsConfigured) {
  SisConfig config;
  config.wrong_scope_status = 401;
  start(config);
  EXPECT_EQ(
      with_token("GET", std::string(kGradebook) + "/lineItems", token(scope("roster.readonly")))
          .status,
      401);
}

TEST_F(OAuth2, AsksForCredentials) {
  auto out = request("GET", std::string(k1p1) + "/classes");
  std::erase_if(out.headers, [](const http::Header& h) { return h.name == "Authorization"; });
  const auto answer = service_->handle(out);
  EXPECT_EQ(answer.status, 401);
  EXPECT_NE(header(answer, "WWW-Authenticate"), "");
  EXPECT_EQ(body_of(answer).at("statusInfoSet").at(0).at("imsx_codeMinor").as_string(),
            "unauthorized");
}

TEST_F(OAuth2, KeepsSecretsOutOfTheLog) {
  ask(grant + "&client_id=lms&client_secret=lms-secret");
  ask(grant, "lms:lms-secret");
  call("GET", std::string(kRostering) + "/classes");
  const auto log = call("GET", "/_sis/requests").body;
  EXPECT_EQ(log.find("lms-secret"), std::string::npos);
  EXPECT_EQ(log.find("lms-token"), std::string::npos);
  EXPECT_EQ(log.find(base64_encode("lms:lms-secret")), std::string::npos);
  const auto entries = json::parse(log).at("requests").as_array();
  EXPECT_EQ(entries.at(0).at("auth").as_string(), "token");
  EXPECT_EQ(entries.at(0).at("client").as_string(), "lms");
  EXPECT_EQ(entries.at(2).at("headers").at("Authorization").as_string(), "Bearer [redacted]");
}

TEST_F(OAuth2, WantsTheCookieOfTheTokenAnswerBackWhereConfigured) {
  SisConfig config;
  config.token_cookie = true;
  start(config);
  const auto answer = ask(grant, "lms:lms-secret");
  auto out = request("GET", std::string(kGradebook) + "/lineItems");
  out.headers[1].value =
      std::string("Bearer ") + body_of(answer).at("access_token").as_string().c_str();
  EXPECT_EQ(service_->handle(out).status, 401);
  const auto cookie = header(answer, "Set-Cookie");
  out.headers.push_back({"Cookie", cookie.substr(0, cookie.find(';'))});
  EXPECT_EQ(service_->handle(out).status, 200);
}

} // namespace
} // namespace host_stub::sis
