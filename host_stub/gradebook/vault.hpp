#pragma once
// Where the plugin's secrets are kept.
#include <optional>
#include <string>
#include <string_view>

#include "host_stub/gradebook/gradebook.hpp"

namespace host_stub::gradebook {

// Named secrets, kept apart from everything that is shown or logged. A real host has a vault of its
// own behind this; here the file's mode (0600) is the protection.
class Vault {
 public:
  explicit Vault(Gradebook& book) : db_(book.database()) {}

  std::optional<std::string> get(std::string_view name) {
    auto row = db_.query("SELECT value FROM secret WHERE name = ?", name);
    return row.step() ? std::optional(row.text(0)) : std::nullopt;
  }

  void put(std::string_view name, std::string_view value) {
    db_.run("INSERT INTO secret(name, value, version) VALUES (?1, CAST(?2 AS BLOB), 1) "
            "ON CONFLICT(name) DO UPDATE SET value = excluded.value, version = version + 1",
            name, value);
  }

  void remove(std::string_view name) { db_.run("DELETE FROM secret WHERE name = ?", name); }

 private:
  sqlite::Database& db_;
};

} // namespace host_stub::gradebook
