// What the parts of the worker work on together, each with a question of its own: worker_poll.hpp
// (which accounts are ours), worker_plan.hpp (what goes next), worker_jobs.hpp (what people asked
// for), worker_settling.hpp (what is stored of it). Belongs to the worker's thread.
#pragma once

#include <functional>
#include <string>
#include <utility>

#include "plugin/delivery/delivery.hpp"
#include "plugin/delivery/worker/transport.hpp"
#include "plugin/delivery/worker/worker_account.hpp"
#include "plugin/delivery/worker/worker_counts.hpp"
#include "plugin/delivery/worker/worker_notices.hpp"
#include "plugin/delivery/worker/worker_round.hpp"
#include "plugin/delivery/worker/worker_storage.hpp"

namespace passback::delivery {

struct WorkerContext {
  WorkerContext(const DeliveryParts& with, platform::OwnerLock lock, Transport& over)
      : parts(with), transport(over),
        storage(parts.store, std::move(lock), parts.log, round, [&over] { over.wake(); }),
        notices(parts) {}
  WorkerContext(const WorkerContext&) = delete;
  WorkerContext& operator=(const WorkerContext&) = delete;

  const DeliveryParts parts;
  Transport& transport;
  WorkerRound round;
  WorkerCounts counts;
  WorkerStorage storage; ///< before the accounts, so that it ends after them
  WorkerNotices notices;
  WorkerAccounts accounts;
};

} // namespace passback::delivery
