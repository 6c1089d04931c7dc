#include "plugin/delivery/delivery.hpp"

#include <algorithm>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>
#include <utility>

#include "plugin/delivery/worker/curl_transport.hpp"
#include "plugin/delivery/worker/worker.hpp"
#include "plugin/platform/owner_lock.hpp"
#include "plugin/platform/signals.hpp"
#include "plugin/platform/try.hpp"
#include "plugin/platform/uuid.hpp"

namespace passback::delivery {

namespace {

/// Lets stop wait for the end of the thread with a deadline, which join cannot.
class Ended {
 public:
  void set() {
    const std::lock_guard lock(mutex_);
    ended_ = true;
    changed_.notify_all();
  }
  bool wait_until(std::chrono::steady_clock::time_point deadline) {
    std::unique_lock lock(mutex_);
    return changed_.wait_until(lock, deadline, [this] { return ended_; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool ended_ = false; // GUARDED_BY(mutex_)
};

/// A thread and what it works on, which both its owner and the thread itself hold: whoever is the
/// last takes it away.
struct Running {
  std::shared_ptr<void> used; ///< of a thread that was left to itself; goes last
  std::unique_ptr<Transport> transport;
  std::unique_ptr<Worker> worker;
  Ended ended;
  std::thread thread;
};

/// The thread's work: one round after the other, and between them it sleeps in the transport.
void run(Worker& worker, Transport& transport) {
  using std::chrono::milliseconds;
  using std::chrono::steady_clock;
  while (const auto next = worker.step(steady_clock::now())) {
    const auto left = std::chrono::ceil<milliseconds>(*next - steady_clock::now());
    transport.wait(std::max(left, milliseconds(1)));
  }
  worker.close();
}

class ThreadedDelivery final : public Delivery {
 public:
  ThreadedDelivery(DeliveryParts parts, DeliveryOptions options)
      : parts_(std::move(parts)), options_(std::move(options)) {}

  /// Waits as long as the storage needs: whoever got Code::deadline from stop keeps the object.
  ~ThreadedDelivery() override {
    if (!stop(std::chrono::milliseconds(0))) {
      running_->thread.join();
    }
  }

  ThreadedDelivery(const ThreadedDelivery&) = delete;
  ThreadedDelivery& operator=(const ThreadedDelivery&) = delete;

  Status start() override;
  void nudge() override;
  Status stop(std::chrono::milliseconds deadline) override;
  void leave(std::shared_ptr<void> used) override;
  DeliverySnapshot snapshot() const override;

 private:
  DeliveryParts parts_;
  DeliveryOptions options_;
  std::mutex life_mutex_;    ///< start and stop, one at a time; taken before mutex_
  mutable std::mutex mutex_; ///< never held while waiting, so that nudge and snapshot never wait
  std::shared_ptr<Running> running_; // GUARDED_BY(mutex_)
  DeliverySnapshot last_;            // GUARDED_BY(mutex_)
};

Status ThreadedDelivery::start() {
  const std::lock_guard life(life_mutex_);
  if (running_) {
    return Error{Code::state, "delivery runs already"};
  }
  auto running = std::make_shared<Running>();
  PASSBACK_TRY_AS(running->transport,
                  make_curl_transport({options_.user_agent, options_.addresses, options_.ca_pem}));
  PASSBACK_TRY_AS(auto owner,
                  platform::OwnerLock::take(options_.data_dir, platform::random_uuid()));
  running->worker =
      std::make_unique<Worker>(parts_, options_, std::move(owner), *running->transport);
  const platform::SignalBlock no_signals;
  running->thread = std::thread([self = running, log = &parts_.log] {
    // A defect must end neither the host's process nor the thread without a word: what was in
    // flight stays in doubt in the outbox, and the next start sends it again.
    try {
      run(*self->worker, *self->transport);
    } catch (const std::exception& defect) {
      log->write(platform::LogLevel::plugin_misbehaving, "delivery.defect",
                 "The worker met a defect and has stopped; restart it.", {{"what", defect.what()}});
    } catch (...) {
      log->write(platform::LogLevel::plugin_misbehaving, "delivery.defect",
                 "The worker met a defect and has stopped; restart it.");
    }
    self->ended.set();
  });
  const std::lock_guard lock(mutex_);
  running_ = std::move(running);
  return ok_status();
}

void ThreadedDelivery::nudge() {
  const std::lock_guard lock(mutex_);
  if (running_) {
    running_->worker->nudge();
  }
}

Status ThreadedDelivery::stop(std::chrono::milliseconds deadline) {
  const std::lock_guard life(life_mutex_);
  if (!running_) {
    return ok_status();
  }
  const auto budget = std::max(deadline, std::chrono::milliseconds(0));
  const auto now = std::chrono::steady_clock::now();
  running_->worker->request_stop(now + budget / 2, now + budget);
  // The worker itself gives up at the deadline; a little later it has ended, unless a system call
  // does not let it.
  constexpr std::chrono::milliseconds kGrace{100};
  if (!running_->ended.wait_until(now + budget + kGrace)) {
    return Error{Code::deadline, "a thread is still inside a system call"};
  }
  running_->thread.join();
  std::shared_ptr<Running> over;
  {
    const std::lock_guard lock(mutex_);
    last_ = running_->worker->snapshot();
    over = std::move(running_);
  }
  return ok_status();
}

void ThreadedDelivery::leave(std::shared_ptr<void> used) {
  const std::lock_guard life(life_mutex_);
  if (!running_) {
    return;
  }
  std::shared_ptr<Running> left;
  {
    const std::lock_guard lock(mutex_);
    last_ = running_->worker->snapshot();
    left = std::move(running_);
  }
  // Before the thread is let go: it may end at any moment, and then takes all of this away.
  left->used = std::move(used);
  left->thread.detach();
}

DeliverySnapshot ThreadedDelivery::snapshot() const {
  const std::lock_guard lock(mutex_);
  return running_ ? running_->worker->snapshot() : last_;
}

} // namespace

std::unique_ptr<Delivery> Delivery::create(DeliveryParts parts, DeliveryOptions options) {
  return std::make_unique<ThreadedDelivery>(std::move(parts), std::move(options));
}

} // namespace passback::delivery
