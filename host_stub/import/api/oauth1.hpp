#pragma once
// OAuth 1.0a from the client's side, for an SIS that wants signed requests.
#include <string>

#include "host_stub/import/api/url.hpp"

namespace host_stub::import {

enum class SignatureMethod { hmac_sha1, hmac_sha256 };

struct OAuth1Key {
  std::string key;
  std::string secret;
  SignatureMethod method = SignatureMethod::hmac_sha1;
};

// The Authorization header of a two-legged request without a form body (RFC 5849, 3.4 and 3.5.1):
// no token, the query's parameters signed with the others. Pure.
std::string oauth1_header(const OAuth1Key& key, const std::string& method, const Url& url,
                          const std::string& nonce, long long timestamp);

std::string base64(const std::string& bytes);

} // namespace host_stub::import
