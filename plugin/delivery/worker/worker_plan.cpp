#include "plugin/delivery/worker/worker_plan.hpp"

#include <memory>
#include <utility>

#include "plugin/platform/uuid.hpp"

namespace passback::delivery {

namespace {

constexpr std::int64_t kPlanAgainMs = 1'000;

} // namespace

void WorkerPlan::submit(const std::string& key, WorkerAccount& account) {
  auto& runner = *account.runner;
  const std::int64_t now_boot_ms = context_.parts.clock.boot_ms();
  if (account.planning || account.quiet || now_boot_ms < account.plan_after_boot_ms) {
    return;
  }
  const int slots = runner.slots();
  if (slots == 0) {
    return;
  }
  account.planning = true;
  auto request = std::make_shared<PlanRequest>();
  auto result = std::make_shared<PlanResult>();
  request->account_key = key;
  request->owner_id = context_.storage.owner_id();
  request->epoch = runner.wire().epoch();
  request->routes = runner.routes();
  request->now_unix_ms = context_.parts.clock.unix_ms();
  request->slots = slots;
  request->closed = runner.standing().lanes().closed_connections(context_.parts.clock.unix_ms());
  for (const auto& route : request->routes) {
    const auto& id = route->connection.id;
    request->blocked.emplace(id, runner.standing().lanes().blocked(id));
  }
  request->cursors = account.cursors;
  request->recover = account.recover;
  request->new_request_id = &platform::random_uuid;
  context_.storage.submit(
      [request, result](outbox::Transaction& transaction) {
        return plan(transaction, *request, *result);
      },
      [this, key, request, result](bool stored) { planned(key, request->epoch, stored, *result); });
}

void WorkerPlan::planned(const std::string& key, std::int64_t epoch, bool stored,
                         PlanResult& result) {
  auto& account = context_.accounts.at(key);
  auto& runner = *account.runner;
  account.planning = false;
  if (!stored) {
    account.plan_after_boot_ms = context_.parts.clock.boot_ms() + kPlanAgainMs;
    return;
  }
  context_.counts.held.store(result.held);
  if (result.held) {
    account.quiet = true;
    return;
  }
  if (result.lost) {
    if (runner.wire().epoch() == epoch) {
      runner.lease_lost();
    }
    return;
  }
  account.cursors = std::move(result.cursors);
  account.recover = result.more_to_recover;
  account.quiet = result.requests.empty() && !result.moved && !result.more_to_recover;
  runner.turn_connections();
  runner.accept(std::move(result.requests));
  if (context_.round.stopping || runner.wire().epoch() != epoch) {
    runner.give_back_planned(Code::deadline);
  }
}

} // namespace passback::delivery
