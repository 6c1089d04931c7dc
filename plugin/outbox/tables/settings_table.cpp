#include "plugin/outbox/tables/settings_table.hpp"

#include "plugin/outbox/tables/query.hpp"

namespace passback::outbox {

namespace {

std::int64_t read_integer(Statement& row) {
  return row.integer();
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

} // namespace

Result<std::int64_t> SettingsTable::next_seq() {
  return required(first_row<std::int64_t>(
      database_.prepare("UPDATE counter SET value = value + 1 WHERE name = 'seq' RETURNING value"),
      read_integer));
}

Result<std::optional<std::string>> SettingsTable::meta(std::string_view name) {
  return first_row<std::string>(database_.prepare("SELECT value FROM meta WHERE name = ?1", name),
                                [](Statement& row) { return row.text(); });
}

Status SettingsTable::put_meta(std::string_view name, std::string_view value) {
  return database_.run("INSERT INTO meta (name, value) VALUES (?1, ?2) "
                       "ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                       name, value);
}

Result<std::int64_t> SettingsTable::settings_generation() {
  return required(first_row<std::int64_t>(
      database_.prepare("SELECT value FROM counter WHERE name = 'settings_generation'"),
      read_integer));
}

Result<std::optional<SettingsRow>> SettingsTable::settings(Scope scope, std::string_view scope_id) {
  return first_row<SettingsRow>(
      database_.prepare(
          "SELECT document, generation FROM settings WHERE scope = ?1 AND scope_id = ?2", scope,
          scope_id),
      [&](Statement& row) {
        SettingsRow out{scope, std::string(scope_id), row.text(), 0};
        out.generation = row.integer();
        return out;
      });
}

Status SettingsTable::put_settings(Scope scope, std::string_view scope_id,
                                   std::string_view document) {
  const Result<std::int64_t> generation = required(
      first_row<std::int64_t>(database_.prepare("UPDATE counter SET value = value + 1 WHERE name = "
                                                "'settings_generation' RETURNING value"),
                              read_integer));
  if (!generation) {
    return generation.error();
  }
  return database_.run(
      "INSERT INTO settings (scope, scope_id, document, generation) VALUES (?1, ?2, ?3, ?4) "
      "ON CONFLICT (scope, scope_id) DO UPDATE SET document = excluded.document, "
      "generation = excluded.generation",
      scope, scope_id, document, *generation);
}

} // namespace passback::outbox
