#include "plugin/delivery/worker/worker_poll.hpp"

#include <chrono>
#include <iterator>
#include <memory>
#include <set>
#include <utility>
#include <vector>

#include "plugin/platform/uuid.hpp"

namespace passback::delivery {

namespace {

constexpr std::chrono::milliseconds kSurveyEvery{250};
// Long enough that a token and its connections stay useful, short enough that a process that has
// nothing to do does not write its lease for ever.
constexpr std::int64_t kIdleReleaseMs = 10'000;
constexpr std::int64_t kSetAsideLookMs = 15LL * 60 * 1000;

std::string found_of(const PolledAccount& seen, const std::string& connection_id) {
  const auto found = seen.found.find(connection_id);
  return found == seen.found.end() ? std::string() : found->second;
}

} // namespace

WorkerPoll::WorkerPoll(WorkerContext& context, const DeliveryOptions& options)
    : context_(context), options_(options), boot_id_(platform::boot_id()) {}

void WorkerPoll::advance() {
  if (is_due()) {
    submit();
  }
}

bool WorkerPoll::is_due() const {
  if (looking_) {
    return false;
  }
  const std::int64_t boot_ms = context_.parts.clock.boot_ms();
  return again_ || context_.round.now - last_ >= kSurveyEvery ||
         boot_ms - last_boot_ms_ >= kSurveyEvery.count();
}

void WorkerPoll::submit() {
  looking_ = true;
  again_ = false;
  last_ = context_.round.now;
  auto request = std::make_shared<PollRequest>();
  auto result = std::make_shared<PollResult>();
  request->owner_id = context_.storage.owner_id();
  request->boot_id = boot_id_;
  request->data_dir = options_.data_dir;
  request->now_unix_ms = context_.parts.clock.unix_ms();
  request->now_boot_ms = last_boot_ms_ = context_.parts.clock.boot_ms();
  request->lease_ms = options_.lease_ms;
  request->look_for_set_aside =
      looked_for_set_aside_boot_ms_ < 0 ||
      request->now_boot_ms - looked_for_set_aside_boot_ms_ >= kSetAsideLookMs;
  if (request->look_for_set_aside) {
    looked_for_set_aside_boot_ms_ = request->now_boot_ms;
  }
  for (auto& [key, account] : context_.accounts) {
    ask_of(key, account, *request);
  }
  context_.storage.submit(
      [request, result](outbox::Transaction& transaction) {
        return poll_accounts(transaction, *request, *result);
      },
      [this, result](bool stored) {
        looking_ = false;
        if (stored && !context_.round.stopping) {
          polled(*result);
        }
      });
}

void WorkerPoll::ask_of(const std::string& key, WorkerAccount& account, PollRequest& request) {
  auto& runner = *account.runner;
  for (const auto& id : runner.busy_connections()) {
    request.busy.emplace(id, key);
  }
  const bool idle = runner.wire().leased() && !account.has_work && runner.busy() == 0 &&
                    !account.planning && account.unsaved == 0 && !account.taking_job;
  if (!idle) {
    account.idle_since_boot_ms = request.now_boot_ms;
  } else if (request.now_boot_ms - account.idle_since_boot_ms >= kIdleReleaseMs) {
    request.release.emplace(key, runner.wire().epoch());
    runner.lease_lost();
    return;
  }
  if (account.broken) {
    request.stand_still.emplace(key, *account.broken);
  } else if (runner.standing().has_secrets(runner.wire().leased())) {
    request.may_take.insert(key);
  } else if (account.has_work) {
    request.stand_still.emplace(
        key, StandStill{outbox::AccountState::waiting_secret, runner.standing().why_no_secret()});
  }
}

void WorkerPoll::polled(const PollResult& result) {
  context_.counts.held.store(result.held);
  generation_ = result.settings_generation;
  std::set<std::string> seen;
  for (const auto& account : result.accounts) {
    seen.insert(account.row.key);
    look_at(account);
    if (account.notify) {
      context_.notices.stands_still(account);
    }
  }
  for (auto entry = context_.accounts.begin(); entry != context_.accounts.end();) {
    const bool gone = !seen.contains(entry->first) && end(entry->second);
    entry = gone ? context_.accounts.erase(entry) : std::next(entry);
  }
}

// It becomes idle, gives its lease back, and goes.
bool WorkerPoll::end(WorkerAccount& account) {
  auto& runner = *account.runner;
  account.has_work = false;
  account.connections.clear();
  runner.configure({}, generation_);
  if (account.planning || account.unsaved > 0 || runner.busy() > 0 || runner.wire().leased() ||
      account.taking_job || account.jobs->busy()) {
    return false;
  }
  finished_requests_ += runner.wire().requests();
  return true;
}

void WorkerPoll::begin(WorkerAccount& account) {
  RunnerParts parts{context_.transport,   context_.parts.secrets,     context_.parts.log,
                    context_.parts.clock, &platform::random_fraction, {}};
  parts.wake_host = context_.parts.wake_host ? context_.parts.wake_host : [] {};
  parts.probe_max_ms = options_.breaker_probe_max_ms;
  account.runner = std::make_unique<AccountRunner>(parts);
  account.jobs = std::make_unique<JobRunner>(std::move(parts), account.runner->job_requests());
}

void WorkerPoll::look_at(const PolledAccount& seen) {
  auto& account = context_.accounts[seen.row.key];
  const bool is_new = account.runner == nullptr;
  if (is_new) {
    begin(account);
  }
  configure(account, seen);
  auto& runner = *account.runner;
  const bool had_work = account.has_work;
  account.has_work = seen.has_work;
  account.has_jobs = account.has_jobs || seen.has_jobs;
  if (seen.has_work) {
    account.quiet = false;
  }
  const bool served = runner.standing().has_secrets(runner.wire().leased()) &&
                      !runner.standing().lanes().lack_secret();
  if (seen.has_work && !account.broken && !served && !had_work && context_.parts.wake_host) {
    context_.parts.wake_host();
  }
  if (seen.lease) {
    take_lease(account, seen);
  } else if (runner.wire().leased()) {
    runner.lease_lost();
  } else if (is_new && seen.has_work && !account.broken &&
             runner.standing().has_secrets(runner.wire().leased())) {
    // Only now is it known that this process can serve it.
    look_again();
  }
}

void WorkerPoll::take_lease(WorkerAccount& account, const PolledAccount& seen) {
  auto& runner = *account.runner;
  const bool taken = runner.wire().epoch() != seen.lease->epoch;
  if (taken && runner.wire().leased()) {
    runner.lease_lost();
  }
  runner.lease_taken(seen.lease->epoch, seen.lease->deadline_boot_ms, seen.row, seen.refused_under);
  if (taken) {
    runner.standing().lanes().restore(seen.refusals);
    account.recover = true;
    account.quiet = false;
    runner.standing().has_secrets(runner.wire().leased());
  }
}

void WorkerPoll::configure(WorkerAccount& account, const PolledAccount& seen) {
  bool same = account.connections.size() == seen.connections.size();
  for (const auto& row : seen.connections) {
    const auto known = account.connections.find(row.id);
    same = same && known != account.connections.end() && known->second.document == row.document &&
           known->second.generation == row.generation;
  }
  same = same && account.found == seen.found;
  if (same && (!account.runner->routes().empty() || account.broken)) {
    account.runner->configure(account.runner->routes(), generation_);
    return;
  }
  account.connections.clear();
  account.found = seen.found;
  account.broken.reset();
  std::vector<exchange::RoutePtr> routes;
  for (const auto& row : seen.connections) {
    account.connections.emplace(row.id, row);
    auto route = exchange::make_route(row, context_.parts.profiles, found_of(seen, row.id));
    if (route) {
      routes.push_back(std::move(*route));
      continue;
    }
    const Code code = route.error().code;
    account.broken = StandStill{outbox::account_state_of(code), code};
    context_.parts.log.write(platform::LogLevel::error, "delivery.connection_unusable",
                             info(code).sentence, {{"connection", row.id}});
  }
  // A connection that a person has to change is told of, though others could go on without it.
  if (!routes.empty() && account.broken && account.broken->state != outbox::AccountState::address) {
    account.broken.reset();
  }
  account.runner->configure(std::move(routes), generation_);
}

} // namespace passback::delivery
