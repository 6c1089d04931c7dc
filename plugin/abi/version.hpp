// Which Passback this is.
#pragma once

#include <string>

namespace passback::abi {

/// Of every request to an SIS: "Passback/0.1.0".
inline std::string user_agent() {
  return "Passback/" PASSBACK_VERSION;
}

} // namespace passback::abi
