// The SIS settings card.
#pragma once

#include <chrono>
#include <string_view>

#include "plugin/actions/actions.hpp"

namespace passback::actions {

/// op: open, save, site_moved, site_is_copy (lms.sis_settings/1). The asker's domain has been
/// settled.
Result<Reply> use_sis_settings(const ActionParts& parts, const Asker& asker, std::string_view input,
                               std::chrono::milliseconds deadline);

} // namespace passback::actions
