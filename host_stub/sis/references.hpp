#pragma once
// Does a written object fit the provider's other data: what it refers to is there, the student is
// in the class, and its business rules (business_rules.hpp, score_rules.hpp) are kept.
#include <optional>

#include "host_stub/sis/context.hpp"
#include "host_stub/sis/errors.hpp"

namespace host_stub::sis {

/// Expects a canonical object. May change it, where the settings say that this provider does
/// (rounds or clamps a score, cuts a title) and to derive a line item's school from its class.
std::optional<Failure> check_fit(const Context& context, Kind kind, json::object& object);

} // namespace host_stub::sis
