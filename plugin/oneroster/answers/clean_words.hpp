// Makes a server's own words fit to be kept and shown to support.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace passback::oneroster {

inline constexpr std::size_t kWordsMaxBytes = 500;

/// One line of valid UTF-8 of at most kWordsMaxBytes: tags of HTML, control and direction
/// characters are gone; e-mail addresses, values of secrets and long runs that look like tokens are
/// replaced. UUIDs stay, because they name the record that the words are about.
std::string clean_words(std::string_view text);

} // namespace passback::oneroster
