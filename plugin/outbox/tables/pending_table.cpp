#include "plugin/outbox/tables/pending_table.hpp"

#include <string>
#include <string_view>
#include <utility>

#include "plugin/outbox/tables/query.hpp"
#include "plugin/platform/try.hpp"

namespace passback::outbox {

namespace {

std::string select_pending(std::string_view rest) {
  return "SELECT id, class_id, school_year, activity_id, student_id, connection_id, sis_class_id, "
         "only_waiting, anew, after_id FROM pending ORDER BY id" +
         std::string(rest);
}

// An empty text stands for any: no id is empty, and the classes of a host that tells no school year
// are of no other.
std::string_view text_of(const std::optional<std::string>& text) {
  return text ? std::string_view(*text) : std::string_view();
}

template <class Id> std::string_view text_of(const std::optional<Id>& id) {
  return id ? std::string_view(id->value) : std::string_view();
}

template <class Id> std::optional<Id> id_of(std::string text) {
  return text.empty() ? std::nullopt : std::optional<Id>(Id(std::move(text)));
}

PendingRow read_pending(Statement& row) {
  PendingRow out;
  out.id = row.integer();
  out.affected.class_id = id_of<gradebook::ClassId>(row.text());
  out.affected.school_year = id_of<gradebook::SchoolYear>(row.text());
  out.affected.activity_id = id_of<gradebook::ActivityId>(row.text());
  out.affected.student_id = id_of<gradebook::StudentId>(row.text());
  out.affected.connection_id = id_of<std::string>(row.text());
  out.affected.sis_class_id = id_of<gradebook::SourcedId>(row.text());
  out.affected.only_waiting = row.integer() != 0;
  out.affected.anew = row.integer() != 0;
  out.after_id = row.integer();
  return out;
}

} // namespace

Status PendingTable::add_pending(const Affected& affected) {
  const auto run = [&](std::string_view sql) {
    return database_.run(sql, text_of(affected.class_id), text_of(affected.school_year),
                         text_of(affected.activity_id), text_of(affected.student_id),
                         text_of(affected.connection_id), text_of(affected.sis_class_id),
                         affected.only_waiting, affected.anew);
  };
  PASSBACK_TRY(run("DELETE FROM pending WHERE class_id = ?1 AND school_year = ?2 AND "
                   "activity_id = ?3 AND student_id = ?4 AND connection_id = ?5 AND "
                   "sis_class_id = ?6 AND only_waiting = ?7 AND anew = ?8"));
  return run("INSERT INTO pending (class_id, school_year, activity_id, student_id, connection_id, "
             "sis_class_id, only_waiting, anew, after_id) "
             "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 0)");
}

Result<std::vector<PendingRow>> PendingTable::pending() {
  return all_rows<PendingRow>(database_.prepare(select_pending("")), read_pending);
}

Result<std::optional<PendingRow>> PendingTable::next_pending() {
  return first_row<PendingRow>(database_.prepare(select_pending(" LIMIT 1")), read_pending);
}

Status PendingTable::note_pending_at(std::int64_t id, std::int64_t after_id) {
  return database_.run("UPDATE pending SET after_id = ?2 WHERE id = ?1", id, after_id);
}

Status PendingTable::forget_pending(std::int64_t id) {
  return database_.run("DELETE FROM pending WHERE id = ?1", id);
}

} // namespace passback::outbox
