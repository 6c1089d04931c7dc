#include "plugin/outbox/sqlite/ledger.hpp"

#include <chrono>
#include <utility>

#include "plugin/platform/signals.hpp"

namespace passback::outbox {

namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr std::chrono::seconds kFarewell{2};

} // namespace

SqliteLedger::SqliteLedger(std::string path, bool sync_every_commit, const SqliteFiles& files,
                           const std::atomic<bool>& sealed, std::function<void()> wake)
    : sealed_(sealed),
      rounds_(std::move(path), sync_every_commit, files, sealed, queue_, std::move(wake)) {
  const platform::SignalBlock no_signals;
  thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

SqliteLedger::~SqliteLedger() {
  thread_.request_stop();
  thread_.join();
}

void SqliteLedger::submit(Work work, Done done) {
  ++pending_;
  queue_.put({std::move(work), std::move(done), ok_status()});
}

std::size_t SqliteLedger::poll() {
  const auto finished = queue_.take_finished();
  for (const auto& piece : finished) {
    --pending_;
    if (piece.done) {
      piece.done(piece.result);
    }
  }
  return finished.size();
}

void SqliteLedger::run(const std::stop_token& stop) {
  auto end = SteadyClock::time_point::max();
  for (LedgerRounds::Rest rest;;) {
    queue_.rest(rest.pause, rest.idle, stop);
    const auto now = SteadyClock::now();
    const bool stopping = stop.stop_requested();
    if (stopping && end == SteadyClock::time_point::max()) {
      end = now + kFarewell;
    }
    if (now >= end || sealed_.load() || (stopping && queue_.is_empty())) {
      break;
    }
    rest = rounds_.step(now);
  }
  rounds_.end();
}

} // namespace passback::outbox
