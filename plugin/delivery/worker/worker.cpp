#include "plugin/delivery/worker/worker.hpp"

#include <algorithm>
#include <utility>

#include "plugin/platform/uuid.hpp"

namespace passback::delivery {

namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

// An injected clock may jump at any time, so the worker never sleeps longer.
constexpr milliseconds kLongestNap{250};
constexpr std::int64_t kPlanAgainMs = 1'000;
constexpr std::int64_t kJobNapMs = 20;
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
    if (runner.wire().leased() && !runner.wire().may_send()) {
      runner.lease_lost();
    }
    if (!at_cap() && account.unsaved < kUnsavedPerAccount) {
      submit_plan(key, account);
      // First, because somebody is looking.
      run_jobs(key, account);
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
    if (account.jobs->busy()) {
      nap_ms = std::min(nap_ms, kJobNapMs);
    }
  }
  return milliseconds(nap_ms);
}

void Worker::count() {
  std::int64_t in_flight = 0;
  std::int64_t leased = 0;
  std::int64_t requests = finished_requests_;
  for (const auto& [key, account] : accounts_) {
    in_flight += static_cast<std::int64_t>(account.runner->wire().in_flight());
    leased += account.runner->wire().leased() ? 1 : 0;
    requests += account.runner->wire().requests();
  }
  in_flight_.store(in_flight);
  leased_.store(leased);
  requests_.store(requests);
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
  request->epoch = runner.wire().epoch();
  request->routes = runner.routes();
  request->now_unix_ms = parts_.clock.unix_ms();
  request->slots = slots;
  request->closed = runner.standing().lanes().closed_connections(parts_.clock.unix_ms());
  for (const auto& route : request->routes) {
    const auto& id = route->connection.id;
    request->blocked.emplace(id, runner.standing().lanes().blocked(id));
  }
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
    if (runner.wire().epoch() == epoch) {
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
  if (stopping() || runner.wire().epoch() != epoch) {
    runner.give_back_planned(Code::deadline);
  }
}

bool Worker::stop_turn() {
  const auto now = steady_clock::now().time_since_epoch().count();
  const bool over_half = now >= half_time_.load();
  for (auto& [key, account] : accounts_) {
    account.jobs->abandon();
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
    return entry.second.runner->busy() > 0 || entry.second.planning || entry.second.taking_job;
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
    const std::int64_t epoch = account.runner->wire().epoch();
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
