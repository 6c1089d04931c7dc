// The ids that we propose for records. An id is made once and stored, never recomputed.
//
// It is derived from what outlives the data folder: the site that the host says it is, class,
// activity, student. Where the folder is lost, the same columns and results are written again, not
// second ones beside them. The connection has no part in it: its id lies in the folder. So two
// connections of one site that write the same cell of the same class write one record, as two SISs
// each have their own. A host that does not say which site it is gets ids of the connection.
#pragma once

#include <string>
#include <string_view>

#include "plugin/outbox/record.hpp"
#include "plugin/outbox/transaction.hpp"

namespace passback::decision {

/// The first id of a record whose SIS class is known; one that has an id keeps it.
Status make_wire_id(outbox::Transaction& transaction, outbox::Record& record);

/// The SIS deleted it on our word: many keep the id of what was deleted for ever, and refuse it.
/// What comes back comes under another one. `seq` makes it new.
Status renew_wire_id(outbox::Transaction& transaction, outbox::Record& record, std::int64_t seq);

/// The line of the history that keeps the id which a record leaves; read again where it matters
/// whether it has left one.
std::string left_id_event(const outbox::Record& record);
bool is_left_id_event(std::string_view event);

} // namespace passback::decision
