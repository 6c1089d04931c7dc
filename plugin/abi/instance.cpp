#include "plugin/abi/instance.hpp"

#include "plugin/abi/host_errands.hpp"
#include "plugin/abi/instance_menu.hpp"
#include "plugin/abi/settings_file.hpp"
#include "plugin/abi/version.hpp"
#include "plugin/platform/files.hpp"
#include "plugin/platform/process.hpp"
#include "plugin/settings/documents.hpp"

namespace passback::abi {
namespace {

constexpr std::int64_t kPermissionLifeMs = 30'000;
constexpr std::size_t kMostPermissions = 1'000;
constexpr std::chrono::milliseconds kForkDeadline{2'000};

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

Status Instance::check_not_in_service() const {
  return host_.inside_service() ? Status(Code::reentrant) : ok_status();
}

Result<std::shared_ptr<Parts>> Instance::open_parts() {
  if (const Status folder = platform::make_private_folder(config_.data_dir); !folder.ok())
    return folder.error();
  auto profiles = load_profiles(config_.profiles_dir);
  if (!profiles.ok())
    return profiles.error();
  auto store = outbox::open_sqlite_store({config_.data_dir, config_.durability});
  if (!store.ok())
    return store.error();
  auto parts = std::make_shared<Parts>(host_, secret_file_);
  parts->profiles = std::move(*profiles);
  parts->store = std::move(*store);
  if (const Status guarded = guard_site(*parts->store, host_.identity()); !guarded.ok())
    return guarded.error();
  parts->intake = std::make_unique<intake::Intake>(
      intake::IntakeParts{.store = *parts->store,
                          .profiles = parts->profiles,
                          .clock = clock_,
                          .domains = parts->domains,
                          .default_domain = gradebook::DomainId(kRootDomain)});
  parts->actions = std::make_unique<actions::Actions>(
      actions::ActionParts{.store = *parts->store,
                           .profiles = parts->profiles,
                           .clock = clock_,
                           .secrets = parts->vault,
                           .domains = parts->domains,
                           .default_domain = gradebook::DomainId(kRootDomain),
                           .site_id = host_.identity().site_id,
                           .site_url = host_.identity().site_url});
  if (!config_.settings_file.empty()) {
    if (const Status loaded = load_settings_file(*this, *parts, config_.settings_file);
        !loaded.ok())
      return loaded.error();
  }
  return parts;
}

Status Instance::open_and_deliver() {
  auto parts = open_parts();
  if (!parts.ok())
    return parts.error();
  prefetch_secrets(**parts);
  (*parts)->delivery = delivery::Delivery::create(
      {.store = *(*parts)->store,
       .profiles = (*parts)->profiles,
       .secrets = secrets_,
       .log = mail_,
       .clock = clock_,
       .notify = [this](delivery::Notice notice) { mail_.post(std::move(notice)); },
       .wake_host = [this] { host_.wake(); }},
      {.data_dir = config_.data_dir, .lease_ms = config_.lease_ms, .user_agent = user_agent()});
  if (const Status delivering = (*parts)->delivery->start(); !delivering.ok())
    return delivering;
  const std::lock_guard lock(mutex_);
  parts_ = std::move(*parts);
  return ok_status();
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

Status Instance::start(lms_instance self) {
  RunMode mode;
  {
    const std::lock_guard lock(mutex_);
    if (state_ != State::created && state_ != State::stopped)
      return Error{Code::state, "start is possible after create or stop only."};
    mode = config_.run_mode;
  }
  if (const Status registered = register_with_host(*this, self); !registered.ok())
    return registered;
  if (mode != RunMode::enqueue_only) {
    if (const Status opened = open_and_deliver(); !opened.ok())
      return opened;
  }
  process_.store(platform::process_id(), std::memory_order_relaxed);
  {
    const std::lock_guard lock(mutex_);
    state_ = State::started;
  }
  write_log_lines(*this);
  return ok_status();
}

Status Instance::close(State next, std::chrono::milliseconds deadline) {
  std::shared_ptr<Parts> parts;
  {
    const std::lock_guard opening(open_mutex_);
    const std::lock_guard lock(mutex_);
    state_ = next;
    parts = std::exchange(parts_, nullptr);
  }
  Status stopped = ok_status();
  if (parts != nullptr && parts->delivery != nullptr)
    stopped = parts->delivery->stop(deadline);
  parts.reset();
  write_log_lines(*this);
  return stopped;
}

Status Instance::stop(std::chrono::milliseconds deadline) {
  return close(State::stopped, deadline);
}

Status Instance::before_fork() {
  {
    const std::lock_guard lock(mutex_);
    if (state_ != State::started)
      return Error{Code::state, "before_fork is possible while started only."};
  }
  const Status closed = close(State::forking, kForkDeadline);
  // From here on any process may go on: the parent and each child say so with after_fork.
  process_.store(0, std::memory_order_relaxed);
  return closed;
}

Status Instance::after_fork(std::string_view run_mode) {
  if (const Status process = check_process(); !process.ok())
    return process;
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
  }
  if (config_.run_mode != RunMode::enqueue_only) {
    if (const Status opened = open_and_deliver(); !opened.ok())
      return opened;
  }
  process_.store(platform::process_id(), std::memory_order_relaxed);
  const std::lock_guard lock(mutex_);
  state_ = State::started;
  return ok_status();
}

Result<std::shared_ptr<Parts>> Instance::parts() {
  {
    const std::lock_guard lock(mutex_);
    if (state_ != State::started)
      return Error{Code::state, "The instance is not started."};
    if (parts_ != nullptr)
      return parts_;
  }
  const std::lock_guard opening(open_mutex_);
  {
    const std::lock_guard lock(mutex_);
    if (state_ != State::started)
      return Error{Code::state, "The instance is not started."};
    if (parts_ != nullptr)
      return parts_;
  }
  auto parts = open_parts();
  if (!parts.ok())
    return parts.error();
  const std::lock_guard lock(mutex_);
  parts_ = *parts;
  return parts_;
}

Result<std::shared_ptr<Parts>> Instance::parts_for_events() {
  {
    const std::lock_guard lock(mutex_);
    if (state_ == State::started && config_.run_mode == RunMode::deliver_only)
      return Error{Code::state, "This instance only delivers; events go to another one."};
  }
  return parts();
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
