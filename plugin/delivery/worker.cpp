#include "plugin/delivery/worker.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "plugin/delivery/account_notice.hpp"
#include "plugin/delivery/settle.hpp"
#include "plugin/platform/uuid.hpp"

namespace passback::delivery {

namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

// An injected clock may jump at any time, so the worker never sleeps longer.
constexpr milliseconds kLongestNap{250};
constexpr milliseconds kSurveyEvery{250};
constexpr milliseconds kSettleAgain{500};
constexpr std::chrono::seconds kTroubleEvery{60};
constexpr std::int64_t kPlanAgainMs = 1'000;
// Long enough that a token and its connections stay useful, short enough that a process that has
// nothing to do does not write its lease for ever.
constexpr std::int64_t kIdleReleaseMs = 10'000;
constexpr std::size_t kUnsavedMax = 256;
constexpr std::size_t kUnsavedPerAccount = 64;

} // namespace

Worker::Worker(const DeliveryParts& parts, const DeliveryOptions& options, platform::OwnerLock lock,
               std::unique_ptr<Transport> transport)
    : parts_(parts), options_(options), boot_id_(platform::boot_id()), lock_(std::move(lock)),
      transport_(std::move(transport)), random_(std::random_device{}()) {
  ledger_ = parts_.store.open_ledger([this] { transport_->wake(); });
}

Worker::~Worker() = default;

void Worker::nudge() noexcept {
  nudged_.store(true);
  transport_->wake();
}

void Worker::request_stop(SteadyTime half_time, SteadyTime deadline) noexcept {
  half_time_.store(half_time.time_since_epoch().count());
  deadline_.store(deadline.time_since_epoch().count());
  stopping_.store(true);
  transport_->wake();
}

DeliverySnapshot Worker::snapshot() const {
  DeliverySnapshot now;
  now.held = held_.load();
  now.in_flight = in_flight_.load();
  now.requests = requests_.load();
  now.confirmed = confirmed_.load();
  now.doubtful = doubtful_.load();
  now.leased_accounts = leased_.load();
  return now;
}

void Worker::run() {
  for (;;) {
    ledger_->poll();
    transport_->run();
    if (stopping()) {
      if (stop_turn()) {
        break;
      }
    } else {
      turn();
    }
    count();
    transport_->wait(nap());
  }
  count();
  accounts_.clear();
  // Here, on the worker's thread: if the storage hangs, stop still answers in time.
  ledger_.reset();
}

void Worker::turn() {
  if (nudged_.exchange(false)) {
    survey_again_ = true;
    for (auto& [key, account] : accounts_) {
      account.quiet = false;
    }
  }
  if (survey_due(steady_clock::now())) {
    submit_survey();
  }
  retry_settlings();
  for (auto& [key, account] : accounts_) {
    auto& runner = *account.runner;
    if (runner.leased() && !runner.may_send()) {
      runner.lease_lost();
    }
    if (!at_cap() && account.unsaved < kUnsavedPerAccount) {
      submit_plan(key, account);
      runner.advance();
    }
    settle_account(key, account);
  }
}

bool Worker::at_cap() const {
  return unsaved_ >= kUnsavedMax;
}

milliseconds Worker::nap() {
  std::int64_t nap_ms = kLongestNap.count();
  for (auto& [key, account] : accounts_) {
    if (const auto wait = account.runner->wait_ms(); wait && !at_cap()) {
      nap_ms = std::min(nap_ms, std::max<std::int64_t>(*wait, 1));
    }
  }
  return milliseconds(nap_ms);
}

