#pragma once
// The host's own database, opened: what everything in this folder works on.
#include <filesystem>
#include <string>
#include <string_view>

#include "host_stub/gradebook/model.hpp"
#include "host_stub/sqlite/database.hpp"

namespace host_stub::gradebook {

// Who this site is. Two hosts that answer the same identity are, for the plugin, the same site.
struct Site {
  std::string id;
  std::string url;
};

// The host's own data: one SQLite file, gradebook.sqlite, in the data folder (made with mode 0700
// when missing). The stores beside this file (roster_store, score_store, vault, …) are views on
// `database()`. One thread at a time.
class Gradebook {
 public:
  explicit Gradebook(const std::filesystem::path& data_folder);

  sqlite::Database& database() { return db_; }

  // Made up at the first open and kept; a copy of the folder keeps it too, as a copied site would.
  Site site();

  // Raised when a host is restored from a backup: its revisions start again below ones that were
  // already told.
  std::int64_t host_epoch();
  void raise_host_epoch(std::int64_t epoch);

  // Classes and enrolments that an import brought or changed, and of which the plugin has not heard.
  bool roster_is_untold() { return fact("roster_untold") == "1"; }
  void set_roster_untold(bool untold);

  // The next unused id of a kind: "class-1", "class-2", … Never given twice. Call it inside a
  // transaction.
  std::string new_id(std::string_view kind);

 private:
  std::string fact(std::string_view name);

  sqlite::Database db_;
};

} // namespace host_stub::gradebook
