#include "plugin/delivery/worker/worker.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include "plugin/outbox/lease.hpp"

namespace passback::delivery {

namespace {

using std::chrono::milliseconds;

// An injected clock may jump at any time, so no round is further away.
constexpr milliseconds kLongestNap{250};
constexpr milliseconds kShortestNap{1};
constexpr milliseconds kJobNap{20};

} // namespace

Worker::Worker(const DeliveryParts& parts, const DeliveryOptions& options, platform::OwnerLock lock,
               Transport& transport)
    : context_(parts, std::move(lock), transport), poll_(context_, options), plan_(context_),
      jobs_(context_, [this] { poll_.look_again(); }), settling_(context_) {}

void Worker::nudge() noexcept {
  nudged_.store(true);
  context_.transport.wake();
}

void Worker::request_stop(SteadyTime half_time, SteadyTime deadline) noexcept {
  half_time_.store(half_time.time_since_epoch().count());
  deadline_.store(deadline.time_since_epoch().count());
  stopping_.store(true);
  context_.transport.wake();
}

std::optional<SteadyTime> Worker::step(SteadyTime now) {
  context_.round = {now, stopping_.load()};
  context_.storage.poll();
  context_.transport.run();
  bool over = false;
  if (context_.round.stopping) {
    over = stop_turn();
  } else {
    turn();
  }
  count();
  return over ? std::nullopt : std::optional(next_round());
}

void Worker::close() {
  context_.accounts.clear();
  context_.storage.close();
}

void Worker::turn() {
  if (nudged_.exchange(false)) {
    poll_.look_again();
    for (auto& [key, account] : context_.accounts) {
      account.quiet = false;
    }
  }
  poll_.advance();
  settling_.retry();
  for (auto& [key, account] : context_.accounts) {
    auto& runner = *account.runner;
    if (runner.wire().leased() && !runner.wire().may_send()) {
      runner.lease_lost();
    }
    if (!settling_.is_full(account)) {
      plan_.submit(key, account);
      // First, because somebody is looking.
      jobs_.advance(key, account);
      runner.advance();
    }
    settling_.settle(key, account);
  }
}

SteadyTime Worker::next_round() const {
  milliseconds nap = kLongestNap;
  for (const auto& [key, account] : context_.accounts) {
    if (const auto wait = account.runner->wait_ms(); wait && !settling_.is_full()) {
      nap = std::min(nap, std::max(milliseconds(*wait), kShortestNap));
    }
    if (account.jobs->busy()) {
      nap = std::min(nap, kJobNap);
    }
  }
  return context_.round.now + nap;
}

void Worker::count() {
  std::int64_t in_flight = 0;
  std::int64_t leased = 0;
  std::int64_t requests = poll_.finished_requests();
  for (const auto& [key, account] : context_.accounts) {
    in_flight += static_cast<std::int64_t>(account.runner->wire().in_flight());
    leased += account.runner->wire().leased() ? 1 : 0;
    requests += account.runner->wire().requests();
  }
  context_.counts.in_flight.store(in_flight);
  context_.counts.leased.store(leased);
  context_.counts.requests.store(requests);
}

bool Worker::stop_turn() {
  const auto now = context_.round.now.time_since_epoch().count();
  const bool over_half = now >= half_time_.load();
  for (auto& [key, account] : context_.accounts) {
    account.jobs->abandon();
    account.runner->give_back_planned(Code::deadline);
    if (over_half) {
      account.runner->cut_all();
    }
    settling_.settle(key, account);
  }
  settling_.retry();
  if (now >= deadline_.load()) {
    return true;
  }
  if (is_busy()) {
    return false;
  }
  if (!release_submitted_) {
    release_submitted_ = true;
    submit_release();
  }
  return context_.storage.pending() == 0;
}

bool Worker::is_busy() const {
  return poll_.is_looking() || !settling_.is_over() ||
         std::ranges::any_of(context_.accounts, [](const auto& entry) {
           const auto& account = entry.second;
           return account.runner->busy() > 0 || account.planning || account.taking_job;
         });
}

void Worker::submit_release() {
  for (auto& [key, account] : context_.accounts) {
    const std::int64_t epoch = account.runner->wire().epoch();
    if (epoch == 0) {
      continue;
    }
    account.runner->lease_lost();
    context_.storage.submit(
        [key = key, epoch, owner = context_.storage.owner_id()](outbox::Transaction& transaction) {
          return outbox::release_lease(transaction, key, owner, epoch);
        },
        {});
  }
}

} // namespace passback::delivery
