// Proves to the SIS who an account's requests come from: a token is asked for once for all who wait
// for it, and refused once for all. Belongs to the worker's thread.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>

#include "plugin/delivery/worker/account_standing.hpp"
#include "plugin/delivery/worker/account_wire.hpp"
#include "plugin/delivery/worker/authenticator.hpp"
#include "plugin/delivery/worker/runner_parts.hpp"

namespace passback::delivery {

class AccountTokens {
 public:
  /// `stands_otherwise` is called when an answer to a token request may have changed how the
  /// account stands. All three outlive this.
  AccountTokens(RunnerParts parts, AccountWire& wire, AccountStanding& standing,
                std::function<void()> stands_otherwise)
      : parts_(std::move(parts)), wire_(wire), standing_(standing),
        stands_otherwise_(std::move(stands_otherwise)) {}

  /// Forgets the credentials that none of these connections uses.
  void keep_only(const std::vector<exchange::RoutePtr>& routes);

  enum class Ready {
    yes,   ///< the headers are in the request
    later, ///< a token is on its way
    no,    ///< the account, or the credential, stands still now
  };
  /// `token`: which one the headers carry; for refresh.
  Ready attach(oneroster::HttpRequest& request, const exchange::RoutePtr& route,
               std::uint64_t& token);

  /// A 401 for that token: true if another one may cure it, which is fetched with the next request.
  bool refresh(const exchange::Route& route, std::uint64_t token);
  /// The same, but only if nobody has asked for a newer one meanwhile.
  bool refresh_once(const exchange::Route& route, std::uint64_t token);
  /// False where the token itself says that this lookup would be refused.
  bool may_read(const exchange::Route& route, exchange::Lookup lookup) const;
  /// Perhaps the SIS grants by now what it did not.
  void ask_for_everything(const exchange::Route& route);

 private:
  Authenticator* find(const exchange::Route& route);
  Ready fetch(Authenticator& authenticator, const exchange::RoutePtr& route);
  void answered(const exchange::RoutePtr& route, const TransferResult& result);
  void refused(const exchange::Route& route, const oneroster::HttpAnswer& answer, Code code);

  RunnerParts parts_;
  AccountWire& wire_;
  AccountStanding& standing_;
  std::function<void()> stands_otherwise_;
  std::map<std::string, Authenticator> authenticators_; ///< by what tells credentials apart
  std::int32_t failures_ = 0;                           ///< in a row, of an address that gives none
};

} // namespace passback::delivery
