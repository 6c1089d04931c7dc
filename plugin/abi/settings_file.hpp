// Settings from a file, for hosts without a settings card (tier 0): the same document that the SIS
// settings card saves.
#pragma once

#include <string>

#include "plugin/abi/deadline.hpp"
#include "plugin/platform/result.hpp"

namespace passback::abi {

class Instance;
struct InstanceParts;

/// Saves the file (YAML or JSON) as the settings of the root domain, unless this very text has been
/// saved before. Code::config names file, line and field of what does not fit; Code::busy past the
/// deadline.
Status load_settings_file(Instance& instance, InstanceParts& parts, const std::string& path,
                          Deadline deadline);

} // namespace passback::abi
