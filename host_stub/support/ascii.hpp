#pragma once
// Words of standards, compared without case. Pure.
#include <algorithm>
#include <string_view>

namespace host_stub {

inline bool same_without_case(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return std::ranges::equal(a, b, {}, lower, lower);
}

} // namespace host_stub
