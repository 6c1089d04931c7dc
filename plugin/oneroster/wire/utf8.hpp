// UTF-8 character by character: for texts that go to an SIS or come from one.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>

#include "plugin/platform/text.hpp"

namespace passback::oneroster::utf8 {

inline constexpr std::string_view kReplacement = "\xef\xbf\xbd";

/// The well-formed character at the start of a text that is not empty; empty if there is none.
inline std::string_view first_character(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text.front());
  const std::size_t length = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  const std::string_view character = text.substr(0, length);
  return character.size() == length && platform::is_valid_utf8(character) ? character
                                                                          : std::string_view();
}

/// Number of characters (code points) of well-formed text.
inline std::size_t length(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(
      text, [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

/// The first `characters` code points of well-formed text.
inline std::string_view first_characters(std::string_view text, std::size_t characters) {
  std::size_t end = 0;
  while (end < text.size()) {
    if ((static_cast<unsigned char>(text[end]) & 0xc0) != 0x80 && characters-- == 0) {
      break;
    }
    ++end;
  }
  return text.substr(0, end);
}

} // namespace passback::oneroster::utf8
