// `wake`, the one service that a thread of ours may call, and how to be sure that it calls no more.
#pragma once

#include <atomic>
#include <chrono>

#include "plugin/abi/host_bridge.hpp"

namespace passback::abi {

class HostWake {
 public:
  explicit HostWake(const HostBridge& host) : host_(host) {}
  /// [worker]
  void call();
  /// From its return on nobody calls the host here; a service that hangs is waited for as long as
  /// that.
  void cut(std::chrono::milliseconds at_most);

 private:
  const HostBridge& host_;
  std::atomic<bool> cut_{false};
  std::atomic<int> inside_{0};
};

} // namespace passback::abi
