#include "plugin/outbox/tables/jobs_table.hpp"

#include "plugin/outbox/code_text.hpp"
#include "plugin/outbox/tables/query.hpp"

namespace passback::outbox {

namespace {

std::string select_jobs(std::string_view where) {
  return "SELECT id, connection_id, connection_generation, kind, subject, input, state, code, "
         "report, recording, asked_by, asked_unix_ms, started_unix_ms, ended_unix_ms, "
         "settings_generation, epoch, attempts FROM job " +
         std::string(where);
}

JobRow read_job(Statement& row) {
  JobRow out;
  out.id = row.integer();
  out.connection_id = row.text();
  out.connection_generation = row.integer();
  out.kind = row.text();
  out.subject = row.text();
  out.input = row.text();
  out.state = row.integer_as<JobState>();
  out.code = code_of(row.text());
  out.report = row.text();
  out.recording = row.text();
  out.asked_by = row.text();
  out.asked_unix_ms = row.integer();
  out.started_unix_ms = row.integer();
  out.ended_unix_ms = row.integer();
  out.settings_generation = row.integer();
  out.epoch = row.integer();
  out.attempts = row.integer_as<std::int32_t>();
  return out;
}

} // namespace

Status JobsTable::put_job(JobRow& row) {
  if (row.id != 0) {
    return database_.run(
        "UPDATE job SET connection_id = ?2, connection_generation = ?3, kind = ?4, subject = ?5, "
        "input = ?6, state = ?7, code = ?8, report = ?9, recording = ?10, asked_by = ?11, "
        "asked_unix_ms = ?12, started_unix_ms = ?13, ended_unix_ms = ?14, "
        "settings_generation = ?15, epoch = ?16, attempts = ?17 WHERE id = ?1",
        row.id, row.connection_id, row.connection_generation, row.kind, row.subject, row.input,
        row.state, text_of(row.code), row.report, row.recording, row.asked_by, row.asked_unix_ms,
        row.started_unix_ms, row.ended_unix_ms, row.settings_generation, row.epoch, row.attempts);
  }
  const auto id = first_row<std::int64_t>(
      database_.prepare(
          "INSERT INTO job (connection_id, connection_generation, kind, subject, input, state, "
          "code, report, recording, asked_by, asked_unix_ms, started_unix_ms, ended_unix_ms, "
          "settings_generation, epoch, attempts) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, "
          "?11, ?12, ?13, ?14, ?15, ?16) RETURNING id",
          row.connection_id, row.connection_generation, row.kind, row.subject, row.input, row.state,
          text_of(row.code), row.report, row.recording, row.asked_by, row.asked_unix_ms,
          row.started_unix_ms, row.ended_unix_ms, row.settings_generation, row.epoch, row.attempts),
      [](Statement& found) { return found.integer(); });
  if (!id) {
    return id.error();
  }
  row.id = id->value_or(0);
  return ok_status();
}

Result<std::optional<JobRow>> JobsTable::job(std::int64_t id) {
  return first_row<JobRow>(database_.prepare(select_jobs("WHERE id = ?1"), id), read_job);
}

Result<std::optional<JobRow>> JobsTable::last_job(std::string_view connection_id,
                                                  std::string_view kind, std::string_view subject) {
  return first_row<JobRow>(
      database_.prepare(select_jobs("WHERE connection_id = ?1 AND kind = ?2 "
                                    "AND subject = ?3 ORDER BY id DESC LIMIT 1"),
                        connection_id, kind, subject),
      read_job);
}

Result<std::vector<JobRow>> JobsTable::last_jobs(std::string_view connection_id,
                                                 std::string_view kind, std::string_view subject,
                                                 int limit) {
  return all_rows<JobRow>(
      database_.prepare(select_jobs("WHERE connection_id = ?1 AND kind = ?2 "
                                    "AND subject = ?3 ORDER BY id DESC LIMIT ?4"),
                        connection_id, kind, subject, limit),
      read_job);
}

Result<std::vector<JobRow>> JobsTable::open_jobs(std::string_view connection_id, int limit) {
  return all_rows<JobRow>(database_.prepare(select_jobs("WHERE connection_id = ?1 AND state < 2 "
                                                        "ORDER BY id LIMIT ?2"),
                                            connection_id, limit),
                          read_job);
}

Status JobsTable::forget_jobs(std::string_view connection_id, int keep) {
  return database_.run("DELETE FROM job WHERE connection_id = ?1 AND state >= 2 AND kind <> ?3 "
                       "AND id NOT IN (SELECT id FROM job WHERE connection_id = ?1 AND state >= 2 "
                       "AND kind <> ?3 ORDER BY id DESC LIMIT ?2)",
                       connection_id, keep, kGradeFileJob);
}

} // namespace passback::outbox
