#pragma once
// The OAuth 2 token endpoint (RFC 6749, client credentials) and the tokens that it gave out.
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "host_stub/http/message.hpp"
#include "host_stub/sis/config.hpp"

namespace host_stub::sis {

struct Grant {
  std::string client;
  std::set<std::string> scopes;
  std::int64_t expires_ms = 0; ///< wall clock
  std::string cookie;          ///< what later calls must send back; "" = none
};

class TokenIssuer {
 public:
  explicit TokenIssuer(const SisConfig& config) : config_(config) {}

  /// Answers POST on the token path; every other method is 405.
  http::Response answer(const http::Request& request, std::int64_t now_ms);
  /// The grant of a token that is known and not expired, or nullptr.
  const Grant* find(const std::string& token, std::int64_t now_ms) const;
  /// From now on no token given out so far is good.
  void expire_all() { grants_.clear(); }
  /// The client id that a token request names, for the log; never its secret.
  static std::string client_of(const http::Request& request);

 private:
  http::Response give_token(Grant grant, std::int64_t now_ms);

  const SisConfig& config_;
  std::map<std::string, Grant> grants_;
};

} // namespace host_stub::sis
