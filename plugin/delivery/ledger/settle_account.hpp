// How an account stands by its last answers, and one credential of it beside others that fare well:
// stored, and told to people when that is due.
#pragma once

#include "plugin/delivery/settlement.hpp"
#include "plugin/outbox/transaction.hpp"

namespace passback::delivery {

/// What of `request` is about the account and its credentials. Only for the owner of the lease.
Status settle_account(outbox::Transaction& transaction, const SettleRequest& request,
                      SettleResult& result);

} // namespace passback::delivery
