// Places anew what was asked for in the outbox (outbox/pending.hpp), in bounded pieces.
#pragma once

#include "plugin/decision/class_view.hpp"

namespace passback::intake {

/// Places up to `limit` of the records that were asked for. Returns whether any are left.
Result<bool> reconsider(decision::UnitOfWork& work, int limit = 100);

} // namespace passback::intake
