#include "host_stub/import/api/sign_in.hpp"

#include <array>
#include <chrono>

#include <boost/json.hpp>
#include <openssl/rand.h>

#include "host_stub/support/json_member.hpp"

namespace host_stub::import {
namespace {

std::string fresh_nonce() {
  std::array<unsigned char, 16> bytes{};
  RAND_bytes(bytes.data(), bytes.size());
  std::string nonce;
  for (unsigned char byte : bytes) {
    constexpr std::string_view kHex = "0123456789abcdef";
    nonce += {kHex[byte >> 4], kHex[byte & 15]};
  }
  return nonce;
}

long long unix_seconds() {
  using namespace std::chrono;
  return duration_cast<seconds>(system_clock::now().time_since_epoch()).count();
}

std::string scope_text(const TokenRequest& request) {
  std::string text;
  for (const std::string& scope : request.scopes) {
    text += (text.empty() ? "" : " ") + scope;
  }
  return text;
}

// The word of RFC 6749, 5.2, if the answer has one. Nothing else of the body is shown.
std::string error_word(const HttpAnswer& answer) {
  boost::json::error_code error;
  auto document = boost::json::parse(answer.body, error);
  auto word = error ? std::string() : text_at(document, "error");
  return word.size() <= 60 ? word : std::string();
}

Failure refused(const TokenRequest& request, const HttpAnswer& answer) {
  auto url = request.token_url.text();
  if (answer.status == 0) {
    return {"The token address " + url + " was not reached: " + answer.transport_error + ".",
            "Check --token-url.", ExitCode::failed, "sis.unreachable"};
  }
  auto word = error_word(answer);
  auto message = "The SIS gave no access token: " + url + " answered " +
                 std::to_string(answer.status) + (word.empty() ? "" : " (" + word + ")") + ".";
  if (word == "invalid_scope") {
    return {message, "Name the scopes that this account has, with --scope.", ExitCode::failed,
            "sis.scope"};
  }
  if (answer.status == 404 || answer.status == 405) {
    return {message, "Check --token-url.", ExitCode::failed, "sis.token_url"};
  }
  return {message, "Check --key and the secret, and whether the SIS lets this account in.",
          ExitCode::failed, "sis.sign_in"};
}

} // namespace

std::string SignIn::what() const {
  return std::holds_alternative<OAuth1Key>(credentials_) ? "signature" : "access token";
}

bool SignIn::forget() {
  bool another = std::holds_alternative<TokenRequest>(credentials_) && !token_.empty();
  token_.clear();
  return another;
}

Result<std::string> SignIn::header(HttpClient& http, const std::string& method, const Url& url) {
  if (const auto* fixed = std::get_if<FixedToken>(&credentials_)) {
    return "Authorization: Bearer " + fixed->token;
  }
  if (const auto* key = std::get_if<OAuth1Key>(&credentials_)) {
    return "Authorization: " + oauth1_header(*key, method, url, fresh_nonce(), unix_seconds());
  }
  if (token_.empty()) {
    auto token = fetch_token(http, std::get<TokenRequest>(credentials_));
    if (!token) {
      return token.failure();
    }
    token_ = token.value();
  }
  return "Authorization: Bearer " + token_;
}

Result<std::string> SignIn::fetch_token(HttpClient& http, const TokenRequest& request) {
  auto form = "grant_type=client_credentials&scope=" + percent_encode(scope_text(request));
  // RFC 6749, 2.3.1: both are encoded as a form before they become Basic credentials.
  auto basic = "Authorization: Basic " +
               base64(percent_encode(request.key) + ":" + percent_encode(request.secret));
  auto answer = http.post(request.token_url, {basic, "Accept: application/json"}, form);
  if (answer.status == 400 || answer.status == 401) {
    // Some providers read the credentials from the form alone.
    auto in_form = http.post(request.token_url, {"Accept: application/json"},
                             form + "&client_id=" + percent_encode(request.key) +
                                 "&client_secret=" + percent_encode(request.secret));
    if (in_form.status == 200) {
      answer = std::move(in_form);
    }
  }
  if (answer.status != 200) {
    return refused(request, answer);
  }
  boost::json::error_code error;
  auto document = boost::json::parse(answer.body, error);
  auto token = error ? std::string() : text_at(document, "access_token");
  if (token.empty() || token.find_first_of("\r\n") != std::string::npos) {
    return Failure{"The answer of " + request.token_url.text() + " holds no access token.",
                   "Check --token-url; it is the address of the OAuth 2 token endpoint.",
                   ExitCode::failed, "sis.token_url"};
  }
  return token;
}

} // namespace host_stub::import
