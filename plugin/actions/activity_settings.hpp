// What a teacher chooses for one activity, on the activity's own page: whether it is synced, its
// category and its grading period, beside what this SIS still asks of it. A view of the settings of
// its class (class_settings.hpp): what is chosen here stands there, and is saved as it is there.
//
// [intake] On the host's thread.
#pragma once

#include <chrono>
#include <string_view>

#include "plugin/actions/actions.hpp"

namespace passback::actions {

/// op: settings, save (lms.activity_sync/1).
bool is_of_activity_settings(std::string_view op);
Result<Reply> use_activity_settings(const ActionParts& parts, const Asker& asker,
                                    std::string_view input, std::chrono::milliseconds deadline);

} // namespace passback::actions
