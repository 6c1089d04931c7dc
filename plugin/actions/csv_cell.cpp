#include "plugin/actions/csv_cell.hpp"

#include <string_view>

namespace passback::actions {
namespace {

bool begins_formula(std::string_view cell) {
  return !cell.empty() && std::string_view("=+-@\t\r").find(cell.front()) != std::string_view::npos;
}

} // namespace

std::string csv_cell(const std::string& text) {
  std::string cell = text;
  if (begins_formula(cell)) {
    cell.insert(0, 1, '\'');
  }
  if (cell.find_first_of(",\"\r\n") == std::string::npos) {
    return cell;
  }
  std::string quoted = "\"";
  for (const char c : cell) {
    quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  }
  return quoted + "\"";
}

std::string without_formula_guard(std::string cell) {
  if (cell.starts_with('\'') && begins_formula(std::string_view(cell).substr(1))) {
    cell.erase(0, 1);
  }
  return cell;
}

} // namespace passback::actions
