// branding.yaml: a file of the vendor's, in the data directory or beside the module. Read each time
// that a page shows something of it: on the host's thread.
#pragma once

#include <string>

#include "plugin/settings/branding.hpp"

namespace passback::abi {

/// The file in the data directory goes over the one beside the module; without either nothing is
/// said. A file that does not fit is not used, and `problem` says why.
settings::Branding read_branding(const std::string& data_dir, const std::string& module_folder);

/// The same for the text of one file, which messages call `name`.
settings::Branding branding_in(const std::string& text, const std::string& name);

} // namespace passback::abi
