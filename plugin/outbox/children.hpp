// What becomes of the records below one when it is there, or gone with all that hung on it: whoever
// learns of it (the ledger, a person who answers for a file) calls these in the same transaction.
#pragma once

#include <cstdint>

#include "plugin/outbox/transaction.hpp"

namespace passback::outbox {

/// A line item or category that is there: what waited for it goes. True if something is ready that
/// was not.
Result<bool> free_children(Transaction& transaction, const Record& parent,
                           std::int64_t now_unix_ms);

/// The SIS has removed the results of a line item with it. Where that is wanted again already they
/// follow it back.
Status forget_results(Transaction& transaction, const Record& line_item, std::int64_t now_unix_ms);

} // namespace passback::outbox
