// What happened to each record: append-only, chained (history_chain.hpp).
#pragma once

#include <cstdint>
#include <vector>

#include "plugin/outbox/database.hpp"
#include "plugin/outbox/rows.hpp"

namespace passback::outbox {

class HistoryTable {
 public:
  explicit HistoryTable(Database& database) : database_(database) {}

  Status append_history(const HistoryRow& row);
  /// What happened to a record, newest first; `before`: only what stands before that line.
  Result<std::vector<HistoryRow>> history(std::int64_t record_id, int limit,
                                          std::int64_t before = 0);

 private:
  Database& database_;
};

} // namespace passback::outbox
