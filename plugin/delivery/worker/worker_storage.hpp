// The worker's way to the storage thread: hands work over under the owner's lock, and later tells
// whoever handed it over whether it is stored. Belongs to the worker's thread, but for the work
// itself, which runs on the storage thread.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>

#include "plugin/delivery/worker/worker_round.hpp"
#include "plugin/outbox/store.hpp"
#include "plugin/platform/log.hpp"
#include "plugin/platform/owner_lock.hpp"

namespace passback::delivery {

class WorkerStorage {
 public:
  /// Opens the ledger. The owner's lock is held until after its end. `wake`: on the storage thread,
  /// when there is something to poll. `round` and the rest outlive it.
  WorkerStorage(outbox::Store& store, platform::OwnerLock lock, platform::Log& log,
                const WorkerRound& round, std::function<void()> wake);

  const std::string& owner_id() const { return lock_.owner_id(); }
  /// `then` hears in a later poll whether the work is stored; if it is not, the log has the reason.
  /// No `then`: nobody minds.
  void submit(outbox::Ledger::Work work, std::function<void(bool stored)> then);
  void poll() { ledger_->poll(); }
  std::size_t pending() const { return ledger_->pending(); }
  /// Waits for the storage thread; nothing is submitted any more.
  void close() { ledger_.reset(); }

 private:
  void note_trouble(const Error& error);

  platform::OwnerLock lock_;
  platform::Log& log_;
  const WorkerRound& round_;
  SteadyTime last_trouble_{};
  std::unique_ptr<outbox::Ledger> ledger_; ///< last: it ends while the lock is held
};

} // namespace passback::delivery
