// Whether the host lets somebody do something somewhere. On the host's thread, inside the call that
// it made.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "plugin/actions/rights.hpp"

namespace passback::abi {

class Instance;

/// Asks the host each time; an absent service denies. An answer that comes later is remembered for
/// half a minute, and the call made again finds it.
class HostPermissions : public actions::PermissionSource {
 public:
  explicit HostPermissions(Instance& instance) : instance_(instance) {}
  /// `permission` is one of LMS_PERMISSION_, for the domain and the class of the asker.
  Status check(const char* permission, const actions::Asker& asker);
  /// By which right the asker may use an item with such an operation; Code::denied: by none. Asks
  /// for the item's own permission first, and a host of 1.0 for no other.
  Result<actions::Capacity> may_use(const char* own_permission, actions::Need need,
                                    const actions::Asker& asker);
  Status may_operate(const actions::Asker& asker) override;
  Result<actions::Capacity> may_send(const actions::Asker& asker) override;
  /// What the host told later. `subject`: what it was asked with.
  void remember(const std::string& subject, bool granted);

 private:
  struct Told {
    bool granted = false;
    std::int64_t at_unix_ms = 0;
  };
  std::optional<bool> known(const std::string& subject) const;

  Instance& instance_;
  mutable std::mutex mutex_;         // a leaf: the host is never called while it is held
  std::map<std::string, Told> told_; // GUARDED_BY(mutex_); by subject
};

} // namespace passback::abi
