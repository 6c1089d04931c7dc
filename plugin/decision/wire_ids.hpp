// The ids that we propose for records. An id is made once and stored, never recomputed.
#pragma once

#include "plugin/outbox/record.hpp"

namespace passback::decision {

/// The first id of a record whose SIS class is known; one that has an id keeps it.
void make_wire_id(outbox::Record& record);

/// The SIS deleted it on our word: many keep the id of what was deleted for ever, and refuse it.
/// What comes back comes under another one. `seq` makes it new.
void renew_wire_id(outbox::Record& record, std::int64_t seq);

/// It still has the id that was made first.
bool has_first_wire_id(const outbox::Record& record);

} // namespace passback::decision
