#pragma once
// Who sends a request, and what it may do: one door for fixed tokens, OAuth 2 tokens and OAuth 1.0a
// signatures.
#include <cstdint>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "host_stub/http/message.hpp"
#include "host_stub/sis/config.hpp"
#include "host_stub/sis/errors.hpp"
#include "host_stub/sis/oauth1.hpp"
#include "host_stub/sis/oauth2.hpp"

namespace host_stub::sis {

struct Identity {
  std::string way;              ///< "bearer", "oauth2" or "oauth1"
  std::string client;           ///< client id; "fixed token" for bearer
  std::set<std::string> scopes; ///< full addresses; empty = all
};

class Authenticator {
 public:
  explicit Authenticator(const SisConfig& config) : config_(config), issuer_(config) {}

  TokenIssuer& issuer() { return issuer_; }

  /// Who it is, or a 401 (400 for OAuth 1.0a parameters that cannot be checked).
  std::variant<Identity, Failure> identify(const http::Request& request, Version version,
                                           std::int64_t now_ms);
  /// Nothing when the identity has what a route asks for; otherwise 403, or 401 where so
  /// configured.
  std::optional<Failure> check_scope(const Identity& identity,
                                     const std::vector<std::string>& wanted) const;
  /// Forgets tokens and nonces.
  void reset();

 private:
  std::variant<Identity, Failure>
  identify_bearer(const http::Request& request, std::string_view token, std::int64_t now_ms) const;

  const SisConfig& config_;
  TokenIssuer issuer_;
  NonceStore nonces_;
};

} // namespace host_stub::sis
