#include "plugin/delivery/worker/worker_survey.hpp"

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

std::string found_of(const AccountSurvey& seen, const std::string& connection_id) {
  const auto found = seen.found.find(connection_id);
  return found == seen.found.end() ? std::string() : found->second;
}

} // namespace

WorkerSurvey::WorkerSurvey(WorkerDesk& desk, const DeliveryOptions& options)
    : desk_(desk), options_(options), boot_id_(platform::boot_id()) {}

void WorkerSurvey::advance() {
  if (is_due()) {
    submit();
  }
}

bool WorkerSurvey::is_due() const {
  if (looking_) {
    return false;
  }
  const std::int64_t boot_ms = desk_.parts.clock.boot_ms();
  return again_ || desk_.round.now - last_ >= kSurveyEvery ||
         boot_ms - last_boot_ms_ >= kSurveyEvery.count();
}

void WorkerSurvey::submit() {
  looking_ = true;
  again_ = false;
  last_ = desk_.round.now;
  auto request = std::make_shared<SurveyRequest>();
  auto result = std::make_shared<SurveyResult>();
  request->owner_id = desk_.storage.owner_id();
  request->boot_id = boot_id_;
  request->data_dir = options_.data_dir;
  request->now_unix_ms = desk_.parts.clock.unix_ms();
  request->now_boot_ms = last_boot_ms_ = desk_.parts.clock.boot_ms();
  request->lease_ms = options_.lease_ms;
  request->look_for_set_aside =
      looked_for_set_aside_boot_ms_ < 0 ||
      request->now_boot_ms - looked_for_set_aside_boot_ms_ >= kSetAsideLookMs;
  if (request->look_for_set_aside) {
    looked_for_set_aside_boot_ms_ = request->now_boot_ms;
  }
  for (auto& [key, account] : desk_.accounts) {
    ask_of(key, account, *request);
  }
  desk_.storage.submit(
      [request, result](outbox::Transaction& transaction) {
        return survey(transaction, *request, *result);
      },
      [this, result](bool stored) {
        looking_ = false;
        if (stored && !desk_.round.stopping) {
          surveyed(*result);
        }
      });
}

void WorkerSurvey::ask_of(const std::string& key, WorkerAccount& account, SurveyRequest& request) {
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

void WorkerSurvey::surveyed(const SurveyResult& result) {
  desk_.counts.held.store(result.held);
  generation_ = result.settings_generation;
  std::set<std::string> seen;
  for (const auto& account : result.accounts) {
    seen.insert(account.row.key);
    look_at(account);
    if (account.notify) {
      desk_.notices.stands_still(account);
    }
  }
  for (auto entry = desk_.accounts.begin(); entry != desk_.accounts.end();) {
    const bool gone = !seen.contains(entry->first) && end(entry->second);
    entry = gone ? desk_.accounts.erase(entry) : std::next(entry);
  }
}

// It becomes idle, gives its lease back, and goes.
bool WorkerSurvey::end(WorkerAccount& account) {
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

void WorkerSurvey::begin(WorkerAccount& account) {
  RunnerParts parts{desk_.transport,   desk_.parts.secrets,        desk_.parts.log,
                    desk_.parts.clock, &platform::random_fraction, {}};
  parts.wake_host = desk_.parts.wake_host ? desk_.parts.wake_host : [] {};
  parts.probe_max_ms = options_.breaker_probe_max_ms;
  account.runner = std::make_unique<AccountRunner>(parts);
  account.jobs = std::make_unique<JobRunner>(std::move(parts), account.runner->job_requests());
}

void WorkerSurvey::look_at(const AccountSurvey& seen) {
  auto& account = desk_.accounts[seen.row.key];
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
  if (seen.has_work && !account.broken && !served && !had_work && desk_.parts.wake_host) {
    desk_.parts.wake_host();
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

void WorkerSurvey::take_lease(WorkerAccount& account, const AccountSurvey& seen) {
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

void WorkerSurvey::configure(WorkerAccount& account, const AccountSurvey& seen) {
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
    auto route = exchange::make_route(row, desk_.parts.profiles, found_of(seen, row.id));
    if (route) {
      routes.push_back(std::move(*route));
      continue;
    }
    const Code code = route.error().code;
    account.broken = StandStill{outbox::account_state_of(code), code};
    desk_.parts.log.write(platform::LogLevel::error, "delivery.connection_unusable",
                          info(code).sentence, {{"connection", row.id}});
  }
  // A connection that a person has to change is told of, though others could go on without it.
  if (!routes.empty() && account.broken && account.broken->state != outbox::AccountState::address) {
    account.broken.reset();
  }
  account.runner->configure(std::move(routes), generation_);
}

} // namespace passback::delivery
