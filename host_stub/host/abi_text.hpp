#pragma once
// Between the contract's strings and std::string_view, without a copy.
#include <string_view>

#include "lms_plugin/types.h"

namespace host_stub::host {

// Strings of the contract are counted and borrowed, as string_view is.
inline lms_str borrow(std::string_view text) {
  return {text.data(), text.size()};
}

inline std::string_view view(const lms_str& text) {
  return text.ptr == nullptr ? std::string_view() : std::string_view(text.ptr, text.len);
}

inline std::string_view view(const char* text, uint64_t len) {
  return text == nullptr ? std::string_view() : std::string_view(text, len);
}

} // namespace host_stub::host
