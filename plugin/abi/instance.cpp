#include "plugin/abi/instance.hpp"

#include <algorithm>

#include "plugin/abi/calls.hpp"
#include "plugin/abi/handles.hpp"
#include "plugin/abi/host_errands.hpp"
#include "plugin/abi/instance_menu.hpp"
#include "plugin/abi/restored_outbox.hpp"
#include "plugin/abi/settings_file.hpp"
#include "plugin/abi/version.hpp"
#include "plugin/platform/files.hpp"
#include "plugin/platform/process.hpp"
#include "plugin/settings/documents.hpp"

namespace passback::abi {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr std::int64_t kPermissionLifeMs = 30'000;
constexpr std::size_t kMostPermissions = 1'000;
constexpr milliseconds kForkDeadline{2'000};
constexpr milliseconds kOpenDeadline{5'000};
constexpr milliseconds kLongestWake{50};

constinit std::atomic<int> g_started{0};
constinit std::atomic<int> g_forking{0};

Error not_started() {
  return {Code::state, "The instance is not started."};
}

} // namespace

Instance::Instance(const lms_host& host, HostIdentity identity, Config config)
    : clock_(platform::system_clock()), mail_(clock_, config.log_level),
      host_(host, std::move(identity), mail_, clock_), secret_file_(config.data_dir),
      config_(std::move(config)) {
  if (host_.identity().site_id.empty())
    mail_.write(platform::LogLevel::warning, "host.site_id",
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

bool Instance::any_is_started() {
  return g_started.load() != 0;
}

bool Instance::any_is_forking() {
  return g_forking.load() != 0;
}

void Instance::enter(State next) {
  g_forking.fetch_add((next == State::forking ? 1 : 0) - (state_ == State::forking ? 1 : 0));
  g_started.fetch_add((next == State::started ? 1 : 0) - (state_ == State::started ? 1 : 0));
  state_ = next;
}

Result<Parts*> Instance::open_parts(Deadline deadline) {
  auto inside = Presence::enter();
  if (!inside)
    return Error{Code::forked, {}};
  if (const Status folder = platform::make_private_folder(config_.data_dir); !folder.ok())
    return folder.error();
  auto profiles = load_profiles(config_.profiles_dir);
  if (!profiles.ok())
    return profiles.error();
  auto store =
      outbox::open_sqlite_store({config_.data_dir, config_.durability, left_until(deadline)});
  if (!store.ok())
    return store.error();
  auto made = std::make_shared<Parts>(std::move(*inside), host_, secret_file_);
  Parts& parts = *made;
  Call::keep(std::move(made));
  parts.profiles = std::move(profiles->catalog);
  parts.store = std::move(*store);
  if (const Status guarded = guard_site(*parts.store, host_.identity(), left_until(deadline));
      !guarded.ok())
    return guarded.error();
  if (const Status noted = note_profiles(*parts.store, profiles->digest, left_until(deadline));
      !noted.ok())
    return noted.error();
  parts.intake = std::make_unique<intake::Intake>(
      intake::IntakeParts{.store = *parts.store,
                          .profiles = parts.profiles,
                          .clock = clock_,
                          .domains = parts.domains,
                          .default_domain = gradebook::DomainId(kRootDomain)});
  parts.actions = std::make_unique<actions::Actions>(
      actions::ActionParts{.store = *parts.store,
                           .profiles = parts.profiles,
                           .clock = clock_,
                           .secrets = parts.vault,
                           .domains = parts.domains,
                           .default_domain = gradebook::DomainId(kRootDomain),
                           .site_id = host_.identity().site_id,
                           .site_url = host_.identity().site_url,
                           .permissions = permissions_asked_});
  if (!config_.settings_file.empty()) {
    if (const Status loaded = load_settings_file(*this, parts, config_.settings_file, deadline);
        !loaded.ok())
      return loaded.error();
  }
  return &parts;
}

// `life`: the instance may be stopped or destroyed while the host is asked for its secrets.
Status Instance::open_and_deliver(std::uint64_t life) {
  const auto opened = open_parts(steady_clock::now() + kOpenDeadline);
  if (!opened.ok())
    return opened.error();
  Parts& parts = **opened;
  auto of_site = site_notice(*parts.store, clock_.unix_ms());
  if (!of_site.ok())
    return of_site.error();
  if (of_site->has_value())
    mail_.post(std::move(**of_site));
  auto of_outbox =
      notice_restored_outbox(*parts.store, config_.data_dir, clock_.unix_ms(), kOpenDeadline);
  if (!of_outbox.ok())
    return of_outbox.error();
  if (of_outbox->has_value())
    mail_.post(std::move(**of_outbox));
  prefetch_secrets(parts);
  parts.delivery = delivery::Delivery::create(
      {.store = *parts.store,
       .profiles = parts.profiles,
       .secrets = secrets_,
       .log = mail_,
       .clock = clock_,
       .notify = [this](delivery::Notice notice) { mail_.post(std::move(notice)); },
       .wake_host = [&parts] { parts.wake.call(); }},
      {.data_dir = config_.data_dir,
       .lease_ms = config_.lease_ms,
       .user_agent = user_agent(),
       .addresses = config_.by_operator.addresses,
       .ca_pem = config_.by_operator.ca_pem});
  if (const Status delivering = parts.delivery->start(); !delivering.ok())
    return delivering;
  {
    const std::lock_guard lock(mutex_);
    if (life_ == life) {
      parts_ = parts.shared_from_this();
      return ok_status();
    }
  }
  if (!parts.delivery->stop(kOpenDeadline).ok())
    leave(parts.shared_from_this());
  return Error{Code::state, "The instance was stopped while it started."};
}

// What is still inside a system call may end there, and do no more.
void Instance::seal(Parts& parts) {
  parts.store->seal();
  parts.wake.cut(kLongestWake);
}

void Instance::leave(const std::shared_ptr<Parts>& parts) {
  struct Kept {
    std::shared_ptr<Instance> instance;
    std::shared_ptr<Parts> parts; // goes first
  };
  seal(*parts);
  note_leftover(config_.data_dir, parts);
  parts->delivery->leave(std::make_shared<Kept>(Kept{shared_from_this(), parts}));
}

void Instance::prefetch_secrets(Parts& parts) {
  std::vector<settings::Connection> connections;
  // An unreadable connection is found, and said, by the worker.
  (void)parts.store->intake().read([&](outbox::Transaction& transaction) -> Status {
    const auto rows = transaction.connections();
    if (!rows.ok())
      return rows.error();
    for (const outbox::ConnectionRow& row : *rows) {
      if (auto connection = settings::connection_from_json(row.document); connection.ok())
        connections.push_back(std::move(*connection));
    }
    return ok_status();
  });
  for (const settings::Connection& connection : connections)
    fetch_secret(*this, connection.secret_ref, connection.secret_version);
}

Status Instance::check_ended() {
  std::shared_ptr<Parts> sealed;
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
    if (state_ != State::created && state_ != State::stopped)
      return Error{Code::state, "start is possible after create or stop only."};
    mode = config_.run_mode;
    life = life_;
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
    if (life_ != life)
      return Error{Code::state, "The instance was stopped while it started."};
    enter(State::started);
  }
  write_log_lines(*this);
  return ok_status();
}

Status Instance::close(State next, milliseconds deadline) {
  std::shared_ptr<Parts> parts;
  {
    const std::lock_guard lock(mutex_);
    enter(next);
    ++life_;
    parts = parts_ != nullptr ? std::exchange(parts_, nullptr) : sealed_;
  }
  opened_.notify_all();
  Status stopped = ok_status();
  if (parts != nullptr && parts->delivery != nullptr)
    stopped = parts->delivery->stop(deadline);
  if (!stopped.ok())
    seal(*parts);
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
  std::shared_ptr<Parts> parts;
  {
    const std::lock_guard lock(mutex_);
    parts = std::exchange(sealed_, nullptr);
  }
  if (parts != nullptr)
    leave(parts);
}

Status Instance::before_fork() {
  std::weak_ptr<Parts> open;
  {
    const std::lock_guard lock(mutex_);
    if (state_ != State::started)
      return Error{Code::state, "before_fork is possible while started only."};
    open = parts_;
  }
  const Deadline end = steady_clock::now() + kForkDeadline;
  const Status closed = close(State::forking, kForkDeadline);
  write_log_lines(*this);
  if (!closed.ok())
    return closed;
  // Calls of other threads that had begun: what they hold would go into the child as it is. No new
  // one begins while nothing is started.
  while (!open.expired() || (!any_is_started() && Presence::count() > 1)) {
    if (steady_clock::now() >= end)
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
  std::uint64_t life = 0;
  {
    const std::lock_guard lock(mutex_);
    if (state_ != State::forking)
      return Error{Code::state, "after_fork is possible after before_fork only."};
    if (!run_mode.empty()) {
      const auto mode = parse_run_mode(run_mode);
      if (!mode.ok())
        return mode.error();
      config_.run_mode = *mode;
    }
    life = life_;
  }
  if (config_.run_mode != RunMode::enqueue_only) {
    if (const Status opened = open_and_deliver(life); !opened.ok())
      return opened;
  }
  process_.store(platform::process_id(), std::memory_order_relaxed);
  const std::lock_guard lock(mutex_);
  if (life_ != life)
    return Error{Code::state, "The instance was stopped meanwhile."};
  enter(State::started);
  return ok_status();
}

Result<Parts*> Instance::parts() {
  return parts(steady_clock::now() + kOpenDeadline);
}

Result<Parts*> Instance::parts(Deadline deadline) {
  std::uint64_t life = 0;
  std::shared_ptr<Parts> open;
  auto token = std::make_shared<char>();
  {
    std::unique_lock lock(mutex_);
    // A service may report an event while the call that it belongs to opens the outbox.
    const auto another_opens = [&] { return !opener_.expired(); };
    if (another_opens() && opener_thread_ == std::this_thread::get_id())
      return Error{Code::busy,
                   "The outbox is being opened by the call that this one is inside of."};
    opened_.wait_until(lock, deadline, [&] {
      return state_ != State::started || parts_ != nullptr || !another_opens();
    });
    if (state_ != State::started)
      return not_started();
    open = parts_;
    if (open == nullptr && another_opens())
      return Error{Code::busy, "The outbox was being opened until the deadline."};
    if (open == nullptr) {
      opener_ = token;
      opener_thread_ = std::this_thread::get_id();
      life = life_;
    }
  }
  if (open != nullptr) {
    Parts* const running = open.get();
    Call::keep(std::move(open));
    return running;
  }
  Call::keep(std::move(token));
  const auto opened = open_parts(deadline);
  bool stopped = false;
  {
    const std::lock_guard lock(mutex_);
    opener_.reset();
    stopped = life_ != life;
    if (opened.ok() && !stopped)
      parts_ = (*opened)->shared_from_this();
  }
  opened_.notify_all();
  if (!opened.ok())
    return opened.error();
  if (stopped)
    return not_started();
  // It stays open, so that the next event finds it.
  if (steady_clock::now() >= deadline)
    return Error{Code::busy, "Opening the outbox took until the deadline."};
  return *opened;
}

Result<Parts*> Instance::parts_for_events(Deadline deadline) {
  {
    const std::lock_guard lock(mutex_);
    if (state_ == State::started && config_.run_mode == RunMode::deliver_only)
      return Error{Code::state, "This instance only delivers; events go to another one."};
  }
  return parts(deadline);
}

void Instance::remember_permission(const std::string& subject, bool granted) {
  const std::lock_guard lock(mutex_);
  if (permissions_.size() >= kMostPermissions)
    permissions_.clear();
  permissions_[subject] = {granted, clock_.unix_ms()};
}

std::optional<bool> Instance::known_permission(const std::string& subject) const {
  const std::lock_guard lock(mutex_);
  const auto found = permissions_.find(subject);
  if (found == permissions_.end() ||
      clock_.unix_ms() - found->second.at_unix_ms > kPermissionLifeMs)
    return std::nullopt;
  return found->second.granted;
}

} // namespace passback::abi
