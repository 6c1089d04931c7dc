#include "plugin/outbox/sqlite/intake.hpp"

#include <algorithm>
#include <thread>
#include <utility>

#include "plugin/platform/process.hpp"
#include "plugin/platform/try.hpp"
#include "plugin/platform/uuid.hpp"

namespace passback::outbox {

namespace {

/// So that "for ever" does not overflow the clock.
constexpr std::chrono::milliseconds kLongestDeadline = std::chrono::hours(24);
constexpr std::size_t kIdleReaders = 4;

} // namespace

SqliteIntake::SqliteIntake(std::string path, bool sync_every_commit,
                           std::unique_ptr<SqliteConnection> writer, const SqliteFiles& files)
    : path_(std::move(path)), sync_every_commit_(sync_every_commit),
      process_id_(platform::process_id()), files_(files), writer_(std::move(writer)) {}

SqliteIntake::~SqliteIntake() {
  if (!files_.check_descriptors()) {
    writer_->abandon();
    for (const auto& reader : idle_readers_) {
      reader->abandon();
    }
  }
}

Status SqliteIntake::commit(std::chrono::milliseconds deadline, const Work& work) {
  if (process_id_ != platform::process_id()) {
    return Code::forked;
  }
  Waiter self{work, SteadyClock::now() + std::min(deadline, kLongestDeadline)};
  std::unique_lock lock(mutex_);
  queue_.push_back(&self);
  for (bool first = true; self.stage != Stage::done; first = false) {
    if (self.stage == Stage::taken) {
      changed_.wait(lock);
    } else if (!first && SteadyClock::now() >= self.deadline) {
      leave(self, Error{Code::busy, "the outbox was busy until the deadline"});
    } else if (!leading_) {
      leading_ = true;
      lead(lock, self);
      leading_ = false;
      changed_.notify_all();
    } else {
      changed_.wait_until(lock, self.deadline);
    }
  }
  return self.result;
}

void SqliteIntake::leave(Waiter& waiter, Status result) {
  std::erase(queue_, &waiter);
  waiter.result = std::move(result);
  waiter.stage = Stage::done;
}

void SqliteIntake::lead(std::unique_lock<std::mutex>& lock, Waiter& self) {
  SqliteBatch batch(*writer_);
  lock.unlock();
  Status begun = begin_by(batch, self.deadline);
  lock.lock();
  if (!begun) {
    // Only the leader's own: the others have other deadlines, and lead next.
    leave(self, std::move(begun));
    return;
  }
  run_group(lock, batch);
}

void SqliteIntake::run_group(std::unique_lock<std::mutex>& lock, SqliteBatch& batch) {
  std::vector<Waiter*> group;
  while (!queue_.empty() && batch.alive() && !batch.is_full()) {
    Waiter& next = *queue_.front();
    queue_.pop_front();
    next.stage = Stage::taken;
    group.push_back(&next);
    lock.unlock();
    Status result = batch.run(next.work);
    lock.lock();
    next.result = std::move(result);
  }
  const Status lost = group.empty() ? ok_status() : group.back()->result;
  lock.unlock();
  Status committed = batch.alive() ? batch.commit() : lost;
  if (committed) {
    // Afterwards, so that what is told stored is in the file that the next process finds.
    committed = files_.check();
  }
  lock.lock();
  for (Waiter* waiter : group) {
    if (!committed && waiter->result) {
      waiter->result = committed;
    }
    waiter->stage = Stage::done;
  }
}

Status SqliteIntake::begin_by(SqliteBatch& batch, SteadyClock::time_point deadline) {
  PASSBACK_TRY(files_.check_descriptors());
  for (;;) {
    Status begun = batch.begin();
    if (begun || begun.error().code != Code::busy) {
      return begun;
    }
    const auto now = SteadyClock::now();
    if (now >= deadline) {
      return begun;
    }
    // Short and uneven, so that processes that wait for the same lock do not march in step.
    const std::chrono::microseconds pause(300 +
                                          static_cast<int>(1200 * platform::random_fraction()));
    std::this_thread::sleep_until(std::min(now + pause, deadline));
  }
}

Result<std::unique_ptr<SqliteConnection>> SqliteIntake::borrow_reader() {
  {
    const std::lock_guard guard(readers_mutex_);
    if (!idle_readers_.empty()) {
      auto reader = std::move(idle_readers_.back());
      idle_readers_.pop_back();
      return reader;
    }
  }
  return SqliteConnection::open(path_, ConnectionUse::reader, sync_every_commit_);
}

Status SqliteIntake::read(const Work& work, std::chrono::milliseconds patience) {
  if (process_id_ != platform::process_id()) {
    return Code::forked;
  }
  const auto deadline = SteadyClock::now() + std::min(patience, kLongestDeadline);
  bool begun = false;
  const Work once = [&](Transaction& transaction) {
    begun = true;
    return work(transaction);
  };
  for (;;) {
    PASSBACK_TRY(files_.check());
    auto reader = borrow_reader();
    Status result = reader ? run_on_snapshot(**reader, once) : Status(reader.error());
    if (reader) {
      const std::lock_guard guard(readers_mutex_);
      if (idle_readers_.size() < kIdleReaders) {
        idle_readers_.push_back(std::move(*reader));
      }
    }
    if (result || begun || result.error().code != Code::busy || SteadyClock::now() >= deadline) {
      return result;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
}

} // namespace passback::outbox
