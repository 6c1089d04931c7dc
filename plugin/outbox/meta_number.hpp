// A number that is kept as the text of a meta row.
#pragma once

#include <cstdint>
#include <string_view>

#include "plugin/outbox/transaction.hpp"

namespace passback::outbox {

/// 0 where there is no such row, or no number in it.
Result<std::int64_t> meta_number(Transaction& transaction, std::string_view name);

} // namespace passback::outbox
