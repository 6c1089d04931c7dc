// Titles and other texts that OneRoster wants on one line (normalizedString).
#pragma once

#include <string>
#include <string_view>

namespace passback::oneroster {

/// The text without blanks at its ends, and with one blank for each run of blanks that holds a line
/// break, a tab or another control character. Runs of plain blanks stay as somebody typed them.
std::string one_line(std::string_view text);

} // namespace passback::oneroster
