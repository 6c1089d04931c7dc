// One SQLite connection and its prepared statements, as RAII. SQLite stays inside plugin/outbox/
// sqlite_*: nothing of it shows in the outbox's interface.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>

#include <sqlite3.h>

#include "plugin/platform/result.hpp"

namespace passback::outbox {

/// The error of a failed SQLite call, from the connection it happened on.
Error sqlite_error(sqlite3* db, int result);

/// A prepared statement on loan from its connection: reset when it goes. Texts that are bound must
/// live until then.
class SqliteStatement {
 public:
  SqliteStatement(sqlite3* db, sqlite3_stmt* statement) : db_(db), statement_(statement) {}
  SqliteStatement(SqliteStatement&& other) noexcept;
  SqliteStatement& operator=(SqliteStatement&&) = delete;
  SqliteStatement(const SqliteStatement&) = delete;
  SqliteStatement& operator=(const SqliteStatement&) = delete;
  ~SqliteStatement();

  /// Binds the next parameter.
  void bind(std::int64_t value);
  void bind(std::string_view value);
  void bind_blob(std::string_view value);
  void bind_null();

  /// True = there is a row.
  Result<bool> step();
  /// Runs a statement that gives no rows, or whose rows do not matter.
  Status run();

  /// Columns of the row, in order: each call takes the next.
  std::int64_t integer();
  std::string text();
  template <class Int> Int integer_as() { return static_cast<Int>(integer()); }

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
class SqliteConnection {
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
  ~SqliteConnection();

  /// A statement with its first parameters bound: integers, texts, string_views. The statement is
  /// kept prepared under its text.
  template <class... Args>
  Result<SqliteStatement> prepare(std::string_view sql, const Args&... args) {
    auto statement = cached(sql);
    if (statement) {
      (bind_one(*statement, args), ...);
    }
    return statement;
  }
  /// Prepares, binds, runs.
  template <class... Args> Status run(std::string_view sql, const Args&... args) {
    auto statement = prepare(sql, args...);
    return statement ? statement->run() : Status(statement.error());
  }
  /// The first column of the first row; Code::internal if there is no row.
  Result<std::int64_t> integer_of(std::string_view sql);
  /// Several statements, none prepared: pragmas, schema.
  Status script(const std::string& sql);

  std::int64_t last_insert_id() const { return sqlite3_last_insert_rowid(db_); }
  std::int64_t changes() const { return sqlite3_changes64(db_); }
  /// False also after SQLite itself has rolled back, as it does when the disk is full.
  bool in_transaction() const { return sqlite3_get_autocommit(db_) == 0; }
  sqlite3* handle() const { return db_; }

 private:
  explicit SqliteConnection(sqlite3* db);
  Result<SqliteStatement> cached(std::string_view sql);
  template <class Arg> static void bind_one(SqliteStatement& statement, const Arg& arg) {
    if constexpr (std::is_integral_v<Arg> || std::is_enum_v<Arg>) {
      statement.bind(static_cast<std::int64_t>(arg));
    } else {
      statement.bind(std::string_view(arg));
    }
  }

  sqlite3* db_;
  std::int64_t process_id_;
  std::map<std::string, sqlite3_stmt*, std::less<>> statements_;
};

} // namespace passback::outbox
