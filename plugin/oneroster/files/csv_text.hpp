// Rows as CSV text (RFC 4180) for an SIS that takes grades as a file: UTF-8 without a byte order
// mark, each row ended by CRLF. Pure.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace passback::oneroster {

/// What differs between the files of SISs.
struct CsvStyle {
  char delimiter = ',';
  bool quote_all = false; ///< false: only where a cell needs it
};

/// Appends one row. A cell that holds the delimiter, a quotation mark, a line break, or a space at
/// its edge stands in quotation marks, those inside it doubled; a NUL, which CSV readers refuse, is
/// left out.
void append_csv_row(std::string& text, std::span<const std::string> cells,
                    const CsvStyle& style = {});

} // namespace passback::oneroster
