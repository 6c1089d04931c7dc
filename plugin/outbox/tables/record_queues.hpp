// The queues of the planner. Only records of the connection's present generation are ever due:
// older ones belong to another SIS. A connection that is not stored has nothing due. What counts as
// due is said in outbox/due.hpp.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "plugin/outbox/database.hpp"
#include "plugin/outbox/record.hpp"

namespace passback::outbox {

class RecordQueues {
 public:
  explicit RecordQueues(Database& database) : database_(database) {}

  /// Records of the connection that a person waits for and that are due, oldest first.
  Result<std::vector<Record>> due_with_priority(std::string_view connection_id,
                                                std::int64_t now_unix_ms, int limit);
  /// The next class after `after` (in id order) that has a due record; empty at the end. Start with
  /// an empty id.
  Result<std::optional<gradebook::ClassId>> next_due_class(std::string_view connection_id,
                                                           std::int64_t now_unix_ms,
                                                           const gradebook::ClassId& after);
  /// Due records of one class: line items before results, then as they fell due: one that is tried
  /// again has its place behind those that came meanwhile.
  Result<std::vector<Record>> due_of_class(std::string_view connection_id,
                                           const gradebook::ClassId& class_id,
                                           std::int64_t now_unix_ms, int limit);
  /// When the next ready record of the connection falls due; nullopt = none is ready.
  Result<std::optional<std::int64_t>> next_due_time(std::string_view connection_id);
  /// Records whose request was planned under an epoch below this one and has no outcome, also those
  /// that were parked meanwhile: their owner is gone. fence() takes each out of this list.
  Result<std::vector<Record>> abandoned(std::string_view connection_id, std::int64_t epoch_below,
                                        int limit);
  /// Line items known only by a score: activity facts are missing. For pump; after that id.
  Result<std::vector<Record>> unknown_activities(std::int64_t after_id, int limit);

 private:
  Database& database_;
};

} // namespace passback::outbox
