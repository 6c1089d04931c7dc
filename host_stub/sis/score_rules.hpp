#pragma once
// What a system asks of a score, and what it makes of it: range, decimals, status words,
// exemptions. Each rule is a setting, and off by default.
#include <optional>

#include "host_stub/sis/context.hpp"
#include "host_stub/sis/errors.hpp"

namespace host_stub::sis {

/// `item`: the line item of the result. Expects a canonical result; may change its score, status
/// and flags.
std::optional<Failure> check_score_rules(const Context& context, const json::object& item,
                                         json::object& result);

} // namespace host_stub::sis
