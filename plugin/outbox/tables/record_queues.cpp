#include "plugin/outbox/tables/record_queues.hpp"

#include "plugin/outbox/due.hpp"
#include "plugin/outbox/tables/query.hpp"
#include "plugin/outbox/tables/record_row.hpp"

namespace passback::outbox {

namespace {

struct ClassDue {
  gradebook::ClassId class_id;
  std::int64_t due_unix_ms = 0;
};

} // namespace

Result<std::vector<Record>> RecordQueues::due_with_priority(std::string_view connection_id,
                                                            std::int64_t now_unix_ms, int limit) {
  return all_rows<Record>(
      database_.prepare(
          select_records("FROM sis_record AS r INDEXED BY record_due_priority WHERE state = 1 "
                         "AND priority > 0 AND connection_id = ?1 AND connection_generation = "
                         "(SELECT generation FROM connection WHERE id = ?1) "
                         "AND (next_attempt_unix_ms <= ?2 OR next_attempt_unix_ms > ?4) "
                         "ORDER BY released_seq LIMIT ?3"),
          connection_id, now_unix_ms, limit, now_unix_ms + kLongestWaitMs),
      read_record);
}

Result<std::optional<gradebook::ClassId>>
RecordQueues::next_due_class(std::string_view connection_id, std::int64_t now_unix_ms,
                             const gradebook::ClassId& after) {
  gradebook::ClassId last = after;
  for (;;) {
    // The first entry of a class in this index is the one that falls due first, so one look tells
    // about a whole class, however many of its records wait for a retry.
    const auto next = all_rows<ClassDue>(
        database_.prepare(
            "SELECT class_id, next_attempt_unix_ms FROM sis_record INDEXED BY record_due_of_class "
            "WHERE state = 1 AND connection_id = ?1 AND connection_generation = "
            "(SELECT generation FROM connection WHERE id = ?1) AND class_id > ?2 "
            "ORDER BY class_id, next_attempt_unix_ms LIMIT 1",
            connection_id, last.value),
        [](Statement& row) {
          ClassDue out;
          out.class_id.value = row.text();
          out.due_unix_ms = row.integer();
          return out;
        });
    if (!next) {
      return next.error();
    }
    if (next->empty()) {
      return std::optional<gradebook::ClassId>{};
    }
    last = next->front().class_id;
    if (is_due(next->front().due_unix_ms, now_unix_ms)) {
      return std::optional<gradebook::ClassId>(std::move(last));
    }
  }
}

Result<std::vector<Record>> RecordQueues::due_of_class(std::string_view connection_id,
                                                       const gradebook::ClassId& class_id,
                                                       std::int64_t now_unix_ms, int limit) {
  // Chosen inside the index, read from the table after: a big class costs no big sort.
  return all_rows<Record>(
      database_.prepare(
          select_records("FROM (SELECT id AS due_id FROM sis_record INDEXED BY record_due_of_class "
                         "WHERE state = 1 AND connection_id = ?1 AND connection_generation = "
                         "(SELECT generation FROM connection WHERE id = ?1) AND class_id = ?2 "
                         "AND (next_attempt_unix_ms <= ?3 OR next_attempt_unix_ms > ?5) "
                         "ORDER BY kind, next_attempt_unix_ms, released_seq LIMIT ?4) "
                         "CROSS JOIN sis_record AS r ON r.id = due_id ORDER BY r.kind, "
                         "r.next_attempt_unix_ms, r.released_seq"),
          connection_id, class_id.value, now_unix_ms, limit, now_unix_ms + kLongestWaitMs),
      read_record);
}

Result<std::optional<std::int64_t>> RecordQueues::next_due_time(std::string_view connection_id) {
  return first_row<std::int64_t>(
      database_.prepare(
          "SELECT next_attempt_unix_ms FROM sis_record INDEXED BY record_due_time WHERE state = 1 "
          "AND connection_id = ?1 AND connection_generation = "
          "(SELECT generation FROM connection WHERE id = ?1) "
          "ORDER BY next_attempt_unix_ms LIMIT 1",
          connection_id),
      [](Statement& row) { return row.integer(); });
}

Result<std::vector<Record>> RecordQueues::abandoned(std::string_view connection_id,
                                                    std::int64_t epoch_below, int limit) {
  return all_rows<Record>(
      database_.prepare(
          select_records("FROM sis_record AS r INDEXED BY record_in_flight WHERE (state = 2 OR "
                         "sent_in_flight = 1) AND connection_id = ?1 AND sent_epoch < ?2 LIMIT ?3"),
          connection_id, epoch_below, limit),
      read_record);
}

Result<std::vector<Record>> RecordQueues::unknown_activities(std::int64_t after_id, int limit) {
  return all_rows<Record>(
      database_.prepare(
          select_records("FROM sis_record AS r INDEXED BY record_unknown_activity "
                         "WHERE kind = 3 AND observed_form = 0 AND id > ?1 ORDER BY id "
                         "LIMIT ?2"),
          after_id, limit),
      read_record);
}

} // namespace passback::outbox
