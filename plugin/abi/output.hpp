// Documents on their way out, into a sink of the host's.
#pragma once

#include <string>
#include <string_view>

#include "plugin/abi/reading.hpp"

namespace passback::abi {

/// Present, big enough, and with a function to write to.
inline Status check_sink(const lms_sink* output) {
  if (const Status sized = check_struct("lms_sink", output); !sized.ok())
    return sized;
  return output->write == nullptr ? Status(Error{Code::argument, "The sink has no write."})
                                  : ok_status();
}

inline Status write(const lms_sink* output, std::string_view document) {
  const std::string text(document); // NUL-terminated, as the contract says
  output->write(output->ctx, text.c_str(), text.size());
  return ok_status();
}

} // namespace passback::abi
