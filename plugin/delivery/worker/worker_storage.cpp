#include "plugin/delivery/worker/worker_storage.hpp"

#include <utility>

namespace passback::delivery {

namespace {

constexpr std::chrono::seconds kTroubleEvery{60};

} // namespace

WorkerStorage::WorkerStorage(outbox::Store& store, platform::OwnerLock lock, platform::Log& log,
                             const WorkerRound& round, std::function<void()> wake)
    : lock_(std::move(lock)), log_(log), round_(round),
      ledger_(store.open_ledger(std::move(wake))) {}

void WorkerStorage::submit(outbox::Ledger::Work work, std::function<void(bool stored)> then) {
  ledger_->submit(std::move(work), [this, then = std::move(then)](const Status& status) {
    if (!then) {
      return;
    }
    if (!status) {
      note_trouble(status.error());
    }
    then(status.ok());
  });
}

void WorkerStorage::note_trouble(const Error& error) {
  if (last_trouble_ != SteadyTime{} && round_.now - last_trouble_ < kTroubleEvery) {
    return;
  }
  last_trouble_ = round_.now;
  log_.write(platform::LogLevel::error, "delivery.storage", info(error.code).sentence,
             {{"detail", error.detail}});
}

} // namespace passback::delivery
