#include "plugin/outbox/sqlite/connection.hpp"

#include <cerrno>
#include <initializer_list>
#include <thread>
#include <utility>

#include "plugin/platform/process.hpp"
#include "plugin/platform/try.hpp"

namespace passback::outbox {

namespace {

Code code_of_system_error(int error_number) {
  switch (error_number) {
  case ENOSPC:
  case EDQUOT:
  case EFBIG:
    return Code::disk_full;
  case EACCES:
  case EPERM:
  case EROFS:
    return Code::read_only;
  default:
    return Code::storage;
  }
}

Code code_of_file(sqlite3_file* file) {
  int error_number = 0;
  if (file == nullptr || file->pMethods == nullptr ||
      file->pMethods->xFileControl(file, SQLITE_FCNTL_LAST_ERRNO, &error_number) != SQLITE_OK) {
    return Code::storage;
  }
  return code_of_system_error(error_number);
}

/// SQLite knows only ENOSPC as a full disk; a quota (EDQUOT, EFBIG) it calls an I/O error, and the
/// system's own number for it stays with the file that could not be written.
Code code_of_io_error(sqlite3* db) {
  for (const int which : {SQLITE_FCNTL_JOURNAL_POINTER, SQLITE_FCNTL_FILE_POINTER}) {
    sqlite3_file* file = nullptr;
    if (sqlite3_file_control(db, "main", which, &file) == SQLITE_OK) {
      if (const Code code = code_of_file(file); code != Code::storage) {
        return code;
      }
    }
  }
  return code_of_system_error(sqlite3_system_errno(db));
}

Code code_of_result(sqlite3* db, int result) {
  switch (result & 0xff) {
  case SQLITE_BUSY:
  case SQLITE_LOCKED:
    return Code::busy;
  case SQLITE_FULL:
    return Code::disk_full;
  case SQLITE_READONLY:
  case SQLITE_PERM:
    return Code::read_only;
  case SQLITE_CORRUPT:
  case SQLITE_NOTADB:
  case SQLITE_FORMAT:
    return Code::corrupt;
  case SQLITE_CANTOPEN:
    return db == nullptr ? Code::storage : code_of_system_error(sqlite3_system_errno(db));
  case SQLITE_IOERR:
    return db == nullptr ? Code::storage : code_of_io_error(db);
  case SQLITE_CONSTRAINT:
    return Code::state;
  case SQLITE_TOOBIG:
    return Code::range;
  default:
    return Code::storage;
  }
}

} // namespace

Error sqlite_error(sqlite3* db, int result) {
  // errmsg names tables and files, never values.
  const int extended = db == nullptr ? result : sqlite3_extended_errcode(db);
  std::string detail = "outbox: ";
  detail += db == nullptr ? sqlite3_errstr(result) : sqlite3_errmsg(db);
  detail += " (" + std::to_string(extended) + ")";
  return Error{code_of_result(db, result), std::move(detail)};
}

void SqliteStatement::reset() noexcept {
  sqlite3_reset(statement_);
  sqlite3_clear_bindings(statement_);
  next_parameter_ = 1;
  next_column_ = 0;
  bind_result_ = SQLITE_OK;
}

void SqliteStatement::remember(int result) {
  if (bind_result_ == SQLITE_OK) {
    bind_result_ = result;
  }
}

void SqliteStatement::bind(std::int64_t value) {
  remember(sqlite3_bind_int64(statement_, next_parameter_++, value));
}

// A null destructor is SQLITE_STATIC: the text outlives the statement's use.
void SqliteStatement::bind(std::string_view value) {
  const char* data = value.data() == nullptr ? "" : value.data();
  remember(
      sqlite3_bind_text64(statement_, next_parameter_++, data, value.size(), nullptr, SQLITE_UTF8));
}

void SqliteStatement::bind_null() {
  remember(sqlite3_bind_null(statement_, next_parameter_++));
}

Result<bool> SqliteStatement::step() {
  if (bind_result_ != SQLITE_OK) {
    return sqlite_error(db_, bind_result_);
  }
  next_column_ = 0;
  const int result = sqlite3_step(statement_);
  if (result == SQLITE_ROW) {
    return true;
  }
  if (result == SQLITE_DONE) {
    return false;
  }
  return sqlite_error(db_, result);
}

std::int64_t SqliteStatement::integer() {
  return sqlite3_column_int64(statement_, next_column_++);
}

std::string SqliteStatement::text() {
  const int column = next_column_++;
  // The blob form gives the bytes without looking for their end: a text may hold a NUL.
  const void* data = sqlite3_column_blob(statement_, column);
  const int size = sqlite3_column_bytes(statement_, column);
  return data == nullptr
             ? std::string()
             : std::string(static_cast<const char*>(data), static_cast<std::size_t>(size));
}

SqliteConnection::SqliteConnection(sqlite3* db) : db_(db), process_id_(platform::process_id()) {}

SqliteConnection::~SqliteConnection() {
  // In a forked child everything here is still the parent's: even closing would disturb it.
  if (process_id_ != platform::process_id()) {
    return;
  }
  for (auto& [sql, statement] : statements_) {
    statement.finalize();
  }
  sqlite3_close_v2(db_);
}

Result<std::unique_ptr<SqliteConnection>>
SqliteConnection::open(const std::string& path, ConnectionUse use, bool sync_every_commit) {
  sqlite3* db = nullptr;
  constexpr int kFlags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE |
                         SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_EXRESCODE;
  const int result = sqlite3_open_v2(path.c_str(), &db, kFlags, nullptr);
  if (result != SQLITE_OK) {
    const Error error = sqlite_error(db, result);
    sqlite3_close_v2(db);
    return error;
  }
  std::unique_ptr<SqliteConnection> connection(new SqliteConnection(db));
  sqlite3_busy_timeout(db, 0);
  sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  // Checkpoints are long and sync: only the storage thread makes them, and only when it chooses.
  sqlite3_db_config(db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
  std::string settings = "PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY;"
                         "PRAGMA wal_autocheckpoint = 0; PRAGMA journal_size_limit = 1048576;"
                         "PRAGMA fullfsync = OFF; PRAGMA checkpoint_fullfsync = OFF;";
  settings += sync_every_commit ? "PRAGMA synchronous = FULL;" : "PRAGMA synchronous = NORMAL;";
  if (use == ConnectionUse::reader) {
    settings += "PRAGMA query_only = ON;";
  }
  PASSBACK_TRY(connection->script(settings));
  return connection;
}

Result<std::unique_ptr<SqliteConnection>>
SqliteConnection::open_patiently(const std::string& path, ConnectionUse use, bool sync_every_commit,
                                 std::chrono::milliseconds patience) {
  const auto deadline = std::chrono::steady_clock::now() + patience;
  for (;;) {
    auto opened = open(path, use, sync_every_commit);
    if (opened || opened.error().code != Code::busy ||
        std::chrono::steady_clock::now() >= deadline) {
      return opened;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
}

Result<PreparedStatement*> SqliteConnection::keep_prepared(std::string_view sql) {
  if (const auto found = statements_.find(sql); found != statements_.end()) {
    return &found->second;
  }
  sqlite3_stmt* statement = nullptr;
  const int result = sqlite3_prepare_v3(db_, sql.data(), static_cast<int>(sql.size()),
                                        SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
  if (result != SQLITE_OK) {
    return sqlite_error(db_, result);
  }
  return &statements_.emplace(sql, SqliteStatement(db_, statement)).first->second;
}

Result<std::int64_t> SqliteConnection::integer_of(std::string_view sql) {
  PASSBACK_TRY_AS(auto statement, prepare(sql));
  const Result<bool> row = statement.step();
  if (!row) {
    return row.error();
  }
  if (!*row) {
    return Error{Code::internal, "outbox: a query that must give a row gave none"};
  }
  return statement.integer();
}

Status SqliteConnection::script(const std::string& sql) {
  const int result = sqlite3_exec(db_, sql.c_str(), nullptr, nullptr, nullptr);
  if (result != SQLITE_OK) {
    return sqlite_error(db_, result);
  }
  return ok_status();
}

} // namespace passback::outbox
