#pragma once
// Whether the records of a roster fit together: the step between reading and writing them.
#include <functional>
#include <string_view>

#include "host_stub/import/problem.hpp"
#include "host_stub/import/records.hpp"

namespace host_stub::import {

enum class Kind { org, session, course, class_, user, category, line_item };

// True when an earlier import already brought this thing: a delta bundle may point to it.
using AlreadyKnown = std::function<bool(Kind kind, std::string_view sourced_id)>;

// Checks the records against each other: every id that a row points to exists, orgs and sessions
// form trees, a class's school is an org, an enrolled person's class is there. Pure but for the
// question it is given.
void check_references(const Records& records, const AlreadyKnown& already_known,
                      Problems& problems);

} // namespace host_stub::import
