// Places anew what was asked for in the outbox (outbox/pending.hpp), in bounded pieces.
#pragma once

#include "plugin/intake/class_view.hpp"
#include "plugin/outbox/pending.hpp"
#include "plugin/outbox/record.hpp"

namespace passback::intake {

using outbox::Affected;
using outbox::ask_to_reconsider;

/// The records of its activity, in every SIS class of its class.
Affected affected_by(const outbox::Record& line_item);

/// Places up to `limit` of the records that were asked for. Returns whether any are left.
Result<bool> reconsider(Desk& desk, int limit = 100);

} // namespace passback::intake
