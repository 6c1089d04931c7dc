// What the storage thread does, one round at a time: a group of what waits in one transaction, then
// the care of the WAL and of the mark beside the outbox. A round never sleeps; it says how long
// whoever calls should stay away, and a test calls it by hand.
//
// Belongs to one thread, the storage thread, but for the queue that it shares with the worker.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "plugin/outbox/mark.hpp"
#include "plugin/outbox/sqlite/connection.hpp"
#include "plugin/outbox/sqlite/files.hpp"
#include "plugin/outbox/sqlite/ledger_queue.hpp"

namespace passback::outbox {

class LedgerRounds {
 public:
  using SteadyTime = std::chrono::steady_clock::time_point;

  /// How long to stay away, counted from the end of a round, because others get the write lock
  /// meanwhile.
  struct Rest {
    std::chrono::microseconds pause{0};                      ///< whatever is handed over
    std::chrono::microseconds idle{std::chrono::seconds(1)}; ///< then, while nothing is
  };

  /// `files`, `sealed` and `queue` outlive it. Once `sealed` is set nothing more is committed.
  /// `wake` is called when there is something to take from the queue.
  LedgerRounds(std::string path, bool sync_every_commit, const SqliteFiles& files,
               const std::atomic<bool>& sealed, LedgerQueue& queue, std::function<void()> wake);

  Rest step(SteadyTime now);
  /// After the last round.
  void end();

 private:
  /// Runs and commits a group of what waits. False = the database is busy: try again.
  bool run_group();
  bool run_group_safely();
  bool fail_group(const Status& begun);
  Status open_connection();
  void finish(std::vector<LedgerQueue::Piece> group);
  void checkpoint_if_long(SteadyTime now);
  bool checkpoint(int mode);
  /// Writes down beside the outbox how far it has counted (mark.hpp).
  void note_mark();
  void note_mark_safely();

  const std::string path_;
  const bool sync_every_commit_;
  const SqliteFiles& files_;
  const std::atomic<bool>& sealed_;
  LedgerQueue& queue_;
  const std::function<void()> wake_;

  std::unique_ptr<SqliteConnection> connection_;
  SteadyTime last_checkpoint_{};
  int full_checkpoints_ = 0; ///< how many more are tried
  SteadyTime last_mark_{};
  bool mark_due_ = false;
  Mark noted_;
};

} // namespace passback::outbox
