// The asynchronous face over SQLite: a storage thread of its own.
#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "plugin/outbox/mark.hpp"
#include "plugin/outbox/sqlite/connection.hpp"
#include "plugin/outbox/sqlite/files.hpp"
#include "plugin/outbox/sqlite/work.hpp"
#include "plugin/outbox/store.hpp"

namespace passback::outbox {

class SqliteLedger final : public Ledger {
 public:
  /// `files` and `sealed` outlive the ledger. Once `sealed` is set nothing more is committed.
  SqliteLedger(std::string path, bool sync_every_commit, const SqliteFiles& files,
               const std::atomic<bool>& sealed, std::function<void()> wake);
  /// Runs what was submitted, for at most two seconds, and ends the storage thread. What is not
  /// done by then is dropped, as in a crash: its requests stay in doubt.
  ~SqliteLedger() override;

  void submit(Work work, Done done) override;
  std::size_t poll() override;
  std::size_t pending() const override { return pending_; }

 private:
  using SteadyClock = std::chrono::steady_clock;
  struct Piece {
    Work work;
    Done done;
    Status result = ok_status();
  };

  void run(const std::stop_token& stop);
  /// Runs and commits a group of what is queued. False = the database is busy: try again.
  bool run_group();
  bool run_group_safely();
  bool open_connection(Status& error);
  void finish(std::vector<Piece> group);
  std::vector<Piece> take(std::size_t count);
  void checkpoint_if_long();
  bool checkpoint(int mode);
  /// Writes down beside the outbox how far it has counted (mark.hpp).
  void note_mark();
  void note_mark_safely();

  const std::string path_;
  const bool sync_every_commit_;
  const SqliteFiles& files_;
  const std::atomic<bool>& sealed_;
  const std::function<void()> wake_;
  std::size_t pending_ = 0; // the worker's own

  std::mutex mutex_;
  std::condition_variable_any changed_;
  std::deque<Piece> queue_;     // GUARDED_BY(mutex_)
  std::vector<Piece> finished_; // GUARDED_BY(mutex_)

  std::unique_ptr<SqliteConnection> connection_; // the storage thread's own
  SteadyClock::time_point last_checkpoint_{};    // the storage thread's own
  SteadyClock::time_point last_mark_{};          // the storage thread's own
  bool mark_due_ = false;                        // the storage thread's own
  Mark noted_;                                   // the storage thread's own
  std::jthread thread_;                          // last: it uses all of the above
};

} // namespace passback::outbox
