// The tables, as a list of migrations: what docs/outbox.md describes, in SQL.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace passback::outbox {

/// One step of the schema. Steps expand: they add tables, columns with a default and indexes.
/// A step that contracts (drops or changes the meaning of something) may only come one release
/// after the code stopped using it, and says so in min_reader. Version 6 is the one exception: it
/// breaks at once, and renames what an older module that still runs would have to find.
struct Migration {
  std::int64_t version = 0;    ///< the schema version it leads to; 1, 2, 3, ...
  std::int64_t min_reader = 0; ///< the oldest schema version whose code may still use the result
  std::string_view sql;
};

/// All migrations of this build, in order.
std::span<const Migration> sqlite_migrations();

/// The version that they lead to, as the module's descriptor tells it to hosts.
inline constexpr std::string_view kFormat = "10";

/// "Pass": marks the file as an outbox.
inline constexpr std::int64_t kApplicationId = 0x50617373;

} // namespace passback::outbox
