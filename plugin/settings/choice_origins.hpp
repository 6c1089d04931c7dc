// Which domain says what holds for a choice of Sync grades settings (teacher_choices.hpp). Pure.
#pragma once

#include <span>

#include "plugin/settings/effective.hpp"

namespace passback::settings {

/// Choices that some domain of the path has a value for, and the domain whose value holds.
using Origins = std::map<std::string, gradebook::DomainId, std::less<>>;

/// path: from the root down, as for effective_settings.
Origins origins_of(std::span<const PathStep> path);

} // namespace passback::settings
