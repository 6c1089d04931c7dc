#include "plugin/abi/instance.hpp"

#include <utility>

#include "plugin/abi/calls.hpp"
#include "plugin/abi/handles.hpp"
#include "plugin/abi/host_pump.hpp"
#include "plugin/abi/instance_menu.hpp"
#include "plugin/abi/instance_texts.hpp"
#include "plugin/abi/kept_notices.hpp"
#include "plugin/abi/opening.hpp"
#include "plugin/platform/process.hpp"

namespace passback::abi {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kForkDeadline{2'000};
constexpr milliseconds kLongestWake{50};

Error not_started() {
  return {Code::state, "The instance is not started."};
}

// What is still inside a system call may end there, and do no more.
void seal(InstanceParts& parts) {
  parts.store->seal();
  parts.wake.cut(kLongestWake);
}

} // namespace

Instance::Instance(const lms_host& host, HostIdentity identity, Config config)
    : clock_(config.clock_ahead_ms), host_queue_(clock_, config.log_level),
      host_(host, std::move(identity), host_queue_, clock_), secret_file_(config.data_dir),
      languages_(load_languages(config.texts_dir, host_queue_)), config_(std::move(config)),
      run_mode_(config_.run_mode) {
  if (host_.identity().site_id.empty())
    host_queue_.write(
        platform::LogLevel::warning, "host.site_id",
        "The LMS does not say which site it is (lms_host_info.site_id), so a copy of the "
        "site would write to the SIS as well.");
}

Status Instance::check_process() const {
  const std::int64_t process = process_.load(std::memory_order_relaxed);
  if (process != 0 && process != platform::process_id())
    return Code::forked;
  return ok_status();
}

Status Instance::check_not_in_service(const FrameMark& call) {
  return host_.inside_service(call) ? Status(Code::reentrant) : ok_status();
}

// `life`: the instance may be stopped or destroyed while the host is asked for its secrets.
Status Instance::open_and_deliver(std::uint64_t life) {
  const auto opened = open_parts(*this, deadline_in(kOpenDeadline));
  if (!opened.ok())
    return opened.error();
  InstanceParts& parts = **opened;
  if (const Status delivering = start_delivery(*this, parts); !delivering.ok())
    return delivering;
  {
    const std::lock_guard lock(mutex_);
    if (life_.number() == life) {
      parts_ = parts.shared_from_this();
      return ok_status();
    }
  }
  if (!parts.delivery->stop(kOpenDeadline).ok())
    leave(parts.shared_from_this());
  return Error{Code::state, "The instance was stopped while it started."};
}

void Instance::leave(const std::shared_ptr<InstanceParts>& parts) {
  struct Kept {
    std::shared_ptr<Instance> instance;
    std::shared_ptr<InstanceParts> parts; // goes first
  };
  seal(*parts);
  note_leftover(config_.data_dir, parts);
  parts->delivery->leave(std::make_shared<Kept>(Kept{shared_from_this(), parts}));
}

Status Instance::check_ended() {
  std::shared_ptr<InstanceParts> sealed;
  {
    const std::lock_guard lock(mutex_);
    sealed = sealed_;
  }
  if (sealed == nullptr)
    return ok_status();
  if (!sealed->delivery->stop(milliseconds(0)).ok())
    return Error{Code::state, "A thread of the last run is still inside a system call; nothing is "
                              "started beside it."};
  const std::lock_guard lock(mutex_);
  sealed_ = nullptr;
  return ok_status();
}

Status Instance::start(lms_instance self) {
  RunMode mode;
  std::uint64_t life = 0;
  if (const Status ended = check_ended(); !ended.ok())
    return ended;
  {
    const std::lock_guard lock(mutex_);
    if (life_.state() != State::created && life_.state() != State::stopped)
      return Error{Code::state, "start is possible after create or stop only."};
    mode = run_mode_;
    life = life_.number();
  }
  if (const Status registered = register_with_host(*this, self); !registered.ok())
    return registered;
  if (mode != RunMode::enqueue_only) {
    if (const Status opened = open_and_deliver(life); !opened.ok())
      return opened;
  }
  process_.store(platform::process_id(), std::memory_order_relaxed);
  {
    const std::lock_guard lock(mutex_);
    if (life_.number() != life)
      return Error{Code::state, "The instance was stopped while it started."};
    life_.start();
  }
  write_log_lines(*this);
  return ok_status();
}

Status Instance::close(State next, milliseconds deadline) {
  const Deadline end = deadline_in(deadline);
  std::shared_ptr<InstanceParts> parts;
  {
    const std::lock_guard lock(mutex_);
    life_.close(next);
    parts = parts_ != nullptr ? std::exchange(parts_, nullptr) : sealed_;
  }
  opened_.notify_all();
  Status stopped = ok_status();
  if (parts != nullptr && parts->delivery != nullptr)
    stopped = parts->delivery->stop(deadline);
  if (!stopped.ok())
    seal(*parts);
  else if (parts != nullptr && parts->delivery != nullptr)
    keep_notices(*parts->store, host_queue_, left_until(end));
  const std::lock_guard lock(mutex_);
  sealed_ = stopped.ok() ? nullptr : parts;
  return stopped;
}

Status Instance::stop(milliseconds deadline) {
  const Status stopped = close(State::stopped, deadline);
  write_log_lines(*this);
  return stopped;
}

void Instance::end(milliseconds deadline) {
  if (close(State::stopped, deadline).ok())
    return;
  std::shared_ptr<InstanceParts> parts;
  {
    const std::lock_guard lock(mutex_);
    parts = std::exchange(sealed_, nullptr);
  }
  if (parts != nullptr)
    leave(parts);
}

Status Instance::before_fork() {
  std::weak_ptr<InstanceParts> open;
  {
    const std::lock_guard lock(mutex_);
    if (life_.state() != State::started)
      return Error{Code::state, "before_fork is possible while started only."};
    open = parts_;
  }
  const Deadline end = deadline_in(kForkDeadline);
  const Status closed = close(State::forking, kForkDeadline);
  write_log_lines(*this);
  if (!closed.ok())
    return closed;
  // Calls of other threads that had begun: what they hold would go into the child as it is. No new
  // one begins while nothing is started.
  while (!open.expired() || (!InstanceLife::any_is_started() && Presence::count() > 1)) {
    if (is_over(end))
      return Error{Code::deadline, "Another call of the LMS is still inside; a child would be "
                                   "refused."};
    std::this_thread::sleep_for(milliseconds(1));
  }
  // From here on any process may go on: the parent and each child say so with after_fork.
  process_.store(0, std::memory_order_relaxed);
  return ok_status();
}

Status Instance::after_fork(std::string_view run_mode) {
  if (const Status process = check_process(); !process.ok())
    return process;
  if (const Status ended = check_ended(); !ended.ok())
    return ended;
  RunMode mode;
  std::uint64_t life = 0;
  {
    const std::lock_guard lock(mutex_);
    if (life_.state() != State::forking)
      return Error{Code::state, "after_fork is possible after before_fork only."};
    if (!run_mode.empty()) {
      const auto asked = parse_run_mode(run_mode);
      if (!asked.ok())
        return asked.error();
      run_mode_ = *asked;
    }
    mode = run_mode_;
    life = life_.number();
  }
  if (mode != RunMode::enqueue_only) {
    if (const Status opened = open_and_deliver(life); !opened.ok())
      return opened;
  }
  process_.store(platform::process_id(), std::memory_order_relaxed);
  const std::lock_guard lock(mutex_);
  if (life_.number() != life)
    return Error{Code::state, "The instance was stopped meanwhile."};
  life_.start();
  return ok_status();
}

Result<InstanceParts*> Instance::parts() {
  return parts(deadline_in(kOpenDeadline));
}

Result<InstanceParts*> Instance::parts(Deadline deadline) {
  std::uint64_t life = 0;
  std::shared_ptr<InstanceParts> open;
  auto token = std::make_shared<char>();
  {
    std::unique_lock lock(mutex_);
    // A service may report an event while the call that it belongs to opens the outbox.
    const auto another_opens = [&] { return !opener_.expired(); };
    if (another_opens() && opener_thread_ == std::this_thread::get_id())
      return Error{Code::busy,
                   "The outbox is being opened by the call that this one is inside of."};
    opened_.wait_until(lock, deadline, [&] {
      return life_.state() != State::started || parts_ != nullptr || !another_opens();
    });
    if (life_.state() != State::started)
      return not_started();
    open = parts_;
    if (open == nullptr && another_opens())
      return Error{Code::busy, "The outbox was being opened until the deadline."};
    if (open == nullptr) {
      opener_ = token;
      opener_thread_ = std::this_thread::get_id();
      life = life_.number();
    }
  }
  if (open != nullptr) {
    InstanceParts* const running = open.get();
    Call::keep(std::move(open));
    return running;
  }
  Call::keep(std::move(token));
  const auto opened = open_parts(*this, deadline);
  bool stopped = false;
  {
    const std::lock_guard lock(mutex_);
    opener_.reset();
    stopped = life_.number() != life;
    if (opened.ok() && !stopped)
      parts_ = (*opened)->shared_from_this();
  }
  opened_.notify_all();
  if (!opened.ok())
    return opened.error();
  if (stopped)
    return not_started();
  // It stays open, so that the next event finds it.
  if (is_over(deadline))
    return Error{Code::busy, "Opening the outbox took until the deadline."};
  return *opened;
}

Result<InstanceParts*> Instance::parts_for_events(Deadline deadline) {
  {
    const std::lock_guard lock(mutex_);
    if (life_.state() == State::started && run_mode_ == RunMode::deliver_only)
      return Error{Code::state, "This instance only delivers; events go to another one."};
  }
  return parts(deadline);
}

} // namespace passback::abi
