// Sync grades settings: what a teacher chooses for one class.
#pragma once

#include <chrono>
#include <string_view>

#include "plugin/actions/actions.hpp"

namespace passback::actions {

/// op: open, save (lms.class_settings/1).
Result<Reply> use_class_settings(const ActionParts& parts, const Asker& asker,
                                 std::string_view input, std::chrono::milliseconds deadline);

} // namespace passback::actions
