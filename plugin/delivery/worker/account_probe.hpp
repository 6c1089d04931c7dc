// One harmless read of an account: asked where a few records alone cannot tell whose trouble it is,
// and as long as the SIS is down before any record goes again. Belongs to the worker's thread.
#pragma once

#include <cstdint>
#include <functional>
#include <utility>
#include <vector>

#include "plugin/delivery/worker/account_standing.hpp"
#include "plugin/delivery/worker/account_tokens.hpp"
#include "plugin/delivery/worker/account_wire.hpp"
#include "plugin/delivery/worker/runner_parts.hpp"

namespace passback::delivery {

class AccountProbe {
 public:
  /// `stands_otherwise` is called when the answer may have changed how the account stands.
  AccountProbe(RunnerParts parts, AccountWire& wire, AccountStanding& standing,
               AccountTokens& tokens, std::function<void()> stands_otherwise)
      : parts_(std::move(parts)), wire_(wire), standing_(standing), tokens_(tokens),
        stands_otherwise_(std::move(stands_otherwise)) {}

  /// The read would tell more, under the credential of that connection.
  void ask(exchange::RoutePtr route) { asked_ = std::move(route); }
  bool is_asked() const { return asked_ != nullptr; }
  /// Starts it if it may start now. False: what it found out stops the account.
  bool advance(const std::vector<exchange::RoutePtr>& routes);

 private:
  exchange::RoutePtr due(const std::vector<exchange::RoutePtr>& routes) const;
  void answered(const exchange::RoutePtr& route, std::uint64_t token, const TransferResult& result);
  void met(const exchange::Route& route, const exchange::Met& met);

  RunnerParts parts_;
  AccountWire& wire_;
  AccountStanding& standing_;
  AccountTokens& tokens_;
  std::function<void()> stands_otherwise_;
  exchange::RoutePtr asked_;
  bool on_its_way_ = false, refreshed_ = false;
  std::int32_t elsewhere_ = 0; ///< in a row: what answers there is not the SIS
};

} // namespace passback::delivery
