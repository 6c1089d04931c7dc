// One instance of the module: its life cycle, and what it is made of while it runs.
//
// Locks: `mutex_` guards the state and the pointer to the running parts; it is a leaf, never held
// while the host, the store or the worker is called. A call that has taken the parts keeps them
// alive until it returns.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "lms_plugin/lms_plugin.h"
#include "plugin/abi/config.hpp"
#include "plugin/abi/host_bridge.hpp"
#include "plugin/abi/host_mail.hpp"
#include "plugin/abi/parts.hpp"
#include "plugin/settings/secret_file.hpp"
#include "plugin/settings/secrets.hpp"

namespace passback::abi {

class Instance {
 public:
  /// `config` and who the host is have been checked; nothing is opened yet.
  Instance(const lms_host& host, HostIdentity identity, Config config);
  Instance(const Instance&) = delete;
  Instance& operator=(const Instance&) = delete;

  const std::string& data_dir() const { return config_.data_dir; }
  const platform::Clock& clock() const { return clock_; }
  HostBridge& host() { return host_; }
  HostMail& mail() { return mail_; }
  settings::SecretCache& secrets() { return secrets_; }
  const settings::SecretFile& secret_file() const { return secret_file_; }

  /// Code::forked in a child that was not told of; every entry asks first. Takes no lock: in such a
  /// child a lock may be held for ever.
  Status check_process() const;
  /// Code::reentrant inside a service of the host's.
  Status check_not_in_service() const;

  Status start(lms_instance self);
  Status stop(std::chrono::milliseconds deadline);
  Status before_fork();
  Status after_fork(std::string_view run_mode);

  /// The running parts, opened now if the run mode left that to the first event. Code::state when
  /// not started.
  Result<std::shared_ptr<Parts>> parts();
  /// The same for events: Code::state in deliver_only.
  Result<std::shared_ptr<Parts>> parts_for_events();

  /// A permission that the host told later is good for half a minute: the call that needed it is
  /// made again.
  void remember_permission(const std::string& subject, bool granted);
  std::optional<bool> known_permission(const std::string& subject) const;

 private:
  enum class State { created, started, stopped, forking };
  struct Permission {
    bool granted = false;
    std::int64_t at_unix_ms = 0;
  };

  Result<std::shared_ptr<Parts>> open_parts();
  Status open_and_deliver();
  void prefetch_secrets(Parts& parts);
  Status close(State next, std::chrono::milliseconds deadline);

  const platform::Clock& clock_;
  HostMail mail_;
  HostBridge host_;
  settings::SecretFile secret_file_;
  settings::SecretCache secrets_;
  std::atomic<std::int64_t> process_{0}; ///< the process that started it; 0 = none
  std::mutex open_mutex_; ///< one thread opens, the others wait. Taken before mutex_.
  mutable std::mutex mutex_;
  Config config_;                // run_mode GUARDED_BY(mutex_), the rest is constant
  State state_ = State::created; // GUARDED_BY(mutex_)
  std::shared_ptr<Parts> parts_; // GUARDED_BY(mutex_)
  std::map<std::string, Permission> permissions_; // GUARDED_BY(mutex_)
};

} // namespace passback::abi
