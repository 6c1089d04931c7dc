// A person sends on a date on which the administrator does not want grades to move by accident: she
// is asked, and may.
#pragma once

#include "plugin/actions/action_transaction.hpp"
#include "plugin/actions/input.hpp"

namespace passback::actions {

/// Whether it is such a date for the asker's class.
Result<bool> is_closed_today(const ActionParts& parts, const Asker& asker);

/// The question "send_anyway", and whether the input answers it.
Reply ask_to_send_anyway(const texts::Words& words);
bool sends_anyway(const InputReader& input);

} // namespace passback::actions
