// CSV text as people save it from a spreadsheet (RFC 4180), read into rows. Pure.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace passback::oneroster {

struct CsvRow {
  std::size_t line = 0; ///< where it begins, from 1
  std::vector<std::string> cells;
};

/// A byte order mark, CRLF, LF or CR between rows, line breaks inside quotes, and semicolons or
/// tabs (as cells are pasted from a spreadsheet) for commas where the first row has no comma. Rows
/// in which nothing stands are left out. What is quoted wrongly is taken as it stands: whoever uses
/// the cells checks them.
std::vector<CsvRow> read_csv(std::string_view text);

} // namespace passback::oneroster
