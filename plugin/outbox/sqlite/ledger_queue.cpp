#include "plugin/outbox/sqlite/ledger_queue.hpp"

#include <iterator>
#include <thread>
#include <utility>

namespace passback::outbox {

void LedgerQueue::put(Piece piece) {
  {
    const std::lock_guard guard(mutex_);
    waiting_.push_back(std::move(piece));
  }
  changed_.notify_one();
}

bool LedgerQueue::is_empty() const {
  const std::lock_guard guard(mutex_);
  return waiting_.empty();
}

std::optional<LedgerQueue::Piece> LedgerQueue::take() {
  const std::lock_guard guard(mutex_);
  if (waiting_.empty()) {
    return std::nullopt;
  }
  Piece taken = std::move(waiting_.front());
  waiting_.pop_front();
  return taken;
}

void LedgerQueue::finish(std::vector<Piece> group) {
  const std::lock_guard guard(mutex_);
  finished_.insert(finished_.end(), std::make_move_iterator(group.begin()),
                   std::make_move_iterator(group.end()));
}

std::vector<LedgerQueue::Piece> LedgerQueue::take_finished() {
  const std::lock_guard guard(mutex_);
  return std::exchange(finished_, {});
}

void LedgerQueue::rest(std::chrono::microseconds pause, std::chrono::microseconds idle,
                       const std::stop_token& stop) {
  std::this_thread::sleep_for(pause);
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, stop, idle, [this] { return !waiting_.empty(); });
}

} // namespace passback::outbox
