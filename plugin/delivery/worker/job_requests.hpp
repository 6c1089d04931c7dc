// Requests that belong to no record: those of a job. They share everything with the records':
// lease, rate, limit of requests in flight; and what they find out about the account counts for it
// too. Belongs to the worker's thread.
#pragma once

#include <functional>

#include "plugin/delivery/worker/account_standing.hpp"
#include "plugin/delivery/worker/account_tokens.hpp"
#include "plugin/delivery/worker/account_wire.hpp"
#include "plugin/platform/codes.hpp"

namespace passback::delivery {

class JobRequests {
 public:
  JobRequests(const platform::Clock& clock, AccountWire& wire, AccountStanding& standing,
              AccountTokens& tokens)
      : clock_(clock), wire_(wire), standing_(standing), tokens_(tokens) {}

  /// So many may be in flight while the account is well; else one.
  void allow(int in_flight) { max_in_flight_ = in_flight; }
  /// The account is well and waits, because the SIS asked for a pause or is busy.
  bool paused() const;
  /// Why an account that stands still takes none; none = it does, when its pause is over.
  Code closed() const;
  /// True if one may start now, as far as the requests in flight allow.
  bool may_start() const;
  /// Starts one; the credentials are in it. False = not now: ask again later.
  bool start(oneroster::HttpRequest request, const exchange::RoutePtr& route,
             std::function<void(TransferResult)> done);
  Code why_no_secret(const exchange::Route& route) { return standing_.why_no_secret(&route); }
  /// A test of the connection went well: what stopped the account is over.
  void test_passed(const exchange::Route& route);

 private:
  const platform::Clock& clock_;
  AccountWire& wire_;
  AccountStanding& standing_;
  AccountTokens& tokens_;
  int max_in_flight_ = 1;
};

} // namespace passback::delivery
