// The asynchronous face over SQLite: a queue, the rounds that work it off, and the storage thread
// that takes one after the other. submit and poll are the worker's.
#pragma once

#include <atomic>
#include <functional>
#include <string>
#include <thread>

#include "plugin/outbox/sqlite/ledger_queue.hpp"
#include "plugin/outbox/sqlite/ledger_rounds.hpp"
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
  void run(const std::stop_token& stop);

  const std::atomic<bool>& sealed_;
  std::size_t pending_ = 0; // the worker's own
  LedgerQueue queue_;
  LedgerRounds rounds_; // the storage thread's own
  std::jthread thread_; // last: it uses all of the above
};

} // namespace passback::outbox
