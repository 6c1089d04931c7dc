// Where the module lies on disk: its profiles are beside it.
#pragma once

#include <string>

namespace passback::platform {

/// The folder of the library (or program) that this code is part of, without a slash at the end.
/// "." if the system cannot tell.
std::string module_folder();

} // namespace passback::platform
