// One cell of a list for a spreadsheet (RFC 4180).
#pragma once

#include <string>

namespace passback::actions {

/// What a spreadsheet would take for a formula gets an apostrophe (an id may begin so).
std::string csv_cell(const std::string& text);

} // namespace passback::actions
