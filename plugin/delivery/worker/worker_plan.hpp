// What an account sends next: asks the planner in the outbox, one round at a time, and hands its
// requests to the account's runner. Belongs to the worker's thread.
#pragma once

#include <cstdint>
#include <string>

#include "plugin/delivery/ledger/planner.hpp"
#include "plugin/delivery/worker/worker_context.hpp"

namespace passback::delivery {

class WorkerPlan {
 public:
  explicit WorkerPlan(WorkerContext& context) : context_(context) {}

  /// Asks for as much as the account's runner has room for; nothing if there is no reason to.
  void submit(const std::string& key, WorkerAccount& account);

 private:
  void planned(const std::string& key, std::int64_t epoch, bool stored, PlanResult& result);

  WorkerContext& context_;
};

} // namespace passback::delivery
