#include "plugin/outbox/tables/connections_table.hpp"

#include "plugin/outbox/code_text.hpp"
#include "plugin/outbox/tables/query.hpp"

namespace passback::outbox {

namespace {

ConnectionRow read_connection(Statement& row) {
  ConnectionRow out;
  out.id = row.text();
  out.generation = row.integer();
  out.domain_id.value = row.text();
  out.account_key = row.text();
  out.document = row.text();
  out.active = row.integer() != 0;
  return out;
}

AccountRow read_account(Statement& row) {
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

} // namespace

Result<std::optional<ConnectionRow>> ConnectionsTable::connection(std::string_view id) {
  return first_row<ConnectionRow>(
      database_.prepare("SELECT id, generation, domain_id, account_key, document, active "
                        "FROM connection WHERE id = ?1",
                        id),
      read_connection);
}

Result<std::vector<ConnectionRow>> ConnectionsTable::connections() {
  return all_rows<ConnectionRow>(
      database_.prepare("SELECT id, generation, domain_id, account_key, document, active "
                        "FROM connection WHERE active <> 0 ORDER BY id"),
      read_connection);
}

Result<std::vector<ConnectionRow>>
ConnectionsTable::removed_connections(const gradebook::DomainId& domain) {
  return all_rows<ConnectionRow>(
      database_.prepare("SELECT id, generation, domain_id, account_key, document, active "
                        "FROM connection WHERE active = 0 AND domain_id = ?1 ORDER BY id",
                        domain.value),
      read_connection);
}

Status ConnectionsTable::put_connection(const ConnectionRow& row) {
  return database_.run(
      "INSERT INTO connection (id, generation, domain_id, account_key, document, active) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (id) DO UPDATE SET "
      "generation = excluded.generation, domain_id = excluded.domain_id, "
      "account_key = excluded.account_key, document = excluded.document, active = excluded.active",
      row.id, row.generation, row.domain_id.value, row.account_key, row.document, row.active);
}

Result<std::vector<AccountRow>> ConnectionsTable::accounts() {
  return all_rows<AccountRow>(
      database_.prepare("SELECT key, state, code, since_unix_ms, retry_unix_ms, failures, "
                        "notice_unix_ms, owner_id, epoch, boot_id, deadline_boot_ms "
                        "FROM sis_account ORDER BY key"),
      read_account);
}

Result<std::optional<AccountRow>> ConnectionsTable::account(std::string_view key) {
  return first_row<AccountRow>(
      database_.prepare("SELECT key, state, code, since_unix_ms, retry_unix_ms, failures, "
                        "notice_unix_ms, owner_id, epoch, boot_id, deadline_boot_ms "
                        "FROM sis_account WHERE key = ?1",
                        key),
      read_account);
}

Status ConnectionsTable::put_account(const AccountRow& row) {
  return database_.run(
      "INSERT INTO sis_account (key, state, code, since_unix_ms, retry_unix_ms, failures, "
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

} // namespace passback::outbox
