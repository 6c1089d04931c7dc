// Codes are stored by their stable ids, so that the enumeration may be reordered.
#pragma once

#include <string_view>

#include "plugin/platform/codes.hpp"

namespace passback::outbox {

/// Empty for Code::none.
inline std::string_view text_of(Code code) {
  return code == Code::none ? std::string_view{} : info(code).id;
}

/// A code that only a newer release knows reads as Code::internal.
inline Code code_of(std::string_view text) {
  if (text.empty()) {
    return Code::none;
  }
  const CodeInfo* found = find_code(text);
  return found == nullptr ? Code::internal : found->code;
}

} // namespace passback::outbox
