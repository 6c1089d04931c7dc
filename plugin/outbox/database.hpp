// The small seam between the outbox's statements and the database that runs them: everything above
// it is written once, whatever database is behind it. Used by one thread at a time.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "plugin/platform/result.hpp"

namespace passback::outbox {

/// A statement as its database keeps it prepared; Statement lends it out.
class PreparedStatement {
 public:
  virtual ~PreparedStatement() = default;

  /// Binds the next parameter. A text must live until the statement's use ends.
  virtual void bind(std::int64_t value) = 0;
  virtual void bind(std::string_view value) = 0;
  virtual void bind_null() = 0;
  /// True = there is a row. A parameter that could not be bound is told here.
  virtual Result<bool> step() = 0;
  /// The next column of the row.
  virtual std::int64_t integer() = 0;
  virtual std::string text() = 0;
  /// Ends its use.
  virtual void reset() noexcept = 0;
};

/// A prepared statement on loan from its database, in use as long as this lives. The same statement
/// is not to be prepared again meanwhile.
class Statement {
 public:
  explicit Statement(PreparedStatement& prepared) : prepared_(&prepared) {}
  Statement(Statement&& other) noexcept : prepared_(std::exchange(other.prepared_, nullptr)) {}
  Statement& operator=(Statement&&) = delete;
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;
  ~Statement() {
    if (prepared_ != nullptr) {
      prepared_->reset();
    }
  }

  void bind(std::int64_t value) { prepared_->bind(value); }
  void bind(std::string_view value) { prepared_->bind(value); }
  void bind_null() { prepared_->bind_null(); }
  Result<bool> step() { return prepared_->step(); }
  /// Runs a statement that gives no rows, or whose rows do not matter.
  Status run();
  std::int64_t integer() { return prepared_->integer(); }
  std::string text() { return prepared_->text(); }
  template <class Int> Int integer_as() { return static_cast<Int>(integer()); }

 private:
  PreparedStatement* prepared_;
};

class Database {
 public:
  virtual ~Database() = default;

  /// A statement with its first parameters bound: integers, texts, string_views. It is kept
  /// prepared under its text.
  template <class... Args> Result<Statement> prepare(std::string_view sql, const Args&... args) {
    auto prepared = keep_prepared(sql);
    if (!prepared) {
      return prepared.error();
    }
    Statement statement(**prepared);
    (bind_one(statement, args), ...);
    return statement;
  }
  /// Prepares, binds, runs.
  template <class... Args> Status run(std::string_view sql, const Args&... args) {
    auto statement = prepare(sql, args...);
    return statement ? statement->run() : Status(statement.error());
  }

  /// Of the last row that was inserted.
  virtual std::int64_t last_insert_id() const = 0;
  /// How many rows the last statement changed.
  virtual std::int64_t changes() const = 0;

 protected:
  /// It lives as long as the database is open.
  virtual Result<PreparedStatement*> keep_prepared(std::string_view sql) = 0;

 private:
  template <class Arg> static void bind_one(Statement& statement, const Arg& arg) {
    if constexpr (std::is_integral_v<Arg> || std::is_enum_v<Arg>) {
      statement.bind(static_cast<std::int64_t>(arg));
    } else {
      statement.bind(std::string_view(arg));
    }
  }
};

} // namespace passback::outbox
