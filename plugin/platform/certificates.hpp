// Certificates as people paste them (PEM).
#pragma once

#include <string>
#include <string_view>

#include "plugin/platform/result.hpp"

namespace passback::platform {

/// The certificates in a text, written anew: nothing else of it is kept. Code::config with a
/// sentence if there is none, if one is damaged, or if a private key stands among them.
Result<std::string> certificates_in(std::string_view text);

} // namespace passback::platform
