#include "plugin/oneroster/files/csv_read.hpp"

#include <algorithm>
#include <utility>

namespace passback::oneroster {
namespace {

bool is_break(char c) {
  return c == '\n' || c == '\r';
}

bool says_nothing_in(const CsvRow& row) {
  return std::ranges::all_of(row.cells, [](const std::string& cell) {
    return cell.find_first_not_of(" \t") == std::string::npos;
  });
}

class CsvReader {
 public:
  CsvReader(std::string_view text, char delimiter) : text_(text), delimiter_(delimiter) {}

  std::vector<CsvRow> read() {
    std::vector<CsvRow> rows;
    while (at_ < text_.size()) {
      CsvRow row;
      row.line = line_;
      read_row(row);
      if (!says_nothing_in(row)) {
        rows.push_back(std::move(row));
      }
    }
    return rows;
  }

 private:
  void read_row(CsvRow& row) {
    row.cells.push_back(read_cell());
    while (at_ < text_.size() && text_[at_] == delimiter_) {
      ++at_;
      row.cells.push_back(read_cell());
    }
    if (at_ < text_.size()) {
      step_over_break();
    }
  }

  std::string read_cell() {
    std::string cell;
    bool quoted = at_ < text_.size() && text_[at_] == '"';
    at_ += quoted ? 1 : 0;
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (quoted && c == '"' && at_ + 1 < text_.size() && text_[at_ + 1] == '"') {
        cell += c;
        at_ += 2;
      } else if (quoted && c == '"') {
        quoted = false;
        ++at_;
      } else if (!quoted && (c == delimiter_ || is_break(c))) {
        break;
      } else {
        line_ += c == '\n' ? 1 : 0;
        cell += c;
        ++at_;
      }
    }
    return cell;
  }

  void step_over_break() {
    const bool both = text_.substr(at_).starts_with("\r\n");
    at_ += both ? 2 : 1;
    ++line_;
  }

  std::string_view text_;
  const char delimiter_;
  std::size_t at_ = 0, line_ = 1;
};

} // namespace

std::vector<CsvRow> read_csv(std::string_view text) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (text.starts_with(kByteOrderMark)) {
    text.remove_prefix(kByteOrderMark.size());
  }
  const auto first = text.substr(0, text.find_first_of("\r\n"));
  // The separator whose like the first row has, commas before the others.
  char delimiter = ',';
  if (first.find(',') == std::string_view::npos) {
    const auto other = first.find_first_of(";\t");
    delimiter = other == std::string_view::npos ? ',' : first[other];
  }
  return CsvReader(text, delimiter).read();
}

} // namespace passback::oneroster
