// Notices that the outbox was put back from a backup (decision/restored.hpp), and asks for the
// gradebook.
#pragma once

#include <cstdint>
#include <optional>

#include "plugin/outbox/mark.hpp"
#include "plugin/outbox/transaction.hpp"

namespace passback::intake {

/// For whoever opens the outbox to deliver: `kept` is what the file beside it says. Gives a new
/// outbox its id. Returns whether it was put back, which the second one who asks is not told.
Result<bool> notice_restore(outbox::Transaction& transaction,
                            const std::optional<outbox::Mark>& kept, std::int64_t now_unix_ms);

} // namespace passback::intake
