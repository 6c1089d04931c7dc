// One cell of a list for a spreadsheet (RFC 4180).
#pragma once

#include <string>

namespace passback::actions {

/// What a spreadsheet would take for a formula gets an apostrophe (an id may begin so).
std::string csv_cell(const std::string& text);
/// A cell that was read back, without that apostrophe.
std::string without_formula_guard(std::string cell);

} // namespace passback::actions
