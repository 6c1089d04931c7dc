#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "host_stub/import/problem.hpp"

namespace host_stub::import {

struct CsvRow {
  std::size_t line = 0; // where the row begins, from 1; a quoted field may span lines
  std::vector<std::string> fields;
  std::string object = {}; // the sourcedId, where a row comes from an API and has no line
};

// Reads RFC 4180 text: comma, double quotes doubled inside quotes, line breaks inside quotes, CRLF
// or LF (or a lone CR) between rows, an optional UTF-8 byte order mark. Empty lines are skipped.
// Strict where a guess could change a grade: a quote inside an unquoted field, text behind a
// closing quote, an unclosed quote, a NUL and invalid UTF-8 are problems of that line. Pure: no
// I/O.
std::vector<CsvRow> read_csv(std::string_view text, const std::string& file, Problems& problems);

} // namespace host_stub::import
