#include "host_stub/import/table.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>

#include "host_stub/csv/reader.hpp"
#include "host_stub/support/ascii.hpp"
#include "host_stub/support/decimal.hpp"

namespace host_stub::import {
namespace {

std::string joined(Words words) {
  std::string text;
  for (std::string_view word : words) {
    text += (text.empty() ? "" : ", ") + std::string(word);
  }
  return text;
}

std::string in_quotes(std::string_view text) {
  constexpr std::size_t kShown = 60;
  return "\"" + std::string(text.substr(0, kShown)) + (text.size() > kShown ? "…\"" : "\"");
}

// The word of the list that this is, written with other capitals.
std::string_view without_case(std::string_view value, Words allowed) {
  const auto* found = std::ranges::find_if(
      allowed, [&](std::string_view word) { return same_without_case(value, word); });
  return found == allowed.end() ? std::string_view() : *found;
}

// A spreadsheet leaves such rows behind the last one: nothing, or nothing but commas and blanks.
bool says_nothing(const std::vector<std::string>& fields) {
  return std::ranges::all_of(fields, [](const std::string& field) {
    return field.find_first_not_of(" \t") == std::string::npos;
  });
}

} // namespace

bool is_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') {
    return false;
  }
  auto part = [text](std::size_t from, std::size_t size) {
    unsigned value = 0;
    auto piece = text.substr(from, size);
    auto end = std::from_chars(piece.data(), piece.data() + size, value);
    return end.ptr == piece.data() + size ? static_cast<int>(value) : -1;
  };
  auto year = part(0, 4);
  auto month = part(5, 2);
  auto day = part(8, 2);
  using namespace std::chrono;
  return year > 0 && month > 0 && day > 0 &&
         year_month_day(std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                        std::chrono::day(static_cast<unsigned>(day)))
             .ok();
}

Table::Table(std::string file, std::string_view text, Words needed_columns, Problems& problems)
    : file_(std::move(file)) {
  auto read = csv::read(text);
  for (csv::Fault& fault : read.faults) {
    problems.add({file_, fault.line, "", std::move(fault.message)});
  }
  for (csv::Row& row : read.rows) {
    rows_.push_back({row.line, std::move(row.fields)});
  }
  if (rows_.empty()) {
    problems.add({.file = file_,
                  .line = 1,
                  .field = {},
                  .message = "There is no header row with the column names."});
    return;
  }
  auto header = std::move(rows_.front());
  rows_.erase(rows_.begin());
  for (std::size_t i = 0; i < header.fields.size(); ++i) {
    if (!columns_.emplace(header.fields[i], i).second) {
      problems.add({file_, header.line, header.fields[i], "This column is in the header twice."});
    }
  }
  for (std::string_view column : needed_columns) {
    if (!has_column(column)) {
      problems.add({file_, header.line, std::string(column),
                    "This column is missing. Column names are read exactly, with their capitals."});
    }
  }
  std::erase_if(rows_, [&](const TableRow& row) {
    if (says_nothing(row.fields)) {
      return true;
    }
    bool wrong = row.fields.size() != header.fields.size();
    if (wrong) {
      problems.add({file_, row.line, "",
                    "The row has " + std::to_string(row.fields.size()) +
                        " fields, the header has " + std::to_string(header.fields.size()) +
                        ". Is a comma missing, or not in quotes?"});
    }
    return wrong;
  });
}

Table::Table(std::string collection, const std::vector<std::string>& columns,
             std::vector<TableRow> rows)
    : file_(std::move(collection)), origin_(Origin::api), rows_(std::move(rows)) {
  for (std::size_t i = 0; i < columns.size(); ++i) {
    columns_.emplace(columns[i], i);
  }
}

const std::string& Table::field(const TableRow& row, std::string_view column) const {
  static const std::string kEmpty;
  auto found = columns_.find(column);
  return found == columns_.end() ? kEmpty : row.fields[found->second];
}

void RowReader::complain(std::string_view column, std::string message) const {
  problems_.add({table_.file(), row_.line, member_name(table_.origin(), column), std::move(message),
                 row_.object});
}

void RowReader::remark(std::string_view column, std::string message) const {
  problems_.remark({table_.file(), row_.line, member_name(table_.origin(), column),
                    std::move(message), row_.object});
}

std::string RowReader::needed(std::string_view column) const {
  auto value = text(column);
  // A column that is missing altogether was named once, at the header.
  if (value.empty() && table_.has_column(column)) {
    complain(column, "It is empty, but it is needed.");
  }
  return value;
}

std::string RowReader::word(std::string_view column, Words allowed) const {
  auto value = text(column);
  if (value.empty() || std::ranges::find(allowed, value) != allowed.end() ||
      value.starts_with("ext:")) {
    return value;
  }
  if (const auto meant = without_case(value, allowed); !meant.empty()) {
    remark(column, in_quotes(value) + " was read as \"" + std::string(meant) +
                       "\", as OneRoster writes it.");
    return std::string(meant);
  }
  complain(column, in_quotes(value) + " is not one of: " + joined(allowed) + ".");
  return {};
}

std::string RowReader::needed_word(std::string_view column, Words allowed) const {
  return needed(column).empty() ? std::string() : word(column, allowed);
}

std::string RowReader::date(std::string_view column) const {
  auto value = text(column);
  // OneRoster 1.2 lets some dates be date-times; their day is what a gradebook shows.
  auto day = value.substr(0, value.find('T'));
  if (value.empty() || is_date(day)) {
    return day;
  }
  complain(column, in_quotes(value) + " is not a date of the form YYYY-MM-DD.");
  return {};
}

std::string RowReader::needed_date(std::string_view column) const {
  return needed(column).empty() ? std::string() : date(column);
}

std::optional<double> RowReader::number(std::string_view column) const {
  auto value = text(column);
  auto parsed = parse_decimal(value);
  if (!value.empty() && !parsed) {
    complain(column, in_quotes(value) + " is not a number with a decimal point, like 87.5.");
  }
  return parsed;
}

bool RowReader::truth(std::string_view column, bool when_empty) const {
  auto value = word(column, {"true", "false"});
  return value.empty() ? when_empty : value == "true";
}

std::vector<std::string> RowReader::list(std::string_view column) const {
  std::vector<std::string> items;
  auto value = text(column);
  for (std::size_t from = 0; from < value.size();) {
    auto to = std::min(value.find(',', from), value.size());
    auto item = value.substr(from, to - from);
    item.erase(0, item.find_first_not_of(' '));
    item.erase(item.find_last_not_of(' ') + 1);
    if (item.empty()) {
      complain(column, "The list has an empty place between its commas.");
    } else {
      items.push_back(item);
    }
    from = to + 1;
  }
  return items;
}

} // namespace host_stub::import
