#pragma once
// A small reader of RFC 4180: quoted fields, doubled quotes, line breaks inside quotes, CRLF or LF,
// a leading UTF-8 byte order mark.
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace host_stub::sis {

struct CsvRow {
  std::size_t line = 0; ///< where the row begins, from 1
  std::vector<std::string> fields;
};

/// All rows; blank lines are left out. Throws std::runtime_error with the line for a stray or
/// unclosed quote.
std::vector<CsvRow> parse_csv(std::string_view text);

} // namespace host_stub::sis
