// Grades that were given before sync was switched on, and that the plugin read from the host's
// gradebook: whether they go is what an administrator answers (settings/first_send.hpp). What an
// event told of, however old, goes as any other grade, unless the host marks it as brought by an
// import (intake/imports.hpp), or told of it while its class was in trial (in_trial.hpp).
#pragma once

#include "plugin/decision/class_view.hpp"
#include "plugin/outbox/record.hpp"

namespace passback::decision {

/// Why this result is not released by itself, or Code::none. Pure.
Code first_send_code(const ClassView& view, const outbox::Record& result);

/// It was never told by an event, only read from the gradebook.
bool is_only_read(const outbox::Record& result);

} // namespace passback::decision
