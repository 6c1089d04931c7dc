#include "plugin/oneroster/values/one_line.hpp"

#include <algorithm>
#include <array>

#include "plugin/oneroster/wire/ascii.hpp"

namespace passback::oneroster {
namespace {

/// Length of the control character or line separator at the start of a text, or 0.
std::size_t control_length(std::string_view text) {
  const auto first = static_cast<unsigned char>(text.front());
  if (first < 0x20 || first == 0x7f) {
    return 1;
  }
  // Next line, line separator, paragraph separator.
  static constexpr std::array<std::string_view, 3> kSeparators = {"\xc2\x85", "\xe2\x80\xa8",
                                                                  "\xe2\x80\xa9"};
  const auto found = std::ranges::find_if(
      kSeparators, [&](std::string_view separator) { return text.starts_with(separator); });
  return found == kSeparators.end() ? 0 : found->size();
}

} // namespace

std::string one_line(std::string_view text) {
  std::string line;
  while (!text.empty()) {
    const std::size_t control = control_length(text);
    if (control == 0) {
      line += text.front();
      text.remove_prefix(1);
      continue;
    }
    while (line.ends_with(' ')) {
      line.pop_back();
    }
    line += ' ';
    text.remove_prefix(control);
    while (text.starts_with(' ')) {
      text.remove_prefix(1);
    }
  }
  return std::string(ascii::trimmed(line));
}

} // namespace passback::oneroster
