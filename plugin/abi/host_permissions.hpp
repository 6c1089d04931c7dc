// Whether the host lets somebody do something somewhere. On the host's thread, inside the call that
// it made.
#pragma once

#include "plugin/actions/actions.hpp"

namespace passback::abi {

class Instance;

/// Asks the host each time; an absent service denies. An answer that comes later is remembered by
/// the instance, and the call made again finds it.
class HostPermissions : public actions::PermissionSource {
 public:
  explicit HostPermissions(Instance& instance) : instance_(instance) {}
  /// `permission` is one of LMS_PERMISSION_, for the domain and the class of the asker.
  Status check(const char* permission, const actions::Asker& asker);
  Status may_manage(const actions::Asker& asker) override;

 private:
  Instance& instance_;
};

} // namespace passback::abi
