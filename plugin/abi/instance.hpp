// One instance of the module: its life cycle, and what it is made of while it runs
// (instance_parts.hpp, opened by opening.hpp). On the host's threads, several of which may call at
// once.
//
// Locks: `mutex_` guards the state and the pointer to the running parts; it is a leaf, never held
// while the host, the store or the worker is called. A call that has taken the parts keeps them
// alive until it is over (calls.hpp); no frame owns any of it, because a host may jump over them.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

#include "lms_plugin/lms_plugin.h"
#include "plugin/abi/config.hpp"
#include "plugin/abi/deadline.hpp"
#include "plugin/abi/frame_mark.hpp"
#include "plugin/abi/host_bridge.hpp"
#include "plugin/abi/host_custom_data.hpp"
#include "plugin/abi/host_people.hpp"
#include "plugin/abi/host_permissions.hpp"
#include "plugin/abi/host_queue.hpp"
#include "plugin/abi/instance_life.hpp"
#include "plugin/abi/instance_parts.hpp"
#include "plugin/platform/clock.hpp"
#include "plugin/settings/secret_file.hpp"
#include "plugin/settings/secrets.hpp"
#include "plugin/texts/languages.hpp"

namespace passback::abi {

class Instance : public std::enable_shared_from_this<Instance> {
 public:
  /// `config` and who the host is have been checked; nothing is opened yet.
  Instance(const lms_host& host, HostIdentity identity, Config config);
  Instance(const Instance&) = delete;
  Instance& operator=(const Instance&) = delete;

  /// As create was given it; after_fork may have changed the run mode since.
  const Config& config() const { return config_; }
  const std::string& data_dir() const { return config_.data_dir; }
  const platform::Clock& clock() const { return clock_; }
  HostBridge& host() { return host_; }
  HostQueue& host_queue() { return host_queue_; }
  HostPermissions& permissions() { return permissions_asked_; }
  HostPeople& people() { return people_asked_; }
  HostCustomData& custom_data() { return custom_data_asked_; }
  settings::SecretCache& secrets() { return secrets_; }
  const texts::Languages& languages() const { return languages_; }
  const settings::SecretFile& secret_file() const { return secret_file_; }

  /// Code::forked in a child that was not told of. Takes no lock: in such a child a lock may be
  /// held for ever.
  Status check_process() const;
  /// Code::reentrant inside a service of the host's; `call` is in the frame of the call that asks.
  Status check_not_in_service(const FrameMark& call);
  /// A call of the host's was left by a jump, so whoever made the instance may be gone.
  void was_left() { left_.store(true); }
  bool is_left() const { return left_.load(); }

  Status start(lms_instance self);
  /// Code::deadline if a thread is still inside a system call: it is sealed, and start answers
  /// Code::state until it has ended.
  Status stop(std::chrono::milliseconds deadline);
  /// The last thing: stops, and leaves to itself what does not end in time; its data directory
  /// stays taken for as long. Calls no service.
  void end(std::chrono::milliseconds deadline);
  /// Code::deadline if a thread or a call is still inside: a child would be refused.
  Status before_fork();
  Status after_fork(std::string_view run_mode);

  /// The running parts, kept for this call, and opened now if the run mode left that to the first
  /// event. Code::state when not started; Code::busy past the deadline.
  Result<InstanceParts*> parts(Deadline deadline);
  /// The same for events: Code::state in deliver_only.
  Result<InstanceParts*> parts_for_events(Deadline deadline);
  /// For calls that bring no deadline of their own.
  Result<InstanceParts*> parts();

 private:
  using State = InstanceLife::State;

  Status open_and_deliver(std::uint64_t life);
  Status check_ended();
  Status close(State next, std::chrono::milliseconds deadline);
  void leave(const std::shared_ptr<InstanceParts>& parts);

  const platform::ShiftedClock clock_;
  HostQueue host_queue_;
  HostBridge host_;
  HostPermissions permissions_asked_{*this};
  HostPeople people_asked_{*this};
  HostCustomData custom_data_asked_{*this};
  settings::SecretFile secret_file_;
  settings::SecretCache secrets_;
  const texts::Languages languages_;
  std::atomic<std::int64_t> process_{0}; ///< the process that started it; 0 = none
  std::atomic<bool> left_{false};
  mutable std::mutex mutex_;
  std::condition_variable opened_;
  const Config config_;
  RunMode run_mode_;              // GUARDED_BY(mutex_)
  InstanceLife life_;             // GUARDED_BY(mutex_)
  std::shared_ptr<InstanceParts> parts_;  // GUARDED_BY(mutex_)
  std::shared_ptr<InstanceParts> sealed_; // GUARDED_BY(mutex_); stopped, but a thread has not ended
  // One call opens, the others wait. The call keeps the token, so that one that was left by a jump
  // opens no longer.
  std::weak_ptr<void> opener_;    // GUARDED_BY(mutex_)
  std::thread::id opener_thread_; // GUARDED_BY(mutex_)
};

} // namespace passback::abi
