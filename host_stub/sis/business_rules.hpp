#pragma once
// What a system asks of categories and line items beyond the data model: lengths, unique titles,
// dates inside the grading period, members of metadata. Each rule is a setting, and off by default.
#include <optional>

#include "host_stub/sis/context.hpp"
#include "host_stub/sis/errors.hpp"

namespace host_stub::sis {

/// Expects a canonical object whose references exist. May change it where the settings say that
/// this system does: cuts a title, sets a member of metadata.
std::optional<Failure> check_business_rules(const Context& context, Kind kind,
                                            json::object& object);

/// A rule that was broken, with the status that this system has for it.
Failure broken_rule(const Context& context, std::string why);
/// Something is in the way: a title that is taken, a result that is there, a lock.
Failure conflict(const Context& context, std::string why);

} // namespace host_stub::sis
