#pragma once
// SQLite for host_stub, the gradebook of the host and the records of the SIS alike: one connection,
// its statements and its transactions, each for one thread at a time.
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

#include <sqlite3.h>

namespace host_stub::sqlite {

// What SQLite said, with the file it was about. Not expected in normal work (disk full, corrupt, no
// rights), so it is thrown.
class SqlError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// One prepared statement; text that it returns is a copy.
class Statement {
 public:
  Statement(sqlite3* db, std::string_view sql);

  // True while there is a row to read.
  bool step();
  // From the start again, with these parameters: for a statement that is kept.
  template <class... Args> void restart(const Args&... args) {
    rewind();
    int index = 0;
    (bind(++index, args), ...);
  }

  bool is_null(int column) const;
  std::string text(int column) const;
  std::int64_t integer(int column) const;
  double real(int column) const;
  std::optional<double> optional_real(int column) const;

  void bind(int index, std::string_view value);
  void bind(int index, const char* value) { bind(index, std::string_view(value)); }
  void bind(int index, const std::string& value) { bind(index, std::string_view(value)); }
  void bind(int index, std::int64_t value);
  void bind(int index, int value) { bind(index, std::int64_t{value}); }
  void bind(int index, std::uint32_t value) { bind(index, std::int64_t{value}); }
  void bind(int index, bool value) { bind(index, std::int64_t{value ? 1 : 0}); }
  void bind(int index, double value);
  void bind(int index, std::nullopt_t);
  template <class T> void bind(int index, const std::optional<T>& value) {
    value ? bind(index, *value) : bind(index, std::nullopt);
  }

 private:
  void rewind();

  struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  };
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

// One connection to one file, WAL, readable by its owner only. Another process may have it open as
// well; a writer waits up to five seconds for another one.
class Database {
 public:
  explicit Database(const std::filesystem::path& file);

  // Runs a script without parameters.
  void script(const std::string& sql);

  // `query` leaves the first step to the caller; `run` executes at once and answers how many rows
  // changed.
  template <class... Args> Statement query(std::string_view sql, const Args&... args) {
    Statement statement(db_.get(), sql);
    statement.restart(args...);
    return statement;
  }
  template <class... Args> std::int64_t run(std::string_view sql, const Args&... args) {
    query(sql, args...).step();
    return sqlite3_changes64(db_.get());
  }

 private:
  struct Close {
    void operator()(sqlite3* db) const { sqlite3_close_v2(db); }
  };
  std::unique_ptr<sqlite3, Close> db_;
};

// Takes the write lock at once; what is not committed is undone by the destructor.
class Transaction {
 public:
  explicit Transaction(Database& db);
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;

  void commit();

 private:
  Database& db_;
  bool open_ = true;
};

} // namespace host_stub::sqlite
