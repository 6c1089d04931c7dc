// One write transaction that carries several pieces of work, each in a savepoint of its own, so
// that one that fails does not undo the others.
#pragma once

#include <chrono>
#include <functional>

#include "plugin/outbox/sqlite/connection.hpp"
#include "plugin/outbox/transaction.hpp"

namespace passback::outbox {

/// How long a transaction may hold the write lock, and how much it may carry: others wait for it.
struct BatchLimits {
  static constexpr int kPieces = 64;
  static constexpr int kMilliseconds = 4;
};

class SqliteBatch {
 public:
  using Work = std::function<Status(Transaction&)>;

  explicit SqliteBatch(SqliteConnection& connection) : connection_(connection) {}
  SqliteBatch(const SqliteBatch&) = delete;
  SqliteBatch& operator=(const SqliteBatch&) = delete;
  /// Rolls back what was not committed.
  ~SqliteBatch();

  /// Takes the write lock; Code::busy if another has it.
  Status begin();
  /// Runs one piece. What it throws becomes Code::internal.
  Status run(const Work& work);
  /// True when it should carry no more (BatchLimits). Asked before each piece, so that none is cut
  /// off and the first always goes.
  bool is_full() const;
  /// False once SQLite itself has rolled back (disk full, damaged file): what ran before is undone.
  bool alive() const { return connection_.in_transaction(); }
  Status commit();

 private:
  SqliteConnection& connection_;
  int pieces_ = 0;
  std::chrono::steady_clock::time_point full_at_{};
};

/// Runs work on a snapshot. Code::busy only before `work` has begun.
Status run_on_snapshot(SqliteConnection& connection, const SqliteBatch::Work& work);

} // namespace passback::outbox
