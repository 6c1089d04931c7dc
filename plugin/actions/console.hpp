// The console of a domain: how its classes stand, who and what is behind each number, what can be
// done about the commonest causes, and pausing.
#pragma once

#include <chrono>
#include <string_view>

#include "plugin/actions/actions.hpp"

namespace passback::actions {

/// op: open, classes, support_copy, period_end, reconcile, send_cause_again, pause, resume
/// (lms.console/1). asker.domain is the domain.
Result<Reply> use_console(const ActionParts& parts, const Asker& asker, std::string_view input,
                          std::chrono::milliseconds deadline);

} // namespace passback::actions
