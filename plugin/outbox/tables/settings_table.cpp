#include "plugin/outbox/tables/settings_table.hpp"

#include "plugin/outbox/tables/query.hpp"
#include "plugin/platform/try.hpp"

namespace passback::outbox {

namespace {

constexpr std::string_view kSeq = "seq";
constexpr std::string_view kSettingsGeneration = "settings_generation";
constexpr std::string_view kSendings = "sendings";

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

Result<std::int64_t> SettingsTable::counted(std::string_view counter) {
  return required(first_row<std::int64_t>(
      database_.prepare("SELECT number FROM counter WHERE name = ?1", counter), read_integer));
}

Result<std::int64_t> SettingsTable::count_one_more(std::string_view counter) {
  return required(first_row<std::int64_t>(
      database_.prepare("UPDATE counter SET number = number + 1 WHERE name = ?1 RETURNING number",
                        counter),
      read_integer));
}

Result<std::int64_t> SettingsTable::next_seq() {
  return count_one_more(kSeq);
}

Result<std::int64_t> SettingsTable::sendings() {
  return counted(kSendings);
}

Status SettingsTable::count_sending() {
  const auto counted_now = count_one_more(kSendings);
  return counted_now ? ok_status() : Status(counted_now.error());
}

Status SettingsTable::put_sendings(std::int64_t sendings) {
  return database_.run("UPDATE counter SET number = ?2 WHERE name = ?1", kSendings, sendings);
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
  return counted(kSettingsGeneration);
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
  PASSBACK_TRY_AS(const auto generation, count_one_more(kSettingsGeneration));
  return database_.run(
      "INSERT INTO settings (scope, scope_id, document, generation) VALUES (?1, ?2, ?3, ?4) "
      "ON CONFLICT (scope, scope_id) DO UPDATE SET document = excluded.document, "
      "generation = excluded.generation",
      scope, scope_id, document, generation);
}

} // namespace passback::outbox
