// Proves who we are, for one set of credentials: keeps the token of an OAuth 2 account, signs for
// OAuth 1.0a, attaches a fixed token. Starts no request itself.
//
// A secret goes only to the origins that it was stored with. A token lives in memory only. Used by
// the worker only.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "plugin/exchange/route.hpp"
#include "plugin/oneroster/auth/granted_scopes.hpp"
#include "plugin/settings/secrets.hpp"

namespace passback::delivery {

/// Records need what their documents need; a job (test, test grade, readiness) reads the roster
/// too.
enum class TokenFor { records, job };

/// What a token request of this connection asks for.
std::string asked_scope(const exchange::Route& route, TokenFor purpose = TokenFor::records);

class Authenticator {
 public:
  enum class Readiness {
    ready,
    wants_token, ///< call token_request, and token_arrived or token_failed afterwards
    fetching,
    no_secret,        ///< the cache has noted the wish
    address_not_ours, ///< the secret may not be sent to that address
  };

  struct Prepared {
    Readiness readiness = Readiness::ready;
    std::vector<oneroster::Header> headers;
    std::uint64_t token = 0; ///< which token they carry; for invalidate
  };

  explicit Authenticator(exchange::RoutePtr route)
      : route_(std::move(route)), scope_(asked_scope(*route_)) {}

  /// What tells two sets of credentials apart, a newer secret included. Holds no secret.
  static std::string credentials_of(const exchange::Route& route);

  /// The headers for a request that is about to go, the profile's extra ones among them. Signatures
  /// are made anew for each attempt.
  Prepared prepare(const oneroster::HttpRequest& request, settings::SecretCache& secrets,
                   std::int64_t now_unix_ms, std::int64_t now_boot_ms);

  /// The token request; from now on it is `fetching`. Code::secret_missing, Code::address_refused.
  Result<oneroster::HttpRequest> token_request(settings::SecretCache& secrets);
  void token_arrived(oneroster::Token token, std::int64_t now_boot_ms);
  void token_failed();

  /// The scopes that the next token request names, instead of all.
  void ask_for(std::string scope) { scope_ = std::move(scope); }
  /// The SIS gives no token for what was asked. True: the next request asks for less, which is
  /// remembered. False: there is nothing left to give up.
  bool ask_for_less();
  /// Perhaps the SIS grants by now what it did not: all is asked for again.
  void ask_for_everything();
  /// What the token may read, as far as the SIS has said.
  oneroster::RosterReads roster_reads() const { return reads_; }

  /// True if a 401 may be cured by another token.
  bool can_refresh() const { return route_->way == oneroster::AuthWay::oauth2_client_credentials; }
  /// The SIS does not take that token any more. False: there is a newer one already, which stays.
  bool invalidate(std::uint64_t token);

 private:
  /// Without the profile's extra headers.
  Prepared prove(const oneroster::HttpRequest& request, settings::SecretCache& secrets,
                 std::int64_t now_unix_ms, std::int64_t now_boot_ms);
  bool secret_may_go_to(std::string_view url) const;

  exchange::RoutePtr route_;
  std::string scope_; ///< asked for
  oneroster::RosterReads reads_;
  settings::Secret token_;
  std::vector<oneroster::Header> cookies_;
  std::uint64_t token_serial_ = 0;
  std::int64_t expires_boot_ms_ = 0;
  bool fetching_ = false;
};

} // namespace passback::delivery
