#include "plugin/outbox/tables/changed_ids_table.hpp"

#include "plugin/outbox/tables/query.hpp"
#include "plugin/platform/try.hpp"

namespace passback::outbox {
namespace {

constexpr std::int32_t kStudentRole = 1; // LMS_ROLE_STUDENT

ChangedIdRow read_changed_id(Statement& row) {
  ChangedIdRow out;
  out.class_id.value = row.text();
  out.school_year.value = row.text();
  out.user_id = row.text();
  out.connection_id = row.text();
  out.before.class_sis_id.value = row.text();
  out.before.user_sis_id.value = row.text();
  out.before.change = row.integer_as<IdChange>();
  out.graded = row.integer() != 0;
  out.changed_unix_ms = row.integer();
  return out;
}

Result<std::int64_t> number_of(Result<Statement> statement) {
  PASSBACK_TRY_AS(const auto row,
                  first_row<std::int64_t>(std::move(statement),
                                          [](Statement& found) { return found.integer(); }));
  return row.value_or(0);
}

} // namespace

Result<std::optional<ChangedIdRow>> ChangedIdsTable::changed_id(const gradebook::ClassId& id,
                                                                const gradebook::SchoolYear& year,
                                                                std::string_view user_id) {
  return first_row<ChangedIdRow>(
      database_.prepare("SELECT class_id, school_year, user_id, connection_id, class_before, "
                        "user_before, change, graded, changed_unix_ms FROM changed_id "
                        "WHERE class_id = ?1 AND school_year = ?2 AND user_id = ?3",
                        id.value, year.value, user_id),
      read_changed_id);
}

Status ChangedIdsTable::put_changed_id(const ChangedIdRow& row) {
  return database_.run(
      "INSERT OR REPLACE INTO changed_id (class_id, school_year, user_id, connection_id, "
      "class_before, user_before, change, graded, changed_unix_ms) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
      row.class_id.value, row.school_year.value, row.user_id, row.connection_id,
      row.before.class_sis_id.value, row.before.user_sis_id.value, row.before.change, row.graded,
      row.changed_unix_ms);
}

Status ChangedIdsTable::forget_changed_id(const ChangedIdRow& row) {
  return database_.run(
      "DELETE FROM changed_id WHERE class_id = ?1 AND school_year = ?2 AND user_id = ?3",
      row.class_id.value, row.school_year.value, row.user_id);
}

Result<bool> ChangedIdsTable::any_changed_id(std::string_view connection_id, IdChange change) {
  PASSBACK_TRY_AS(const auto any,
                  number_of(database_.prepare("SELECT EXISTS (SELECT 1 FROM changed_id "
                                              "WHERE connection_id = ?1 AND change = ?2)",
                                              connection_id, change)));
  return any != 0;
}

Result<ChangedIdCounts> ChangedIdsTable::count_changed_ids(std::string_view connection_id,
                                                           IdChange change,
                                                           std::int64_t since_unix_ms) {
  ChangedIdCounts counts;
  PASSBACK_TRY_AS(counts.students, number_of(database_.prepare(
                                       "SELECT count(DISTINCT user_id) FROM changed_id "
                                       "WHERE connection_id = ?1 AND change = ?2 "
                                       "AND changed_unix_ms >= ?3 AND graded = 1 AND user_id <> ''",
                                       connection_id, change, since_unix_ms)));
  PASSBACK_TRY_AS(counts.classes, number_of(database_.prepare(
                                      "SELECT count(*) FROM changed_id WHERE connection_id = ?1 "
                                      "AND change = ?2 AND changed_unix_ms >= ?3 AND graded = 1 "
                                      "AND user_id = ''",
                                      connection_id, change, since_unix_ms)));
  PASSBACK_TRY_AS(
      counts.students_there,
      number_of(database_.prepare(
          "SELECT count(DISTINCT enrolment.user_id) FROM (SELECT DISTINCT class_id, school_year "
          "FROM changed_id WHERE connection_id = ?1 AND change = ?2 AND changed_unix_ms >= ?3 "
          "AND graded = 1 AND user_id <> '') JOIN enrolment USING (class_id, school_year) "
          "WHERE NOT enrolment.ended AND enrolment.role = ?4",
          connection_id, change, since_unix_ms, kStudentRole)));
  PASSBACK_TRY_AS(
      counts.classes_there,
      number_of(database_.prepare(
          "SELECT count(*) FROM class WHERE (domain_id, school_year) IN (SELECT class.domain_id, "
          "class.school_year FROM changed_id JOIN class USING (class_id, school_year) "
          "WHERE changed_id.connection_id = ?1 AND changed_id.change = ?2 "
          "AND changed_id.changed_unix_ms >= ?3 AND changed_id.graded = 1 "
          "AND changed_id.user_id = '')",
          connection_id, change, since_unix_ms)));
  return counts;
}

Result<std::vector<ChangedIdsTable::ClassOfYear>>
ChangedIdsTable::classes_of_changed_ids(std::string_view connection_id, IdChange change) {
  return all_rows<ClassOfYear>(
      database_.prepare("SELECT DISTINCT class_id, school_year FROM changed_id "
                        "WHERE connection_id = ?1 AND change = ?2 ORDER BY class_id, school_year",
                        connection_id, change),
      [](Statement& row) {
        ClassOfYear out;
        out.first.value = row.text();
        out.second.value = row.text();
        return out;
      });
}

Status ChangedIdsTable::turn_changed_ids(std::string_view connection_id, IdChange from,
                                         IdChange to) {
  if (to == IdChange::none) {
    return database_.run("DELETE FROM changed_id WHERE connection_id = ?1 AND change = ?2",
                         connection_id, from);
  }
  return database_.run("UPDATE changed_id SET change = ?3 WHERE connection_id = ?1 AND change = ?2",
                       connection_id, from, to);
}

Status ChangedIdsTable::forget_noted_ids(std::string_view connection_id,
                                         std::int64_t before_unix_ms) {
  return database_.run("DELETE FROM changed_id WHERE connection_id = ?1 AND change = ?2 "
                       "AND changed_unix_ms < ?3",
                       connection_id, IdChange::noted, before_unix_ms);
}

} // namespace passback::outbox
