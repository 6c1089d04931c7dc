#include "plugin/outbox/tables/record_row.hpp"

#include "plugin/outbox/code_text.hpp"

namespace passback::outbox {

namespace {

void read_version(Statement& row, Version& version) {
  version.seq = row.integer();
  version.form = row.integer_as<Form>();
  version.facts = row.text();
}

void bind_version(Statement& statement, const Version& version) {
  statement.bind(version.seq);
  statement.bind(static_cast<std::int64_t>(version.form));
  statement.bind(version.facts.text());
}

void bind_parent(Statement& statement, std::int64_t id) {
  if (id == 0) {
    statement.bind_null();
  } else {
    statement.bind(id);
  }
}

constexpr std::string_view kColumns =
    "r.id, r.connection_id, r.connection_generation, r.kind, r.school_year, r.class_id, "
    "r.sis_class_id, r.activity_id, r.student_id, r.incarnation, r.domain_id, r.line_item_id,"
    " r.category_id, r.score_scale_id, r.wire_id, r.wire_id_origin, r.observed_seq, "
    "r.observed_form, r.observed_facts, r.released_seq, r.released_form, r.released_facts, "
    "r.sent_seq, r.sent_form, r.sent_facts, r.sent_request_id, r.sent_epoch, r.sent_unix_ms, "
    "r.sent_doubt_before, r.sent_in_flight, r.sent_doubt_during, r.confirmed_seq, "
    "r.confirmed_form, r.confirmed_facts, r.confirmed_unix_ms, r.in_doubt, r.state, r.code, "
    "r.detail, r.http_status, r.attempts, r.next_attempt_unix_ms, r.priority, r.host_rev, "
    "r.host_epoch, r.superseded, r.settings_generation, r.created_unix_ms, r.updated_unix_ms, "
    "r.released_digest, r.sent_digest, r.confirmed_digest, r.sent_late_until_unix_ms, "
    "r.missed_unix_ms";

} // namespace

std::string select_records(std::string_view rest) {
  return "SELECT " + std::string(kColumns) + " " + std::string(rest);
}

std::string_view insert_record_sql() {
  return "INSERT INTO sis_record (connection_id, connection_generation, kind, school_year, "
         "class_id, sis_class_id, activity_id, student_id, incarnation, domain_id, line_item_id, "
         "category_id, score_scale_id, wire_id, wire_id_origin, observed_seq, observed_form, "
         "observed_facts, released_seq, released_form, released_facts, sent_seq, sent_form, "
         "sent_facts, sent_request_id, sent_epoch, sent_unix_ms, sent_doubt_before, "
         "sent_in_flight, sent_doubt_during, confirmed_seq, confirmed_form, confirmed_facts, "
         "confirmed_unix_ms, in_doubt, state, code, detail, http_status, attempts, "
         "next_attempt_unix_ms, priority, host_rev, host_epoch, superseded, settings_generation, "
         "created_unix_ms, updated_unix_ms, released_digest, sent_digest, confirmed_digest, "
         "sent_late_until_unix_ms, missed_unix_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, "
         "?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26, "
         "?27, ?28, ?29, ?30, ?31, ?32, ?33, ?34, ?35, ?36, ?37, ?38, ?39, ?40, ?41, ?42, ?43, "
         "?44, ?45, ?46, ?47, ?48, ?49, ?50, ?51, ?52, ?53)";
}

std::string_view update_record_sql() {
  return "UPDATE sis_record SET domain_id = ?1, line_item_id = ?2, category_id = ?3, "
         "score_scale_id = ?4, wire_id = ?5, wire_id_origin = ?6, observed_seq = ?7, "
         "observed_form = ?8, observed_facts = ?9, released_seq = ?10, released_form = ?11, "
         "released_facts = ?12, sent_seq = ?13, sent_form = ?14, sent_facts = ?15, "
         "sent_request_id = ?16, sent_epoch = ?17, sent_unix_ms = ?18, sent_doubt_before = ?19, "
         "sent_in_flight = ?20, sent_doubt_during = ?21, confirmed_seq = ?22, confirmed_form = "
         "?23, confirmed_facts = ?24, confirmed_unix_ms = ?25, in_doubt = ?26, state = ?27, code "
         "= ?28, detail = ?29, http_status = ?30, attempts = ?31, next_attempt_unix_ms = ?32, "
         "priority = ?33, host_rev = ?34, host_epoch = ?35, superseded = ?36, settings_generation "
         "= ?37, created_unix_ms = ?38, updated_unix_ms = ?39, released_digest = ?40, sent_digest "
         "= ?41, confirmed_digest = ?42, sent_late_until_unix_ms = ?43, missed_unix_ms = ?44 "
         "WHERE id = ?45";
}

std::string_view update_record_key_sql() {
  return "UPDATE sis_record SET connection_id = ?1, connection_generation = ?2, kind = ?3, "
         "school_year = ?4, class_id = ?5, sis_class_id = ?6, activity_id = ?7, student_id = ?8, "
         "incarnation = ?9 WHERE id = ?10 AND (connection_id, connection_generation, kind, "
         "school_year, class_id, sis_class_id, activity_id, student_id, incarnation) IS NOT (?1, "
         "?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
}

Record read_record(Statement& row) {
  Record r;
  r.id = row.integer();
  r.key.connection_id = row.text();
  r.key.connection_generation = row.integer();
  r.key.kind = row.integer_as<Kind>();
  r.key.school_year.value = row.text();
  r.key.class_id.value = row.text();
  r.key.sis_class_id.value = row.text();
  r.key.activity_id.value = row.text();
  r.key.student_id.value = row.text();
  r.key.incarnation = row.integer();
  r.domain_id.value = row.text();
  r.line_item_id = row.integer();
  r.category_id = row.integer();
  r.score_scale_id = row.integer();
  r.wire_id.value = row.text();
  r.wire_id_origin = row.integer_as<WireIdOrigin>();
  read_version(row, r.observed);
  read_version(row, r.released);
  read_version(row, r.sent);
  r.sent.request_id = row.text();
  r.sent.epoch = row.integer();
  r.sent.at_unix_ms = row.integer();
  r.sent.doubt_before = row.integer() != 0;
  r.sent.in_flight = row.integer() != 0;
  r.sent.doubt_during = row.integer() != 0;
  read_version(row, r.confirmed);
  r.confirmed.at_unix_ms = row.integer();
  r.in_doubt = row.integer() != 0;
  r.state = row.integer_as<State>();
  r.code = code_of(row.text());
  r.detail = row.text();
  r.http_status = row.integer_as<std::int32_t>();
  r.attempts = row.integer_as<std::int32_t>();
  r.next_attempt_unix_ms = row.integer();
  r.priority = row.integer_as<std::int32_t>();
  r.host_rev = row.integer();
  r.host_epoch = row.integer();
  r.superseded = row.integer();
  r.settings_generation = row.integer();
  r.created_unix_ms = row.integer();
  r.updated_unix_ms = row.integer();
  r.released.digest = row.text();
  r.sent.digest = row.text();
  r.confirmed.digest = row.text();
  r.sent.late_until_unix_ms = row.integer();
  r.missed_unix_ms = row.integer();
  r.released.facts.share(r.observed.facts);
  r.sent.facts.share(r.released.facts);
  r.confirmed.facts.share(r.sent.facts);
  r.confirmed.facts.share(r.released.facts);
  return r;
}

void bind_key(Statement& statement, const RecordKey& key) {
  statement.bind(key.connection_id);
  statement.bind(key.connection_generation);
  statement.bind(static_cast<std::int64_t>(key.kind));
  statement.bind(key.school_year.value);
  statement.bind(key.class_id.value);
  statement.bind(key.sis_class_id.value);
  statement.bind(key.activity_id.value);
  statement.bind(key.student_id.value);
  statement.bind(key.incarnation);
}

void bind_versions(Statement& statement, const Record& record) {
  statement.bind(record.domain_id.value);
  bind_parent(statement, record.line_item_id);
  bind_parent(statement, record.category_id);
  bind_parent(statement, record.score_scale_id);
  statement.bind(record.wire_id.value);
  statement.bind(static_cast<std::int64_t>(record.wire_id_origin));
  bind_version(statement, record.observed);
  bind_version(statement, record.released);
  bind_version(statement, record.sent);
  statement.bind(record.sent.request_id);
  statement.bind(record.sent.epoch);
  statement.bind(record.sent.at_unix_ms);
  statement.bind(std::int64_t{record.sent.doubt_before});
  statement.bind(std::int64_t{record.sent.in_flight});
  statement.bind(std::int64_t{record.sent.doubt_during});
  bind_version(statement, record.confirmed);
  statement.bind(record.confirmed.at_unix_ms);
  statement.bind(std::int64_t{record.in_doubt});
  statement.bind(static_cast<std::int64_t>(record.state));
  statement.bind(text_of(record.code));
  statement.bind(record.detail);
  statement.bind(std::int64_t{record.http_status});
  statement.bind(std::int64_t{record.attempts});
  statement.bind(record.next_attempt_unix_ms);
  statement.bind(std::int64_t{record.priority});
  statement.bind(record.host_rev);
  statement.bind(record.host_epoch);
  statement.bind(record.superseded);
  statement.bind(record.settings_generation);
  statement.bind(record.created_unix_ms);
  statement.bind(record.updated_unix_ms);
  statement.bind(record.released.digest);
  statement.bind(record.sent.digest);
  statement.bind(record.confirmed.digest);
  statement.bind(record.sent.late_until_unix_ms);
  statement.bind(record.missed_unix_ms);
}

} // namespace passback::outbox