void Worker::count() {
  std::int64_t in_flight = 0;
  std::int64_t leased = 0;
  std::int64_t requests = finished_requests_;
  for (const auto& [key, account] : accounts_) {
    in_flight += static_cast<std::int64_t>(account.runner->in_flight());
    leased += account.runner->leased() ? 1 : 0;
    requests += account.runner->requests();
  }
  in_flight_.store(in_flight);
  leased_.store(leased);
  requests_.store(requests);
}

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
  for (auto& [key, account] : accounts_) {
    auto& runner = *account.runner;
    const bool idle = runner.leased() && !account.has_work && runner.busy() == 0 &&
                      !account.planning && account.unsaved == 0;
    if (!idle) {
      account.idle_since_boot_ms = request->now_boot_ms;
    } else if (request->now_boot_ms - account.idle_since_boot_ms >= kIdleReleaseMs) {
      request->release.emplace(key, runner.epoch());
      runner.lease_lost();
      continue;
    }
    if (account.broken) {
      request->stand_still.emplace(key, *account.broken);
    } else if (runner.has_secrets()) {
      request->may_take.insert(key);
    } else if (account.has_work) {
      request->stand_still.emplace(key, StandStill{});
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
                      account.runner->leased();
    if (busy) {
      ++entry;
      continue;
    }
    finished_requests_ += account.runner->requests();
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
    account.runner = std::make_unique<AccountRunner>(std::move(parts), seen.row.key);
  }
  configure(account, seen);
  auto& runner = *account.runner;
  const bool had_work = account.has_work;
  account.has_work = seen.has_work;
  if (seen.has_work) {
    account.quiet = false;
  }
  if (seen.has_work && !account.broken && !runner.has_secrets() && !had_work && parts_.wake_host) {
    parts_.wake_host();
  }
  if (seen.lease) {
    const bool taken = runner.epoch() != seen.lease->epoch;
    if (taken && runner.leased()) {
      runner.lease_lost();
    }
    runner.lease_taken(seen.lease->epoch, seen.lease->deadline_boot_ms, seen.row,
                       seen.refused_under);
    if (taken) {
      account.recover = true;
      account.quiet = false;
      runner.has_secrets();
    }
  } else if (runner.leased()) {
    runner.lease_lost();
  } else if (is_new && seen.has_work && !account.broken && runner.has_secrets()) {
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
  if (same && (!account.runner->routes().empty() || account.broken)) {
    account.runner->configure(account.runner->routes(), generation_);
    return;
  }
  account.connections.clear();
  account.broken.reset();
  std::vector<RoutePtr> routes;
  for (const auto& row : seen.connections) {
    account.connections.emplace(row.id, row);
    auto route = make_route(row, parts_.profiles);
    if (route) {
      routes.push_back(std::move(*route));
      continue;
    }
    account.broken = StandStill{outbox::AccountState::unauthorised, route.error().code};
    parts_.log.write(platform::LogLevel::error, "delivery.connection_unusable",
                     info(route.error().code).sentence, {{"connection", row.id}});
  }
  if (!routes.empty()) {
    account.broken.reset();
  }
  account.runner->configure(std::move(routes), generation_);
}

void Worker::submit_plan(const std::string& key, Account& account) {
  auto& runner = *account.runner;
  const std::int64_t now_boot_ms = parts_.clock.boot_ms();
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
  request->owner_id = lock_.owner_id();
  request->epoch = runner.epoch();
  request->routes = runner.routes();
  request->now_unix_ms = parts_.clock.unix_ms();
  request->slots = slots;
  request->blocked = runner.blocked();
  request->cursors = account.cursors;
  request->recover = account.recover;
  request->new_request_id = &platform::random_uuid;
  ledger_->submit(
      [request, result](outbox::Transaction& transaction) {
        return plan(transaction, *request, *result);
      },
      [this, key, request, result](const Status& status) {
        planned(key, request->epoch, status, *result);
      });
}

void Worker::planned(const std::string& key, std::int64_t epoch, const Status& status,
                     PlanResult& result) {
  auto& account = accounts_.at(key);
  auto& runner = *account.runner;
  account.planning = false;
  if (!status) {
    storage_trouble(status.error());
    account.plan_after_boot_ms = parts_.clock.boot_ms() + kPlanAgainMs;
    return;
  }
  held_.store(result.held);
  if (result.held) {
    account.quiet = true;
    return;
  }
  if (result.lost) {
    if (runner.epoch() == epoch) {
      runner.lease_lost();
    }
    return;
  }
  account.cursors = std::move(result.cursors);
  account.recover = result.more_to_recover;
  account.quiet = result.requests.empty() && !result.moved && !result.more_to_recover;
  // The connections turn, so that each is once the first to be served.
  if (auto routes = runner.routes(); routes.size() > 1) {
    std::rotate(routes.begin(), routes.begin() + 1, routes.end());
    runner.configure(std::move(routes), generation_);
  }
  runner.accept(std::move(result.requests));
  if (stopping() || runner.epoch() != epoch) {
    runner.give_back_planned(Code::deadline);
  }
}

void Worker::settle_account(const std::string& key, Account& account) {
  auto settlement = account.runner->take_settlement();
  if (settlement.empty()) {
    return;
  }
  auto settling = std::make_shared<Settling>();
  settling->account = key;
  auto& request = settling->request;
  request.account_key = key;
  request.owner_id = lock_.owner_id();
  request.epoch = account.runner->epoch();
  request.now_unix_ms = parts_.clock.unix_ms();
  request.outcomes = std::move(settlement.outcomes);
  request.learned = std::move(settlement.learned);
  if (account.runner->leased()) {
    request.account = settlement.account;
  }
  account.unsaved += request.outcomes.size();
  unsaved_ += request.outcomes.size();
  submit_settling(std::move(settling));
}

void Worker::submit_settling(std::shared_ptr<Settling> settling) {
  ledger_->submit(
      [settling](outbox::Transaction& transaction) {
        return settle(transaction, settling->request, settling->result);
      },
      [this, settling](const Status& status) { settled(settling, status); });
}

void Worker::settled(const std::shared_ptr<Settling>& settling, const Status& status) {
  if (!status) {
    storage_trouble(status.error());
    settling->again = steady_clock::now() + kSettleAgain;
    failed_settlings_.push_back(settling);
    return;
  }
  auto& account = accounts_.at(settling->account);
  const auto& request = settling->request;
  const auto& result = settling->result;
  account.unsaved -= request.outcomes.size();
  unsaved_ -= request.outcomes.size();
  confirmed_.fetch_add(result.confirmed);
  doubtful_.fetch_add(result.doubtful);
  if (!request.outcomes.empty() || result.moved) {
    account.quiet = false;
  }
  if (result.lost && account.runner->epoch() == request.epoch) {
    account.runner->lease_lost();
  }
  if (result.notify && parts_.notify) {
    const auto& routes = account.runner->routes();
    const bool known = !routes.empty();
    parts_.notify(account_notice(result.account, known ? routes.front()->domain_id.value : "",
                                 known ? routes.front()->connection.sis_name : ""));
    if (parts_.wake_host) {
      parts_.wake_host();
    }
  }
}

void Worker::retry_settlings() {
  const auto now = steady_clock::now();
  for (auto& settling : std::exchange(failed_settlings_, {})) {
    if (now >= settling->again) {
      submit_settling(std::move(settling));
    } else {
      failed_settlings_.push_back(std::move(settling));
    }
  }
}

void Worker::storage_trouble(const Error& error) {
  const auto now = steady_clock::now();
  if (last_trouble_ != SteadyTime{} && now - last_trouble_ < kTroubleEvery) {
    return;
  }
  last_trouble_ = now;
  parts_.log.write(platform::LogLevel::error, "delivery.storage", info(error.code).sentence,
                   {{"detail", error.detail}});
}

bool Worker::stop_turn() {
  const auto now = steady_clock::now().time_since_epoch().count();
  const bool over_half = now >= half_time_.load();
  for (auto& [key, account] : accounts_) {
    account.runner->give_back_planned(Code::deadline);
    if (over_half) {
      account.runner->cut_all();
    }
    settle_account(key, account);
  }
  retry_settlings();
  if (now >= deadline_.load()) {
    return true;
  }
  const bool busy = std::any_of(accounts_.begin(), accounts_.end(), [](const auto& entry) {
    return entry.second.runner->busy() > 0 || entry.second.planning;
  });
  if (busy || surveying_ || unsaved_ > 0 || !failed_settlings_.empty()) {
    return false;
  }
  if (!release_submitted_) {
    release_submitted_ = true;
    submit_release();
  }
  return ledger_->pending() == 0;
}

void Worker::submit_release() {
  for (auto& [key, account] : accounts_) {
    const std::int64_t epoch = account.runner->epoch();
    if (epoch == 0) {
      continue;
    }
    account.runner->lease_lost();
    ledger_->submit(
        [key = key, epoch, owner = lock_.owner_id()](outbox::Transaction& transaction) {
          return outbox::release_lease(transaction, key, owner, epoch);
        },
        [](const Status&) {});
  }
}

} // namespace passback::delivery
