// Brings a database to this build's schema, or refuses it.
#pragma once

#include <chrono>
#include <span>
#include <string>

#include "plugin/outbox/sqlite/connection.hpp"
#include "plugin/outbox/sqlite/schema.hpp"
#include "plugin/platform/result.hpp"

namespace passback::outbox {

/// What stands in a database file.
struct SchemaFound {
  std::int64_t version = 0;    ///< 0 = empty
  std::int64_t min_reader = 0; ///< the oldest schema version whose code may use it
};

/// Reads only. Code::corrupt if the file is a database of something else.
Result<SchemaFound> schema_of(SqliteConnection& connection);

/// Migrates `connection` (of the file `path`) up to the last of `migrations`, under the write lock,
/// so that of two processes one migrates and the other finds the work done. Before the first step
/// on a database that is not empty a copy is kept as `path`.v<version>. One release ahead is used
/// as it is, if it allows that; further ahead is Code::store_version, untouched. Code::busy if the
/// lock did not come free in time.
Status migrate(SqliteConnection& connection, const std::string& path,
               std::span<const Migration> migrations, std::chrono::milliseconds patience);

} // namespace passback::outbox
