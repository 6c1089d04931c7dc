// The small tables: meta, settings, connections, accounts, the host's structure, what the SIS said.
#include "plugin/outbox/code_text.hpp"
#include "plugin/outbox/sqlite_query.hpp"
#include "plugin/outbox/sqlite_transaction.hpp"

namespace passback::outbox {

namespace {

std::int64_t read_integer(SqliteStatement& row) {
  return row.integer();
}

ConnectionRow read_connection(SqliteStatement& row) {
  ConnectionRow out;
  out.id = row.text();
  out.generation = row.integer();
  out.domain_id.value = row.text();
  out.account_key = row.text();
  out.document = row.text();
  out.active = row.integer() != 0;
  return out;
}

AccountRow read_account(SqliteStatement& row) {
  AccountRow out;
  out.key = row.text();
  out.state = row.integer_as<AccountState>();
  out.code = code_of(row.text());
  out.since_unix_ms = row.integer();
  out.retry_unix_ms = row.integer();
  out.failures = row.integer_as<std::int32_t>();
  out.notice_unix_ms = row.integer();
  out.owner_id = row.text();
  out.epoch = row.integer();
  out.boot_id = row.text();
  out.deadline_boot_ms = row.integer();
  return out;
}

Result<std::int64_t> required(Result<std::optional<std::int64_t>> value) {
  if (!value) {
    return value.error();
  }
  if (!value->has_value()) {
    return Error{Code::corrupt, "a counter of the outbox is missing"};
  }
  return **value;
}

ClassRow read_class(SqliteStatement& row) {
  ClassRow out;
  out.class_id.value = row.text();
  out.school_year.value = row.text();
  out.domain_id.value = row.text();
  out.incarnation = row.integer();
  out.host_rev = row.integer();
  out.host_epoch = row.integer();
  out.facts = row.text();
  return out;
}

EnrolmentRow read_enrolment(SqliteStatement& row) {
  EnrolmentRow out;
  out.class_id.value = row.text();
  out.school_year.value = row.text();
  out.user_id = row.text();
  out.role = row.integer_as<std::int32_t>();
  out.class_sis_id.value = row.text();
  out.user_sis_id.value = row.text();
  out.ended = row.integer() != 0;
  out.host_rev = row.integer();
  out.host_epoch = row.integer();
  out.seq = row.integer();
  return out;
}

} // namespace

Result<std::int64_t> SqliteTransaction::next_seq() {
  return required(first_row<std::int64_t>(
      connection_.prepare(
          "UPDATE counter SET value = value + 1 WHERE name = 'seq' RETURNING value"),
      read_integer));
}

Result<std::optional<std::string>> SqliteTransaction::meta(std::string_view name) {
  return first_row<std::string>(connection_.prepare("SELECT value FROM meta WHERE name = ?1", name),
                                [](SqliteStatement& row) { return row.text(); });
}

Status SqliteTransaction::put_meta(std::string_view name, std::string_view value) {
  return connection_.run("INSERT INTO meta (name, value) VALUES (?1, ?2) "
                         "ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                         name, value);
}

Result<std::int64_t> SqliteTransaction::settings_generation() {
  return required(first_row<std::int64_t>(
      connection_.prepare("SELECT value FROM counter WHERE name = 'settings_generation'"),
      read_integer));
}

Result<std::optional<SettingsRow>> SqliteTransaction::settings(Scope scope,
                                                               std::string_view scope_id) {
  return first_row<SettingsRow>(
      connection_.prepare(
          "SELECT document, generation FROM settings WHERE scope = ?1 AND scope_id = ?2", scope,
          scope_id),
      [&](SqliteStatement& row) {
        SettingsRow out{scope, std::string(scope_id), row.text(), 0};
        out.generation = row.integer();
        return out;
      });
}

Status SqliteTransaction::put_settings(Scope scope, std::string_view scope_id,
                                       std::string_view document) {
  const Result<std::int64_t> generation = required(first_row<std::int64_t>(
      connection_.prepare("UPDATE counter SET value = value + 1 WHERE name = "
                          "'settings_generation' RETURNING value"),
      read_integer));
  if (!generation) {
    return generation.error();
  }
  return connection_.run(
      "INSERT INTO settings (scope, scope_id, document, generation) VALUES (?1, ?2, ?3, ?4) "
      "ON CONFLICT (scope, scope_id) DO UPDATE SET document = excluded.document, "
      "generation = excluded.generation",
      scope, scope_id, document, *generation);
}

Result<std::optional<ConnectionRow>> SqliteTransaction::connection(std::string_view id) {
  return first_row<ConnectionRow>(
      connection_.prepare("SELECT id, generation, domain_id, account_key, document, active "
                          "FROM connection WHERE id = ?1",
                          id),
      read_connection);
}

Result<std::vector<ConnectionRow>> SqliteTransaction::connections() {
  return all_rows<ConnectionRow>(
      connection_.prepare("SELECT id, generation, domain_id, account_key, document, active "
                          "FROM connection WHERE active <> 0 ORDER BY id"),
      read_connection);
}

Result<std::vector<ConnectionRow>>
SqliteTransaction::removed_connections(const gradebook::DomainId& domain) {
  return all_rows<ConnectionRow>(
      connection_.prepare("SELECT id, generation, domain_id, account_key, document, active "
                          "FROM connection WHERE active = 0 AND domain_id = ?1 ORDER BY id",
                          domain.value),
      read_connection);
}

Status SqliteTransaction::put_connection(const ConnectionRow& row) {
  return connection_.run(
      "INSERT INTO connection (id, generation, domain_id, account_key, document, active) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (id) DO UPDATE SET "
      "generation = excluded.generation, domain_id = excluded.domain_id, "
      "account_key = excluded.account_key, document = excluded.document, active = excluded.active",
      row.id, row.generation, row.domain_id.value, row.account_key, row.document, row.active);
}

Result<std::vector<AccountRow>> SqliteTransaction::accounts() {
  return all_rows<AccountRow>(
      connection_.prepare("SELECT key, state, code, since_unix_ms, retry_unix_ms, failures, "
                          "notice_unix_ms, owner_id, epoch, boot_id, deadline_boot_ms "
                          "FROM account ORDER BY key"),
      read_account);
}

Result<std::optional<AccountRow>> SqliteTransaction::account(std::string_view key) {
  return first_row<AccountRow>(
      connection_.prepare("SELECT key, state, code, since_unix_ms, retry_unix_ms, failures, "
                          "notice_unix_ms, owner_id, epoch, boot_id, deadline_boot_ms "
                          "FROM account WHERE key = ?1",
                          key),
      read_account);
}

Status SqliteTransaction::put_account(const AccountRow& row) {
  return connection_.run(
      "INSERT INTO account (key, state, code, since_unix_ms, retry_unix_ms, failures, "
      "notice_unix_ms, owner_id, epoch, boot_id, deadline_boot_ms) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11) ON CONFLICT (key) DO UPDATE SET "
      "state = excluded.state, code = excluded.code, since_unix_ms = excluded.since_unix_ms, "
      "retry_unix_ms = excluded.retry_unix_ms, failures = excluded.failures, "
      "notice_unix_ms = excluded.notice_unix_ms, owner_id = excluded.owner_id, "
      "epoch = excluded.epoch, boot_id = excluded.boot_id, "
      "deadline_boot_ms = excluded.deadline_boot_ms",
      row.key, row.state, text_of(row.code), row.since_unix_ms, row.retry_unix_ms, row.failures,
      row.notice_unix_ms, row.owner_id, row.epoch, row.boot_id, row.deadline_boot_ms);
}

Result<std::optional<DomainRow>> SqliteTransaction::domain(const gradebook::DomainId& id) {
  return first_row<DomainRow>(
      connection_.prepare("SELECT parent_id, title FROM domain WHERE id = ?1", id.value),
      [&](SqliteStatement& row) {
        DomainRow out{id, gradebook::DomainId(row.text()), {}};
        out.title = row.text();
        return out;
      });
}

Status SqliteTransaction::put_domain(const DomainRow& row) {
  return connection_.run("INSERT INTO domain (id, parent_id, title) VALUES (?1, ?2, ?3) "
                         "ON CONFLICT (id) DO UPDATE SET parent_id = excluded.parent_id, "
                         "title = excluded.title",
                         row.id.value, row.parent_id.value, row.title);
}

Result<std::optional<ClassRow>> SqliteTransaction::lms_class(const gradebook::ClassId& id,
                                                             const gradebook::SchoolYear& year) {
  return first_row<ClassRow>(
      connection_.prepare(
          "SELECT class_id, school_year, domain_id, incarnation, host_rev, host_epoch, facts "
          "FROM class WHERE class_id = ?1 AND school_year = ?2",
          id.value, year.value),
      read_class);
}

Status SqliteTransaction::put_class(const ClassRow& row) {
  return connection_.run(
      "INSERT INTO class (class_id, school_year, domain_id, incarnation, host_rev, host_epoch, "
      "facts) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (class_id, school_year) DO UPDATE "
      "SET domain_id = excluded.domain_id, incarnation = excluded.incarnation, "
      "host_rev = excluded.host_rev, host_epoch = excluded.host_epoch, facts = excluded.facts",
      row.class_id.value, row.school_year.value, row.domain_id.value, row.incarnation, row.host_rev,
      row.host_epoch, row.facts);
}

Result<std::optional<EnrolmentRow>> SqliteTransaction::enrolment(const gradebook::ClassId& id,
                                                                 const gradebook::SchoolYear& year,
                                                                 std::string_view user_id) {
  return first_row<EnrolmentRow>(
      connection_.prepare("SELECT class_id, school_year, user_id, role, class_sis_id, user_sis_id, "
                          "ended, host_rev, host_epoch, seq FROM enrolment WHERE class_id = ?1 "
                          "AND school_year = ?2 AND user_id = ?3",
                          id.value, year.value, user_id),
      read_enrolment);
}

Status SqliteTransaction::put_enrolment(const EnrolmentRow& row) {
  return connection_.run(
      "INSERT INTO enrolment (class_id, school_year, user_id, role, class_sis_id, user_sis_id, "
      "ended, host_rev, host_epoch, seq) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) "
      "ON CONFLICT (class_id, school_year, user_id) DO UPDATE SET role = excluded.role, "
      "class_sis_id = excluded.class_sis_id, user_sis_id = excluded.user_sis_id, "
      "ended = excluded.ended, host_rev = excluded.host_rev, host_epoch = excluded.host_epoch, "
      "seq = excluded.seq",
      row.class_id.value, row.school_year.value, row.user_id, row.role, row.class_sis_id.value,
      row.user_sis_id.value, row.ended, row.host_rev, row.host_epoch, row.seq);
}

Result<std::vector<ClassRow>> SqliteTransaction::classes(const gradebook::SchoolYear& year) {
  return all_rows<ClassRow>(
      connection_.prepare(
          "SELECT class_id, school_year, domain_id, incarnation, host_rev, host_epoch, facts "
          "FROM class WHERE ?1 = '' OR school_year = ?1 ORDER BY class_id, school_year",
          year.value),
      read_class);
}

Result<std::vector<EnrolmentRow>> SqliteTransaction::enrolments(const gradebook::ClassId& id,
                                                                const gradebook::SchoolYear& year) {
  return all_rows<EnrolmentRow>(
      connection_.prepare("SELECT class_id, school_year, user_id, role, class_sis_id, user_sis_id, "
                          "ended, host_rev, host_epoch, seq FROM enrolment WHERE class_id = ?1 "
                          "AND school_year = ?2 ORDER BY user_id",
                          id.value, year.value),
      read_enrolment);
}

Result<std::optional<SisDocumentRow>>
SqliteTransaction::sis_document(std::string_view connection_id, std::int64_t generation,
                                std::string_view kind, std::string_view key) {
  return first_row<SisDocumentRow>(
      connection_.prepare("SELECT document, read_unix_ms FROM sis_document WHERE connection_id = "
                          "?1 AND connection_generation = ?2 AND kind = ?3 AND key = ?4",
                          connection_id, generation, kind, key),
      [&](SqliteStatement& row) {
        SisDocumentRow out{std::string(connection_id), generation, std::string(kind),
                           std::string(key),           row.text(), 0};
        out.read_unix_ms = row.integer();
        return out;
      });
}

Status SqliteTransaction::put_sis_document(const SisDocumentRow& row) {
  return connection_.run(
      "INSERT INTO sis_document (connection_id, connection_generation, kind, key, document, "
      "read_unix_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (connection_id, "
      "connection_generation, kind, key) DO UPDATE SET document = excluded.document, "
      "read_unix_ms = excluded.read_unix_ms",
      row.connection_id, row.connection_generation, row.kind, row.key, row.document,
      row.read_unix_ms);
}

} // namespace passback::outbox
