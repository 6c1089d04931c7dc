// Picks what goes next, inside a transaction of the ledger, and commits `sent` before the first
// byte can leave.
//
// A plan round checks, in this order: the site guard (meta "hold"), the lease, then for each record
// what the settings say now, its parents, what it lacks. A record that may not go is put where it
// belongs instead of being sent; none is lost.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "plugin/delivery/worker/credential_lanes.hpp"
#include "plugin/exchange/planned_request.hpp"
#include "plugin/outbox/transaction.hpp"

namespace passback::delivery {

struct PlanRequest {
  std::string account_key, owner_id;
  std::int64_t epoch = 0;
  std::vector<exchange::RoutePtr> routes; ///< the account's connections; the first is served first
  std::int64_t now_unix_ms = 0;
  int slots = 0; ///< how many requests may be planned
  /// By connection: what the SIS does not let it do.
  std::map<std::string, BlockedCalls> blocked;
  /// Connections of which nothing goes now: their credential was refused.
  std::set<std::string> closed;
  /// For each connection the class that was served last.
  std::map<std::string, gradebook::ClassId> cursors;
  bool recover = false; ///< look for records that an earlier owner left behind
  std::function<std::string()> new_request_id;
};

struct PlanResult {
  bool held = false; ///< the site guard
  bool lost = false; ///< the lease is another's
  std::vector<exchange::PlannedRequest> requests;
  std::map<std::string, gradebook::ClassId> cursors;
  bool more_to_recover = false;
  bool moved = false; ///< records were put elsewhere: more may be due
};

/// To be run inside one ledger transaction. `result` is filled anew each time it runs.
Status plan(outbox::Transaction& transaction, const PlanRequest& request, PlanResult& result);

} // namespace passback::delivery
