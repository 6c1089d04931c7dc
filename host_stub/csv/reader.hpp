#pragma once
// The one reader of CSV text in host_stub, for rosters, scores and the SIS's own bundle alike.
// Pure: no I/O; what is wrong is told by line, and what that means is for the caller to say.
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace host_stub::csv {

struct Row {
  std::size_t line = 0; // where the row begins, from 1; a quoted field may span lines
  std::vector<std::string> fields;
};

// Why the row of that line was left out: a sentence with what to do about it.
struct Fault {
  std::size_t line = 0;
  std::string message;
};

struct Rows {
  std::vector<Row> rows;
  std::vector<Fault> faults;
};

// Reads RFC 4180 text: comma, double quotes doubled inside quotes, line breaks inside quotes, CRLF
// or LF (or a lone CR) between rows, an optional UTF-8 byte order mark. Empty lines are skipped.
// Strict where a guess could change a grade: a quote inside an unquoted field, text behind a
// closing quote, an unclosed quote, a NUL and invalid UTF-8 are faults of that line.
Rows read(std::string_view text);

} // namespace host_stub::csv
