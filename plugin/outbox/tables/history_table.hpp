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
  /// What happened to a record, newest first.
  Result<std::vector<HistoryRow>> history(std::int64_t record_id, int limit);

 private:
  Database& database_;
};

} // namespace passback::outbox
