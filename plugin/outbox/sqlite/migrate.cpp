#include "plugin/outbox/sqlite/migrate.hpp"

#include <memory>
#include <thread>

#include "plugin/platform/files.hpp"
#include "plugin/platform/try.hpp"

namespace passback::outbox {

namespace {

using SteadyClock = std::chrono::steady_clock;

/// Calls `attempt` until it is not Code::busy any more, or until the time is over.
template <class Attempt>
Status patiently(SteadyClock::time_point deadline, const Attempt& attempt) {
  for (;;) {
    Status result = attempt();
    if (result || result.error().code != Code::busy || SteadyClock::now() >= deadline) {
      return result;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
}

Status check_version(const SchemaFound& found, std::int64_t ours) {
  if (found.version <= ours || (found.version == ours + 1 && found.min_reader <= ours)) {
    return ok_status();
  }
  return Error{Code::store_version, "the outbox has schema " + std::to_string(found.version) +
                                        ", this release knows " + std::to_string(ours)};
}

/// Copies the committed state of `path` (schema `version`) beside it.
Status keep_copy(const std::string& path, std::int64_t version, SteadyClock::time_point deadline) {
  const std::string final_name = path + ".v" + std::to_string(version);
  const std::string beside = final_name + ".new";
  PASSBACK_TRY(platform::remove_file(beside));
  PASSBACK_TRY(platform::ensure_private_file(beside));
  {
    // A connection of its own: the one that holds the write lock may not be a backup's source.
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(deadline - SteadyClock::now());
    PASSBACK_TRY_AS(auto source,
                    SqliteConnection::open_patiently(path, ConnectionUse::reader, false, left));
    PASSBACK_TRY_AS(auto target, SqliteConnection::open(beside, ConnectionUse::writer, true));
    sqlite3* to = target->handle();
    sqlite3_backup* backup = sqlite3_backup_init(to, "main", source->handle(), "main");
    if (backup == nullptr) {
      return sqlite_error(to, sqlite3_errcode(to));
    }
    const int stepped = sqlite3_backup_step(backup, -1);
    const int finished = sqlite3_backup_finish(backup);
    if (stepped != SQLITE_DONE) {
      return sqlite_error(to, finished == SQLITE_OK ? stepped : finished);
    }
    // One plain file, without a WAL beside it.
    PASSBACK_TRY(target->script("PRAGMA journal_mode = DELETE"));
  }
  return platform::rename_file(beside, final_name);
}

Status apply(SqliteConnection& connection, const std::string& path,
             std::span<const Migration> migrations, SteadyClock::time_point deadline) {
  const Result<SchemaFound> found = schema_of(connection);
  if (!found) {
    return found.error();
  }
  const std::int64_t from = found->version;
  if (from >= migrations.back().version) {
    return ok_status();
  }
  if (from > 0) {
    PASSBACK_TRY(keep_copy(path, from, deadline));
  } else if (Status marked =
                 connection.script("PRAGMA application_id = " + std::to_string(kApplicationId));
             !marked) {
    return marked;
  }
  for (const Migration& migration : migrations) {
    if (migration.version <= from) {
      continue;
    }
    const std::string version = std::to_string(migration.version);
    const std::string min_reader = std::to_string(migration.min_reader);
    Status done = connection.script(
        std::string(migration.sql) + ";INSERT INTO meta (name, value) VALUES ('schema_version', '" +
        version + "'), ('min_reader_version', '" + min_reader +
        "') ON CONFLICT (name) DO UPDATE SET value = excluded.value;PRAGMA user_version = " +
        version);
    if (!done) {
      return done;
    }
  }
  return ok_status();
}

} // namespace

Result<SchemaFound> schema_of(SqliteConnection& connection) {
  const auto version = connection.integer_of("PRAGMA user_version");
  const auto application = connection.integer_of("PRAGMA application_id");
  const auto tables = connection.integer_of("SELECT count(*) FROM sqlite_schema");
  for (const auto* answer : {&version, &application, &tables}) {
    if (!*answer) {
      return answer->error();
    }
  }
  if (*version == 0 && *application == 0 && *tables == 0) {
    return SchemaFound{};
  }
  if (*application != kApplicationId || *version < 1) {
    return Error{Code::corrupt, "the file is not an outbox"};
  }
  PASSBACK_TRY_AS(const auto min_reader,
                  connection.integer_of(
                      "SELECT CAST(value AS INTEGER) FROM meta WHERE name = 'min_reader_version'"));
  return SchemaFound{*version, min_reader};
}

Status migrate(SqliteConnection& connection, const std::string& path,
               std::span<const Migration> migrations, std::chrono::milliseconds patience) {
  const auto deadline = SteadyClock::now() + patience;
  SchemaFound found;
  Status read = patiently(deadline, [&]() -> Status {
    const Result<SchemaFound> answer = schema_of(connection);
    if (!answer) {
      return answer.error();
    }
    found = *answer;
    return ok_status();
  });
  if (!read) {
    return read;
  }
  const std::int64_t ours = migrations.back().version;
  if (found.version >= ours) {
    return check_version(found, ours);
  }
  if (found.version == 0) {
    // Not possible inside a transaction; the mode stays with the file.
    Status mode =
        patiently(deadline, [&] { return connection.script("PRAGMA journal_mode = WAL"); });
    if (!mode) {
      return mode;
    }
  }
  Status begun = patiently(deadline, [&] { return connection.script("BEGIN IMMEDIATE"); });
  if (!begun) {
    return begun;
  }
  Status applied = apply(connection, path, migrations, deadline);
  if (applied) {
    applied = connection.script("COMMIT");
  }
  if (!applied && connection.in_transaction()) {
    const Status undone = connection.script("ROLLBACK");
    static_cast<void>(undone);
  }
  return applied;
}

} // namespace passback::outbox
