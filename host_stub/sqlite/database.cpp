#include "host_stub/sqlite/database.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

namespace host_stub::sqlite {
namespace {

[[noreturn]] void fail(sqlite3* db, std::string_view what) {
  const char* file = sqlite3_db_filename(db, "main");
  throw SqlError("The database " + std::string(file != nullptr ? file : "") + " answered \"" +
                 sqlite3_errmsg(db) + "\" to: " + std::string(what.substr(0, 80)));
}

// SQLite gives its WAL and shared-memory files the mode of the main file, so that one is made
// first, closed to others.
void create_for_owner_only(const std::filesystem::path& file) {
  int fd = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR);
  if (fd < 0) {
    throw SqlError("The file " + file.string() + " cannot be opened: " + std::strerror(errno));
  }
  ::close(fd);
}

} // namespace

Statement::Statement(sqlite3* db, std::string_view sql) {
  sqlite3_stmt* raw = nullptr;
  if (sqlite3_prepare_v2(db, sql.data(), static_cast<int>(sql.size()), &raw, nullptr) !=
      SQLITE_OK) {
    fail(db, sql);
  }
  statement_.reset(raw);
}

bool Statement::step() {
  switch (sqlite3_step(statement_.get())) {
  case SQLITE_ROW:
    return true;
  case SQLITE_DONE:
    return false;
  default:
    fail(sqlite3_db_handle(statement_.get()), sqlite3_sql(statement_.get()));
  }
}

void Statement::rewind() {
  // What it answers is how the last run ended, which step() has told.
  sqlite3_reset(statement_.get());
}

bool Statement::is_null(int column) const {
  return sqlite3_column_type(statement_.get(), column) == SQLITE_NULL;
}

std::string Statement::text(int column) const {
  const unsigned char* bytes = sqlite3_column_text(statement_.get(), column);
  if (bytes == nullptr) {
    return {};
  }
  auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column));
  return {reinterpret_cast<const char*>(bytes), size};
}

std::int64_t Statement::integer(int column) const {
  return sqlite3_column_int64(statement_.get(), column);
}

double Statement::real(int column) const {
  return sqlite3_column_double(statement_.get(), column);
}

std::optional<double> Statement::optional_real(int column) const {
  return is_null(column) ? std::nullopt : std::optional(real(column));
}

void Statement::bind(int index, std::string_view value) {
  // An empty view may have no address, which SQLite would read as NULL.
  const char* bytes = value.data() != nullptr ? value.data() : "";
  sqlite3_bind_text64(statement_.get(), index, bytes, value.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
}

void Statement::bind(int index, std::int64_t value) {
  sqlite3_bind_int64(statement_.get(), index, value);
}

void Statement::bind(int index, double value) {
  sqlite3_bind_double(statement_.get(), index, value);
}

void Statement::bind(int index, std::nullopt_t) {
  sqlite3_bind_null(statement_.get(), index);
}

Database::Database(const std::filesystem::path& file) {
  create_for_owner_only(file);
  sqlite3* raw = nullptr;
  int status = sqlite3_open_v2(file.c_str(), &raw,
                               SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_EXRESCODE,
                               nullptr);
  db_.reset(raw);
  if (status != SQLITE_OK) {
    fail(raw, "open");
  }
  sqlite3_busy_timeout(raw, 5000);
  script("PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;");
}

void Database::script(const std::string& sql) {
  if (sqlite3_exec(db_.get(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
    fail(db_.get(), sql);
  }
}

Transaction::Transaction(Database& db) : db_(db) {
  db_.script("BEGIN IMMEDIATE");
}

Transaction::~Transaction() {
  if (open_) {
    try {
      db_.script("ROLLBACK");
    } catch (const SqlError&) {
      // A failed statement may have rolled back already; there is nothing left to undo.
    }
  }
}

void Transaction::commit() {
  db_.script("COMMIT");
  open_ = false;
}

} // namespace host_stub::sqlite
