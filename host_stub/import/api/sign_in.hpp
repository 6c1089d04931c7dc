#pragma once
// How `import --from-sis` shows an SIS who it is: OAuth 2, OAuth 1.0a, or a token that a person
// has.
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "host_stub/import/api/http_client.hpp"
#include "host_stub/import/api/oauth1.hpp"
#include "host_stub/support/failure.hpp"

namespace host_stub::import {

// OAuth 2 client credentials.
struct TokenRequest {
  Url token_url;
  std::string key;
  std::string secret;
  std::vector<std::string> scopes;
};
struct FixedToken {
  std::string token;
};
using Credentials = std::variant<TokenRequest, OAuth1Key, FixedToken>;

// Gives each request its Authorization header. A token is asked for when it is first needed, and
// again after `forget`.
class SignIn {
 public:
  explicit SignIn(Credentials credentials) : credentials_(std::move(credentials)) {}

  Result<std::string> header(HttpClient& http, const std::string& method, const Url& url);
  // The SIS did not take the last header. True: another one may be tried.
  bool forget();
  // What the last header was made of, for people: "the signature", "the token".
  std::string what() const;

 private:
  Result<std::string> fetch_token(HttpClient& http, const TokenRequest& request);

  Credentials credentials_;
  std::string token_;
};

} // namespace host_stub::import
