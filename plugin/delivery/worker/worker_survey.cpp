// The worker's look over all accounts: what a survey is asked, and what each answer changes.
#include <chrono>
#include <random>
#include <set>
#include <utility>

#include "plugin/delivery/account_notice.hpp"
#include "plugin/delivery/worker/worker.hpp"
#include "plugin/settings/documents.hpp"

namespace passback::delivery {

namespace {

using std::chrono::steady_clock;

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

bool Worker::survey_due(SteadyTime now) {
  if (surveying_) {
    return false;
  }
  const std::int64_t boot_ms = parts_.clock.boot_ms();
  return survey_again_ || now - last_survey_ >= kSurveyEvery ||
         boot_ms - last_survey_boot_ms_ >= kSurveyEvery.count();
}

void Worker::submit_survey() {
  surveying_ = true;
  survey_again_ = false;
  last_survey_ = steady_clock::now();
  auto request = std::make_shared<SurveyRequest>();
  auto result = std::make_shared<SurveyResult>();
  request->owner_id = lock_.owner_id();
  request->boot_id = boot_id_;
  request->data_dir = options_.data_dir;
  request->now_unix_ms = parts_.clock.unix_ms();
  request->now_boot_ms = last_survey_boot_ms_ = parts_.clock.boot_ms();
  request->lease_ms = options_.lease_ms;
  request->look_for_set_aside =
      looked_for_set_aside_boot_ms_ < 0 ||
      request->now_boot_ms - looked_for_set_aside_boot_ms_ >= kSetAsideLookMs;
  if (request->look_for_set_aside) {
    looked_for_set_aside_boot_ms_ = request->now_boot_ms;
  }
  for (auto& [key, account] : accounts_) {
    auto& runner = *account.runner;
    for (const auto& id : runner.busy_connections()) {
      request->busy.emplace(id, key);
    }
    const bool idle = runner.wire().leased() && !account.has_work && runner.busy() == 0 &&
                      !account.planning && account.unsaved == 0 && !account.taking_job;
    if (!idle) {
      account.idle_since_boot_ms = request->now_boot_ms;
    } else if (request->now_boot_ms - account.idle_since_boot_ms >= kIdleReleaseMs) {
      request->release.emplace(key, runner.wire().epoch());
      runner.lease_lost();
      continue;
    }
    if (account.broken) {
      request->stand_still.emplace(key, *account.broken);
    } else if (runner.standing().has_secrets(runner.wire().leased())) {
      request->may_take.insert(key);
    } else if (account.has_work) {
      request->stand_still.emplace(
          key, StandStill{outbox::AccountState::waiting_secret, runner.standing().why_no_secret()});
    }
  }
  ledger_->submit(
      [request, result](outbox::Transaction& transaction) {
        return survey(transaction, *request, *result);
      },
      [this, result](const Status& status) {
        surveying_ = false;
        if (!status) {
          storage_trouble(status.error());
        } else if (!stopping()) {
          surveyed(*result);
        }
      });
}

void Worker::surveyed(const SurveyResult& result) {
  held_.store(result.held);
  generation_ = result.settings_generation;
  std::set<std::string> seen;
  for (const auto& account : result.accounts) {
    seen.insert(account.row.key);
    look_at(account);
    if (account.notify) {
      for (const auto& row : account.connections) {
        const auto connection = settings::connection_from_json(row.document);
        tell(account_notice(account.row, row.domain_id.value,
                            connection ? connection->sis_name : ""));
      }
    }
  }
  for (auto entry = accounts_.begin(); entry != accounts_.end();) {
    auto& account = entry->second;
    if (seen.contains(entry->first)) {
      ++entry;
      continue;
    }
    // No connection uses it any more: it becomes idle, gives its lease back, and goes.
    account.has_work = false;
    account.connections.clear();
    account.runner->configure({}, generation_);
    const bool busy = account.planning || account.unsaved > 0 || account.runner->busy() > 0 ||
                      account.runner->wire().leased() || account.taking_job || account.jobs->busy();
    if (busy) {
      ++entry;
      continue;
    }
    finished_requests_ += account.runner->wire().requests();
    entry = accounts_.erase(entry);
  }
}

void Worker::look_at(const AccountSurvey& seen) {
  auto& account = accounts_[seen.row.key];
  const bool is_new = account.runner == nullptr;
  if (is_new) {
    RunnerParts parts{*transport_, parts_.secrets, parts_.log, parts_.clock, {}, {}};
    parts.random = [this] { return std::uniform_real_distribution<double>(0.0, 1.0)(random_); };
    parts.wake_host = parts_.wake_host ? parts_.wake_host : [] {};
    parts.probe_max_ms = options_.breaker_probe_max_ms;
    account.runner = std::make_unique<AccountRunner>(parts);
    account.jobs = std::make_unique<JobRunner>(std::move(parts), account.runner->job_requests());
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
  if (seen.has_work && !account.broken && !served && !had_work && parts_.wake_host) {
    parts_.wake_host();
  }
  if (seen.lease) {
    const bool taken = runner.wire().epoch() != seen.lease->epoch;
    if (taken && runner.wire().leased()) {
      runner.lease_lost();
    }
    runner.lease_taken(seen.lease->epoch, seen.lease->deadline_boot_ms, seen.row,
                       seen.refused_under);
    if (taken) {
      runner.standing().lanes().restore(seen.refusals);
      account.recover = true;
      account.quiet = false;
      runner.standing().has_secrets(runner.wire().leased());
    }
  } else if (runner.wire().leased()) {
    runner.lease_lost();
  } else if (is_new && seen.has_work && !account.broken &&
             runner.standing().has_secrets(runner.wire().leased())) {
    // Only now is it known that this process can serve it.
    survey_again_ = true;
  }
}

void Worker::configure(Account& account, const AccountSurvey& seen) {
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
    auto route = exchange::make_route(row, parts_.profiles, found_of(seen, row.id));
    if (route) {
      routes.push_back(std::move(*route));
      continue;
    }
    const Code code = route.error().code;
    account.broken = StandStill{outbox::account_state_of(code), code};
    parts_.log.write(platform::LogLevel::error, "delivery.connection_unusable", info(code).sentence,
                     {{"connection", row.id}});
  }
  // A connection that a person has to change is told of, though others could go on without it.
  if (!routes.empty() && account.broken && account.broken->state != outbox::AccountState::address) {
    account.broken.reset();
  }
  account.runner->configure(std::move(routes), generation_);
}

} // namespace passback::delivery
