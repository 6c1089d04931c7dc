#include "plugin/oneroster/files/csv_text.hpp"

namespace passback::oneroster {
namespace {

bool needs_quotes(std::string_view cell, const CsvStyle& style) {
  if (style.quote_all) {
    return true;
  }
  const bool at_edge = !cell.empty() && (cell.front() == ' ' || cell.back() == ' ');
  return at_edge || cell.find(style.delimiter) != std::string_view::npos ||
         cell.find_first_of("\"\r\n") != std::string_view::npos;
}

void append_cell(std::string& text, std::string_view cell, const CsvStyle& style) {
  const bool quoted = needs_quotes(cell, style);
  text += quoted ? "\"" : "";
  for (const char c : cell) {
    if (c != '\0') {
      text.append(c == '"' ? 2 : 1, c);
    }
  }
  text += quoted ? "\"" : "";
}

} // namespace

void append_csv_row(std::string& text, std::span<const std::string> cells, const CsvStyle& style) {
  bool first = true;
  for (const std::string& cell : cells) {
    if (!first) {
      text += style.delimiter;
    }
    first = false;
    append_cell(text, cell, style);
  }
  text += "\r\n";
}

} // namespace passback::oneroster
