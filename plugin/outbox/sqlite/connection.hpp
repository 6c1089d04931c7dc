// One SQLite connection and its prepared statements, as RAII. SQLite stays inside this folder:
// nothing of it shows in the outbox's interface.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include <sqlite3.h>

#include "plugin/outbox/database.hpp"
#include "plugin/platform/result.hpp"

namespace passback::outbox {

/// The error of a failed SQLite call, from the connection it happened on.
Error sqlite_error(sqlite3* db, int result);

/// A statement that SQLite keeps prepared.
class SqliteStatement final : public PreparedStatement {
 public:
  SqliteStatement(sqlite3* db, sqlite3_stmt* statement) : db_(db), statement_(statement) {}

  void bind(std::int64_t value) override;
  void bind(std::string_view value) override;
  void bind_null() override;
  Result<bool> step() override;
  std::int64_t integer() override;
  std::string text() override;
  void reset() noexcept override;
  void finalize() noexcept { sqlite3_finalize(statement_); }

 private:
  void remember(int result);

  sqlite3* db_;
  sqlite3_stmt* statement_;
  int next_parameter_ = 1;
  int next_column_ = 0;
  int bind_result_ = SQLITE_OK;
};

/// What a connection is for.
enum class ConnectionUse {
  writer,      ///< intake: never checkpoints
  reader,      ///< refuses to write
  checkpointer ///< the storage thread's
};

/// An open database file. Used by one thread at a time. In a forked child it is abandoned, not
/// closed.
class SqliteConnection final : public Database {
 public:
  /// `path` must exist and contain no link. `sync_every_commit`: durability against a power cut.
  static Result<std::unique_ptr<SqliteConnection>> open(const std::string& path, ConnectionUse use,
                                                        bool sync_every_commit);
  /// The same, while the file is busy: another process may be recovering it after a crash.
  static Result<std::unique_ptr<SqliteConnection>>
  open_patiently(const std::string& path, ConnectionUse use, bool sync_every_commit,
                 std::chrono::milliseconds patience);
  /// Its descriptors are not ours any more: it is not closed, which would close somebody else's.
  void abandon() { process_id_ = 0; }
  SqliteConnection(const SqliteConnection&) = delete;
  SqliteConnection& operator=(const SqliteConnection&) = delete;
  ~SqliteConnection() override;

  /// The first column of the first row; Code::internal if there is no row.
  Result<std::int64_t> integer_of(std::string_view sql);
  /// Several statements, none prepared: pragmas, schema.
  Status script(const std::string& sql);

  std::int64_t last_insert_id() const override { return sqlite3_last_insert_rowid(db_); }
  std::int64_t changes() const override { return sqlite3_changes64(db_); }
  /// False also after SQLite itself has rolled back, as it does when the disk is full.
  bool in_transaction() const { return sqlite3_get_autocommit(db_) == 0; }
  sqlite3* handle() const { return db_; }

 private:
  explicit SqliteConnection(sqlite3* db);
  Result<PreparedStatement*> keep_prepared(std::string_view sql) override;

  sqlite3* db_;
  std::int64_t process_id_;
  std::map<std::string, SqliteStatement, std::less<>> statements_;
};

} // namespace passback::outbox
