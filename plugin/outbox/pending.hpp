// Something changed that records were placed by: an activity became known, a class or student was
// linked, a student left or came back, settings were saved, the SIS showed new lists of a class.
// What has to be looked at again is written down in the same transaction as the change, in the
// table `pending`, and intake works it off in bounded pieces (intake/reconsider.hpp), so that
// neither a large district nor a crash leaves anything behind.
#pragma once

#include <vector>

#include "plugin/outbox/transaction.hpp"

namespace passback::outbox {

/// Writes down that these records are to be placed anew. The same wish, also one that is being
/// worked off, begins anew. Many wishes for parts of one class become one for the class, and too
/// many altogether one for everything, or for everything that waits: that looks at more, and loses
/// nothing.
Status ask_to_reconsider(Transaction& transaction, const Affected& affected);

/// The records of its activity, in every SIS class of its class.
Affected affected_by(const Record& line_item);

/// The next of its records, `limit` at most, in the order of their ids. Fewer = the last ones.
Result<std::vector<Record>> next_affected(Transaction& transaction, const PendingRow& wish,
                                          int limit);

/// These, of `limit`, have been placed.
Status went_on(Transaction& transaction, const PendingRow& wish, const std::vector<Record>& placed,
               int limit);

} // namespace passback::outbox
