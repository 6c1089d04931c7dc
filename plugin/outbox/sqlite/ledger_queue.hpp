// What waits for the storage thread, and what became of it. Any thread may call; the lock is a
// leaf, never held while work runs.
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <stop_token>
#include <vector>

#include "plugin/outbox/store.hpp"

namespace passback::outbox {

class LedgerQueue {
 public:
  struct Piece {
    Ledger::Work work;
    Ledger::Done done;
    Status result = ok_status();
  };

  void put(Piece piece);
  bool is_empty() const;
  /// The one that waits longest; nullopt = none does.
  std::optional<Piece> take();

  void finish(std::vector<Piece> group);
  /// What was finished since it was last asked.
  std::vector<Piece> take_finished();

  /// Sleeps for `pause` whatever comes, and then until something waits, somebody wants a stop, or
  /// `idle` is over.
  void rest(std::chrono::microseconds pause, std::chrono::microseconds idle,
            const std::stop_token& stop);

 private:
  mutable std::mutex mutex_;
  std::condition_variable_any changed_;
  std::deque<Piece> waiting_;   // GUARDED_BY(mutex_)
  std::vector<Piece> finished_; // GUARDED_BY(mutex_)
};

} // namespace passback::outbox
