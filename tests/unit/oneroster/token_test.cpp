#include <gtest/gtest.h>

#include "plugin/oneroster/auth/auth.hpp"

namespace passback::oneroster {
namespace {

HttpAnswer answer(int status, std::string body, std::vector<Header> headers = {}) {
  return {status, std::move(headers), std::move(body)};
}

std::string header_of(const HttpRequest& request, std::string_view name) {
  for (const Header& header : request.headers) {
    if (header.name == name) {
      return header.value;
    }
  }
  return {};
}

TEST(TokenRequest, FormEncodesIdAndSecretBeforeBase64) {
  const HttpRequest request = token_request("https://sis.example/token", TokenAuth::basic_encoded,
                                            "id:1", "s+%:é e", "a b");
  EXPECT_EQ(request.method, "POST");
  EXPECT_EQ(request.url, "https://sis.example/token");
  EXPECT_EQ(header_of(request, "Content-Type"), "application/x-www-form-urlencoded");
  // base64("id%3A1:s%2B%25%3A%C3%A9+e")
  EXPECT_EQ(header_of(request, "Authorization"), "Basic aWQlM0ExOnMlMkIlMjUlM0ElQzMlQTkrZQ==");
  EXPECT_EQ(request.body, "grant_type=client_credentials&scope=a+b");
}

TEST(TokenRequest, SendsPlainBasicOrTheBodyWhereTheProfileSaysSo) {
  const HttpRequest plain =
      token_request("https://sis.example/token", TokenAuth::basic_plain, "id", "s+%", "");
  EXPECT_EQ(header_of(plain, "Authorization"), "Basic aWQ6cysl");
  EXPECT_EQ(plain.body, "grant_type=client_credentials");
  const HttpRequest body =
      token_request("https://sis.example/token", TokenAuth::body, "id", "s+%&", "x");
  EXPECT_EQ(header_of(body, "Authorization"), "");
  EXPECT_EQ(body.body,
            "grant_type=client_credentials&scope=x&client_id=id&client_secret=s%2B%25%26");
}

TEST(TokenRequest, PutsGrantTypeAndScopeIntoTheQueryWhereTheProfileSaysSoAndTheSecretNever) {
  const HttpRequest basic =
      token_request("https://sis.example/token?tenant=7", TokenAuth::basic_plain, "id", "s", "a b",
                    TokenParameters::query);
  EXPECT_EQ(basic.url,
            "https://sis.example/token?tenant=7&grant_type=client_credentials&scope=a+b");
  EXPECT_EQ(basic.body, "");
  const HttpRequest body = token_request("https://sis.example/token", TokenAuth::body, "id",
                                         "s3cret", "", TokenParameters::query);
  EXPECT_EQ(body.url, "https://sis.example/token?grant_type=client_credentials");
  EXPECT_EQ(body.body, "client_id=id&client_secret=s3cret");
}

TEST(ExtraHeaders, CarryKeyAndSecretAndAreLeftOutWithoutThem) {
  Profile profile;
  profile.headers = {{"X-Vendor-Authorization", "{api_key}:{api_secret}"}, {"X-App", "passback"}};
  EXPECT_TRUE(headers_carry_secret(profile));
  EXPECT_EQ(
      extra_headers(profile, "key", "{api_secret}"),
      (std::vector<Header>{{"X-App", "passback"}, {"X-Vendor-Authorization", "key:{api_secret}"}}))
      << "what looks like a placeholder inside the secret is none";
  EXPECT_EQ(extra_headers(profile, "key", ""), (std::vector<Header>{{"X-App", "passback"}}));
  EXPECT_EQ(extra_headers(profile, "key", "a\r\nX-Other: b"),
            (std::vector<Header>{{"X-App", "passback"}}))
      << "a secret must not write headers of its own";
}

TEST(Scopes, AskForWhatTheOperationsInUseNeed) {
  EXPECT_EQ(scopes(OneRosterVersion::v1p2, {}),
            "https://purl.imsglobal.org/spec/or/v1p2/scope/roster-core.readonly "
            "https://purl.imsglobal.org/spec/or/v1p2/scope/gradebook.readonly "
            "https://purl.imsglobal.org/spec/or/v1p2/scope/gradebook.createput");
  EXPECT_EQ(scopes(OneRosterVersion::v1p2, {false, false, false, true, true}),
            "https://purl.imsglobal.org/spec/or/v1p2/scope/gradebook.createpost "
            "https://purl.imsglobal.org/spec/or/v1p2/scope/gradebook.delete");
  EXPECT_EQ(scopes(OneRosterVersion::v1p1, {false, false, true, true, false}),
            "https://purl.imsglobal.org/spec/or/v1p1/scope/gradebook.createput")
      << "OneRoster 1.1 has no POST";
}

TEST(Scopes, OfTheAssessmentRoutesAreTheirOwn) {
  Operations operations;
  operations.read_roster = false;
  operations.remove = operations.post = operations.assessment = true;
  EXPECT_EQ(scopes(OneRosterVersion::v1p2, operations),
            "https://purl.imsglobal.org/spec/or/v1p2/scope/assessment.readonly "
            "https://purl.imsglobal.org/spec/or/v1p2/scope/assessment.createput "
            "https://purl.imsglobal.org/spec/or/v1p2/scope/assessment.delete")
      << "no scope of a class gradebook, and no POST";
}

TEST(TokenAnswer, ReadsLifetimesOfEveryForm) {
  const auto lifetime = [](const std::string& member) {
    return read_token_answer(answer(200, R"({"access_token":"t")" + member + "}"))
        .value()
        .lifetime_ms;
  };
  EXPECT_EQ(lifetime(R"(,"expires_in":3600)"), 3'600'000);
  EXPECT_EQ(lifetime(R"(,"expires_in":"3600")"), 3'600'000);
  EXPECT_EQ(lifetime(R"(,"expires_in":3599.5)"), 3'599'500);
  EXPECT_EQ(lifetime(""), 0);
  EXPECT_EQ(lifetime(R"(,"expires_in":null)"), 0);
  EXPECT_EQ(lifetime(R"(,"expires_in":-1)"), 0);
  EXPECT_EQ(lifetime(R"(,"expires_in":"soon")"), 0);
  EXPECT_EQ(lifetime(R"(,"expires_in":1e300)"), 366LL * 24 * 3600 * 1000);
}

TEST(TokenAnswer, TakesAnySpellingOfBearerAndNone) {
  for (const char* type :
       {R"("Bearer")", R"("bearer")", R"("BEARER")", R"("BearerToken")", "null"}) {
    EXPECT_TRUE(read_token_answer(
                    answer(200, std::string(R"({"access_token":"t","token_type":)") + type + "}"))
                    .ok())
        << type;
  }
  EXPECT_FALSE(read_token_answer(answer(200, R"({"access_token":"t","token_type":"mac"})")).ok());
}

TEST(TokenAnswer, KeepsCookiesForLaterRequests) {
  const auto token = read_token_answer(answer(200, R"({"access_token":"t","scope":"a b"})",
                                              {{"set-cookie", "sid=1; Path=/; HttpOnly"},
                                               {"Set-Cookie", "lb=x==; Secure"},
                                               {"Set-Cookie", "sid=2"},
                                               {"Set-Cookie", "gone="},
                                               {"Set-Cookie", "bad=a\r\nX: y"}}));
  ASSERT_TRUE(token.ok());
  EXPECT_EQ(token->granted_scope, "a b");
  EXPECT_EQ(token->cookies, (std::vector<Header>{{"Cookie", "lb=x==; sid=2"}}));
}

TEST(TokenAnswer, RefusesATokenThatWouldWriteHeaders) {
  const auto token = read_token_answer(answer(200, R"({"access_token":"a\r\nX-Evil: 1"})"));
  ASSERT_FALSE(token.ok());
  EXPECT_EQ(token.error().code, Code::answer_unreadable);
}

TEST(TokenAnswer, TellsAWrongSecretFromAServerInTrouble) {
  const auto code = [](int status, const std::string& body) {
    return read_token_answer(answer(status, body)).error().code;
  };
  EXPECT_EQ(code(401, R"({"error":"invalid_client"})"), Code::token_refused);
  EXPECT_EQ(code(400, R"({"error":"invalid_scope"})"), Code::token_refused);
  EXPECT_EQ(code(401, "<html>no</html>"), Code::token_refused);
  EXPECT_EQ(code(403, "<html>no</html>"), Code::token_address);
  EXPECT_EQ(code(404, "<html>no</html>"), Code::token_address);
  EXPECT_EQ(code(400, "<html>no</html>"), Code::token_address);
  EXPECT_EQ(code(404, ""), Code::token_address);
  EXPECT_EQ(code(302, ""), Code::token_address);
  EXPECT_EQ(code(200, R"({"error":"invalid_client"})"), Code::token_refused);
  EXPECT_EQ(code(400, R"({"error":"temporarily_unavailable"})"), Code::sis_error);
  EXPECT_EQ(code(429, ""), Code::sis_error);
  EXPECT_EQ(code(500, "x"), Code::sis_error);
  EXPECT_EQ(code(503, ""), Code::sis_error);
  EXPECT_EQ(code(200, "<html>login</html>"), Code::token_address);
  EXPECT_EQ(code(503, "<html>maintenance</html>"), Code::answer_page);
  EXPECT_EQ(code(200, R"({"error":"The client secret is wrong"})"), Code::token_refused);
  for (const char* other : {"{}", R"({"hello":1})", R"({"access_token":null})", "[]", "\"OK\"",
                            R"({"error":{"message":"No route"}})"}) {
    EXPECT_EQ(code(200, other), Code::token_address) << other;
  }
  EXPECT_EQ(code(200, R"({"access_token":"t)"), Code::answer_unreadable);
}

TEST(TokenAnswer, NamesTheErrorCodeButNoFreeText) {
  const auto refused = read_token_answer(
      answer(401, R"({"error":"invalid_client","error_description":"secret hunter2 is wrong"})"));
  EXPECT_EQ(refused.error().detail, "the token endpoint answered 401 invalid_client");
  const auto odd = read_token_answer(answer(401, R"({"error":"hunter2 is wrong"})"));
  EXPECT_EQ(odd.error().detail, "the token endpoint answered 401");
}

} // namespace
} // namespace passback::oneroster
