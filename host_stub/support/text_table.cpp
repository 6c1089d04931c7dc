#include "host_stub/support/text_table.hpp"

#include <algorithm>

namespace host_stub {
namespace {

std::size_t width(const std::string& text) {
  return static_cast<std::size_t>(std::ranges::count_if(
      text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

} // namespace

std::string TextTable::text() const {
  std::vector<std::size_t> widths(rows_.front().size());
  for (const auto& row : rows_) {
    for (std::size_t i = 0; i < row.size() && i < widths.size(); ++i) {
      widths[i] = std::max(widths[i], width(row[i]));
    }
  }
  std::string text;
  auto add_line = [&](auto cell_of) {
    std::string line;
    for (std::size_t i = 0; i < widths.size(); ++i) {
      std::string cell = cell_of(i);
      line += (i == 0 ? "" : "  ") + cell + std::string(widths[i] - width(cell), ' ');
    }
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + "\n";
  };
  for (std::size_t r = 0; r < rows_.size(); ++r) {
    add_line([&](std::size_t i) { return i < rows_[r].size() ? rows_[r][i] : std::string(); });
    if (r == 0) {
      add_line([&](std::size_t i) { return std::string(widths[i], '-'); });
    }
  }
  return text;
}

} // namespace host_stub
