// The synchronous face over SQLite.
#pragma once

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "plugin/outbox/sqlite/connection.hpp"
#include "plugin/outbox/sqlite/files.hpp"
#include "plugin/outbox/sqlite/work.hpp"
#include "plugin/outbox/store.hpp"

namespace passback::outbox {

/// Group commit: of the threads that wait at the same time one leads. It takes the write lock, runs
/// what waits, also the others' work, in one transaction, commits, and tells them.
class SqliteIntake final : public Intake {
 public:
  /// `files` outlives it.
  SqliteIntake(std::string path, bool sync_every_commit, std::unique_ptr<SqliteConnection> writer,
               const SqliteFiles& files);
  ~SqliteIntake() override;

  Status commit(std::chrono::milliseconds deadline, const Work& work) override;
  using Intake::read;
  Status read(const Work& work, std::chrono::milliseconds patience) override;

 private:
  using SteadyClock = std::chrono::steady_clock;
  enum class Stage { queued, taken, done };
  struct Waiter {
    const Work& work;
    SteadyClock::time_point deadline;
    Stage stage = Stage::queued;
    Status result = ok_status();
  };

  /// Called with the mutex held and leading_ set; gives it up while it works.
  void lead(std::unique_lock<std::mutex>& lock, Waiter& self);
  void run_group(std::unique_lock<std::mutex>& lock, SqliteBatch& batch);
  Status begin_by(SqliteBatch& batch, SteadyClock::time_point deadline);
  void leave(Waiter& waiter, Status result);
  Result<std::unique_ptr<SqliteConnection>> borrow_reader();

  const std::string path_;
  const bool sync_every_commit_;
  const std::int64_t process_id_;
  const SqliteFiles& files_;

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Waiter*> queue_;                // GUARDED_BY(mutex_)
  bool leading_ = false;                     // GUARDED_BY(mutex_)
  std::unique_ptr<SqliteConnection> writer_; // used by the leader only

  std::mutex readers_mutex_;
  std::vector<std::unique_ptr<SqliteConnection>> idle_readers_; // GUARDED_BY(readers_mutex_)
};

} // namespace passback::outbox
