// Writes outcomes into the outbox, inside a transaction of the ledger, under the lease's epoch.
//
// An owner that has lost its lease settles nothing: what it may have sent is put in doubt, so that
// the present owner sends again; what never left is left to the present owner.
#pragma once

#include "plugin/delivery/settlement.hpp"
#include "plugin/outbox/transaction.hpp"

namespace passback::delivery {

/// To be run inside one ledger transaction. `result` is filled anew each time it runs.
Status settle(outbox::Transaction& transaction, const SettleRequest& request, SettleResult& result);

} // namespace passback::delivery
