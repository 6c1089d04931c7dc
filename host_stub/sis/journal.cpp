#include <optional>

#include "host_stub/sis/store.hpp"
#include "host_stub/sqlite/database.hpp"

namespace host_stub::sis {

namespace {

constexpr const char* kTable =
    "CREATE TABLE IF NOT EXISTS record("
    "kind TEXT NOT NULL, id TEXT NOT NULL, place INTEGER NOT NULL, value TEXT NOT NULL,"
    "created_ms INTEGER NOT NULL, updated_ms INTEGER NOT NULL, writes INTEGER NOT NULL,"
    "PRIMARY KEY(kind, id)) WITHOUT ROWID";
constexpr const char* kSave =
    "INSERT INTO record(kind, id, place, value, created_ms, updated_ms, writes)"
    " VALUES(?,?,?,?,?,?,?) ON CONFLICT(kind, id) DO UPDATE SET"
    " place=excluded.place, value=excluded.value, created_ms=excluded.created_ms,"
    " updated_ms=excluded.updated_ms, writes=excluded.writes";

class SqliteJournal final : public Journal {
 public:
  explicit SqliteJournal(const std::string& path) : database_(path) {
    database_.script(kTable);
    save_.emplace(database_.query(kSave));
  }

  void load(const std::function<void(Kind, Record)>& take) override {
    auto rows = database_.query(
        "SELECT kind, id, place, value, created_ms, updated_ms, writes FROM record ORDER BY place");
    while (rows.step()) {
      const auto kind = kind_of_plural(rows.text(0));
      if (!kind) {
        continue;
      }
      Record record;
      record.id = rows.text(1);
      record.order = static_cast<std::uint64_t>(rows.integer(2));
      record.value = json::parse(rows.text(3)).as_object();
      record.created_ms = rows.integer(4);
      record.updated_ms = rows.integer(5);
      record.writes = static_cast<std::uint64_t>(rows.integer(6));
      take(*kind, std::move(record));
    }
  }

  void save(Kind kind, const Record& record) override {
    save_->restart(plural(kind), record.id, static_cast<std::int64_t>(record.order),
                   to_text(record.value), record.created_ms, record.updated_ms,
                   static_cast<std::int64_t>(record.writes));
    save_->step();
  }

  void erase(Kind kind, const std::string& id) override {
    database_.run("DELETE FROM record WHERE kind=? AND id=?", plural(kind), id);
  }

  void begin() override { database_.script("BEGIN IMMEDIATE"); }
  void commit() override { database_.script("COMMIT"); }
  void roll_back() override {
    try {
      database_.script("ROLLBACK");
    } catch (const sqlite::SqlError&) {
      // A failed statement may have rolled back already; there is nothing left to undo.
    }
  }

 private:
  sqlite::Database database_;
  std::optional<sqlite::Statement> save_; ///< kept, because a roster saves thousands
};

} // namespace

std::unique_ptr<Journal> open_journal(const std::string& path) {
  if (path.empty()) {
    return nullptr;
  }
  return std::make_unique<SqliteJournal>(path);
}

} // namespace host_stub::sis
