#pragma once
// Rows under named columns, and their fields as what they should be: the first step of an
// import. Pure.
#include <cstddef>
#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "host_stub/import/naming.hpp"
#include "host_stub/import/problem.hpp"

namespace host_stub::import {

// Who may be asked for a word that must be one of a list.
using Words = std::initializer_list<std::string_view>;

struct TableRow {
  std::size_t line = 0; // where the row begins in its file, from 1
  std::vector<std::string> fields;
  std::string object = {}; // the sourcedId, where a row comes from an API and has no line
};

// A CSV file with a header row, or a collection of an API in the same columns. Columns that nobody
// asks for are ignored (OneRoster allows extensions); a needed one that is missing is a problem of
// line 1, a row with too many or too few fields is a problem of that row. A row in which nothing
// stands is none.
class Table {
 public:
  Table(std::string file, std::string_view text, Words needed_columns, Problems& problems);

  // Rows that were made from objects, with a field for each column.
  Table(std::string collection, const std::vector<std::string>& columns,
        std::vector<TableRow> rows);

  const std::string& file() const { return file_; }
  Origin origin() const { return origin_; }
  bool has_column(std::string_view name) const { return columns_.contains(name); }
  const std::vector<TableRow>& rows() const { return rows_; }
  // Empty when the column does not exist.
  const std::string& field(const TableRow& row, std::string_view column) const;

 private:
  std::string file_;
  Origin origin_ = Origin::csv;
  std::map<std::string, std::size_t, std::less<>> columns_;
  std::vector<TableRow> rows_;
};

// Reads the fields of one row as what they should be; each thing that does not fit is added to the
// problems and answered with an empty value, so that one pass over a bundle finds everything.
class RowReader {
 public:
  RowReader(const Table& table, const TableRow& row, Problems& problems)
      : table_(table), row_(row), problems_(problems) {}

  std::string text(std::string_view column) const { return table_.field(row_, column); }
  std::string needed(std::string_view column) const;
  // One of the list, as the list writes it: capitals do not matter.
  std::string word(std::string_view column, Words allowed) const;
  std::string needed_word(std::string_view column, Words allowed) const;
  std::string date(std::string_view column) const;
  std::string needed_date(std::string_view column) const;
  std::optional<double> number(std::string_view column) const;
  bool truth(std::string_view column, bool when_empty) const;
  // Ids separated by commas inside one (quoted) field.
  std::vector<std::string> list(std::string_view column) const;

  std::size_t line() const { return row_.line; }
  void complain(std::string_view column, std::string message) const;

 private:
  void remark(std::string_view column, std::string message) const;

  const Table& table_;
  const TableRow& row_;
  Problems& problems_;
};

// YYYY-MM-DD, and a day that the calendar has.
bool is_date(std::string_view text);

} // namespace host_stub::import
