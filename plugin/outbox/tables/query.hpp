// Reading rows without writing the same loop each time.
#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "plugin/outbox/database.hpp"

namespace passback::outbox {

/// The first row, if there is one. `read` takes the columns of a row from the statement.
template <class Row, class Read>
Result<std::optional<Row>> first_row(Result<Statement> statement, const Read& read) {
  if (!statement) {
    return statement.error();
  }
  const Result<bool> found = statement->step();
  if (!found) {
    return found.error();
  }
  Result<std::optional<Row>> row{std::optional<Row>{}};
  if (*found) {
    row->emplace(read(*statement));
  }
  return row;
}

/// All rows.
template <class Row, class Read>
Result<std::vector<Row>> all_rows(Result<Statement> statement, const Read& read) {
  if (!statement) {
    return statement.error();
  }
  std::vector<Row> rows;
  for (;;) {
    const Result<bool> found = statement->step();
    if (!found) {
      return found.error();
    }
    if (!*found) {
      return rows;
    }
    rows.push_back(read(*statement));
  }
}

} // namespace passback::outbox
