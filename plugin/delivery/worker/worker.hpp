// Takes what is due to the SIS, one round at a time: asks each part what it has to do now
// (worker_context.hpp) and says when the next round is wanted. A round never sleeps and never waits
// for storage: it hands work over and looks later what became of it. The thread around it is in
// delivery.cpp; a test calls the rounds by hand.
#pragma once

#include <atomic>
#include <cstdint>
#include <optional>

#include "plugin/delivery/worker/worker_context.hpp"
#include "plugin/delivery/worker/worker_jobs.hpp"
#include "plugin/delivery/worker/worker_plan.hpp"
#include "plugin/delivery/worker/worker_poll.hpp"
#include "plugin/delivery/worker/worker_settling.hpp"

namespace passback::delivery {

class Worker {
 public:
  /// The owner's lock is held as long as the worker lives. The transport outlives it.
  Worker(const DeliveryParts& parts, const DeliveryOptions& options, platform::OwnerLock lock,
         Transport& transport);
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  /// One round. When the next is wanted at the latest; a wake of the transport is a reason to begin
  /// it sooner. nullopt = it is over: after request_stop, when everything is saved or the deadline
  /// is past.
  std::optional<SteadyTime> step(SteadyTime now);
  /// After the last round: drops everything and waits for the storage thread. On the thread of the
  /// rounds, so that whoever stops does not wait for a storage that hangs.
  void close();

  // Any thread.
  void nudge() noexcept;
  void request_stop(SteadyTime half_time, SteadyTime deadline) noexcept;
  DeliverySnapshot snapshot() const { return context_.counts.snapshot(); }

 private:
  void turn();
  /// True when nothing is left to be done.
  bool stop_turn();
  bool is_busy() const;
  void submit_release();
  SteadyTime next_round() const;
  void count();

  WorkerContext context_;
  WorkerPoll poll_;
  WorkerPlan plan_;
  WorkerJobs jobs_;
  WorkerSettling settling_;
  bool release_submitted_ = false;

  std::atomic<bool> nudged_{true};
  std::atomic<bool> stopping_{false};
  std::atomic<SteadyTime::rep> half_time_{0}, deadline_{0};
};

} // namespace passback::delivery
