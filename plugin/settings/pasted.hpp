// Texts that a person copied from somewhere: keys, secrets, addresses. One rule for the settings
// card, the settings file and what a host's vault gives. Pure.
#pragma once

#include <string_view>

namespace passback::settings {

/// Without what clings to the ends of a copied text: blanks, tabs, line breaks, no-break spaces,
/// zero-width characters, direction marks, byte order marks.
std::string_view without_clinging(std::string_view text);

/// What stands inside a text and cannot be part of a key, a secret or an address, in words ("a line
/// break", "a tab", "a control character", "an invisible character"); empty = nothing.
std::string_view unusable_inside(std::string_view text);

} // namespace passback::settings
