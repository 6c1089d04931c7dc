#include "plugin/outbox/tables/custom_read_table.hpp"

#include "plugin/outbox/tables/query.hpp"

namespace passback::outbox {
namespace {

// A wall clock that was set back must not keep a row waiting for longer than any pause is.
constexpr std::int64_t kLongestReadPauseMs = 3'600'000;

CustomReadRow read_custom_read(Statement& row) {
  CustomReadRow out;
  out.class_id.value = row.text();
  out.school_year.value = row.text();
  out.wish_seq = row.integer();
  out.step = row.integer_as<std::int32_t>();
  out.after = row.text();
  out.page_seq = row.integer();
  out.not_before_unix_ms = row.integer();
  out.failures = row.integer_as<std::int32_t>();
  return out;
}

} // namespace

Result<std::optional<CustomReadRow>>
CustomReadTable::custom_read(const gradebook::ClassId& id, const gradebook::SchoolYear& year) {
  return first_row<CustomReadRow>(
      database_.prepare("SELECT class_id, school_year, wish_seq, step, after, page_seq, "
                        "not_before_unix_ms, failures FROM custom_read "
                        "WHERE class_id = ?1 AND school_year = ?2",
                        id.value, year.value),
      read_custom_read);
}

Status CustomReadTable::put_custom_read(const CustomReadRow& row) {
  return database_.run(
      "INSERT OR REPLACE INTO custom_read (class_id, school_year, wish_seq, step, after, page_seq, "
      "not_before_unix_ms, failures) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
      row.class_id.value, row.school_year.value, row.wish_seq, row.step, row.after, row.page_seq,
      row.not_before_unix_ms, row.failures);
}

Status CustomReadTable::forget_custom_read(const CustomReadRow& row) {
  return database_.run("DELETE FROM custom_read WHERE class_id = ?1 AND school_year = ?2",
                       row.class_id.value, row.school_year.value);
}

Status CustomReadTable::put_custom_reads_of_all(std::int64_t wish_seq) {
  return database_.run(
      "INSERT OR REPLACE INTO custom_read (class_id, school_year, wish_seq, step, after, page_seq, "
      "not_before_unix_ms, failures) SELECT class_id, school_year, ?1, 0, '', 0, 0, 0 FROM "
      "(SELECT class_id, school_year FROM class UNION SELECT class_id, school_year FROM enrolment)",
      wish_seq);
}

Result<std::optional<CustomReadRow>> CustomReadTable::next_custom_read(std::int64_t now_unix_ms) {
  return first_row<CustomReadRow>(
      database_.prepare("SELECT class_id, school_year, wish_seq, step, after, page_seq, "
                        "not_before_unix_ms, failures FROM custom_read INDEXED BY custom_read_next "
                        "WHERE not_before_unix_ms <= ?1 OR not_before_unix_ms > ?2 "
                        "ORDER BY wish_seq, class_id, school_year LIMIT 1",
                        now_unix_ms, now_unix_ms + kLongestReadPauseMs),
      read_custom_read);
}

} // namespace passback::outbox
