#include <stdexcept>
#include <vector>

#include <sqlite3.h>

#include "host_stub/sis/store.hpp"

namespace host_stub::sis {

namespace {

struct CloseDatabase {
  void operator()(sqlite3* database) const { sqlite3_close_v2(database); }
};
struct FinalizeStatement {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Database = std::unique_ptr<sqlite3, CloseDatabase>;
using Statement = std::unique_ptr<sqlite3_stmt, FinalizeStatement>;

class SqliteJournal final : public Journal {
 public:
  explicit SqliteJournal(const std::string& path) : path_(path) {
    sqlite3* raw = nullptr;
    const int code =
        sqlite3_open_v2(path.c_str(), &raw, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);
    database_.reset(raw);
    check(code);
    sqlite3_busy_timeout(database_.get(), 2000);
    run("PRAGMA journal_mode=WAL");
    run("PRAGMA synchronous=NORMAL");
    run("CREATE TABLE IF NOT EXISTS record("
        "kind TEXT NOT NULL, id TEXT NOT NULL, place INTEGER NOT NULL, value TEXT NOT NULL,"
        "created_ms INTEGER NOT NULL, updated_ms INTEGER NOT NULL, writes INTEGER NOT NULL,"
        "PRIMARY KEY(kind, id)) WITHOUT ROWID");
    save_ = prepare("INSERT INTO record(kind, id, place, value, created_ms, updated_ms, writes)"
                    " VALUES(?,?,?,?,?,?,?) ON CONFLICT(kind, id) DO UPDATE SET"
                    " place=excluded.place, value=excluded.value, created_ms=excluded.created_ms,"
                    " updated_ms=excluded.updated_ms, writes=excluded.writes");
    erase_ = prepare("DELETE FROM record WHERE kind=? AND id=?");
  }

  void load(const std::function<void(Kind, Record)>& take) override {
    const auto rows = prepare(
        "SELECT kind, id, place, value, created_ms, updated_ms, writes FROM record ORDER BY place");
    while (step(rows)) {
      const auto kind = kind_of_plural(text(rows, 0));
      if (!kind) {
        continue;
      }
      Record record;
      record.id = text(rows, 1);
      record.order = static_cast<std::uint64_t>(sqlite3_column_int64(rows.get(), 2));
      record.value = json::parse(text(rows, 3)).as_object();
      record.created_ms = sqlite3_column_int64(rows.get(), 4);
      record.updated_ms = sqlite3_column_int64(rows.get(), 5);
      record.writes = static_cast<std::uint64_t>(sqlite3_column_int64(rows.get(), 6));
      take(*kind, std::move(record));
    }
  }

  void save(Kind kind, const Record& record) override {
    const auto value = to_text(record.value);
    bind(save_, 1, plural(kind));
    bind(save_, 2, record.id);
    check(sqlite3_bind_int64(save_.get(), 3, static_cast<sqlite3_int64>(record.order)));
    bind(save_, 4, value);
    check(sqlite3_bind_int64(save_.get(), 5, record.created_ms));
    check(sqlite3_bind_int64(save_.get(), 6, record.updated_ms));
    check(sqlite3_bind_int64(save_.get(), 7, static_cast<sqlite3_int64>(record.writes)));
    run(save_);
  }

  void erase(Kind kind, const std::string& id) override {
    bind(erase_, 1, plural(kind));
    bind(erase_, 2, id);
    run(erase_);
  }

  void begin() override { run("BEGIN IMMEDIATE"); }
  void commit() override { run("COMMIT"); }
  void roll_back() override {
    sqlite3_exec(database_.get(), "ROLLBACK", nullptr, nullptr, nullptr);
  }

 private:
  void check(int code) const {
    if (code != SQLITE_OK && code != SQLITE_ROW && code != SQLITE_DONE) {
      throw std::runtime_error(path_ + ": " + sqlite3_errmsg(database_.get()));
    }
  }
  void run(const char* sql) const {
    check(sqlite3_exec(database_.get(), sql, nullptr, nullptr, nullptr));
  }
  void run(const Statement& statement) const {
    const int code = sqlite3_step(statement.get());
    sqlite3_reset(statement.get());
    check(code);
  }
  bool step(const Statement& statement) const {
    const int code = sqlite3_step(statement.get());
    check(code);
    return code == SQLITE_ROW;
  }
  Statement prepare(const char* sql) const {
    sqlite3_stmt* raw = nullptr;
    check(sqlite3_prepare_v2(database_.get(), sql, -1, &raw, nullptr));
    return Statement(raw);
  }
  void bind(const Statement& statement, int at, std::string_view value) const {
    check(sqlite3_bind_text64(statement.get(), at, value.data(), value.size(), SQLITE_TRANSIENT,
                              SQLITE_UTF8));
  }
  static std::string text(const Statement& statement, int column) {
    const auto* data = sqlite3_column_text(statement.get(), column);
    return {reinterpret_cast<const char*>(data),
            static_cast<std::size_t>(sqlite3_column_bytes(statement.get(), column))};
  }

  std::string path_;
  Database database_;
  Statement save_;
  Statement erase_;
};

} // namespace

std::unique_ptr<Journal> open_journal(const std::string& path) {
  if (path.empty()) {
    return nullptr;
  }
  return std::make_unique<SqliteJournal>(path);
}

} // namespace host_stub::sis
