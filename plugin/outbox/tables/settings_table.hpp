// What is counted (the order of everything among it), small texts by name, and the settings, as
// rows.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "plugin/outbox/database.hpp"
#include "plugin/outbox/rows.hpp"

namespace passback::outbox {

class SettingsTable {
 public:
  explicit SettingsTable(Database& database) : database_(database) {}

  /// The next number of the only order that delivery knows.
  Result<std::int64_t> next_seq();

  // How often something has left (mark.hpp).
  Result<std::int64_t> sendings();
  Status count_sending();
  Status put_sendings(std::int64_t sendings);

  // meta: site_id, site_url, hold, ... small texts by name.
  Result<std::optional<std::string>> meta(std::string_view name);
  Status put_meta(std::string_view name, std::string_view value);

  // Settings. Each put raises settings_generation by one.
  Result<std::int64_t> settings_generation();
  Result<std::optional<SettingsRow>> settings(Scope scope, std::string_view scope_id);
  Status put_settings(Scope scope, std::string_view scope_id, std::string_view document);

 private:
  Result<std::int64_t> counted(std::string_view counter);
  Result<std::int64_t> count_one_more(std::string_view counter);

  Database& database_;
};

} // namespace passback::outbox
