// One account as the worker serves it: who speaks for it, and how far the worker is with it.
// Belongs to the worker's thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "plugin/delivery/ledger/account_poll.hpp"
#include "plugin/delivery/worker/account_runner.hpp"
#include "plugin/delivery/worker/job_runner.hpp"

namespace passback::delivery {

struct WorkerAccount {
  std::unique_ptr<JobRunner> jobs; ///< before the runner, whose end still tells it something
  std::unique_ptr<AccountRunner> runner;
  std::map<std::string, outbox::ConnectionRow> connections;
  std::map<std::string, std::string> found; ///< by connection: what a test of it found out
  std::map<std::string, gradebook::ClassId> cursors;
  std::optional<StandStill> broken; ///< no connection of it can be used
  bool has_work = false;
  bool planning = false;
  bool recover = false; ///< look for what an earlier owner left behind
  bool quiet = true;    ///< the last plan round found nothing more
  std::int64_t plan_after_boot_ms = 0;
  std::int64_t idle_since_boot_ms = 0;
  std::size_t unsaved = 0;
  bool has_jobs = false;   ///< somebody asked for something to be done now
  bool taking_job = false; ///< the storage is at it
};

using WorkerAccounts = std::map<std::string, WorkerAccount>; ///< by key

} // namespace passback::delivery
