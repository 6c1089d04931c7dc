// Waiting for a condition, not for a time.
#pragma once

#include <chrono>
#include <thread>

namespace passback::integration {

/// Looks every few milliseconds; false if the condition did not come true in time.
template <class Condition>
bool wait_until(Condition condition, std::chrono::seconds at_most = std::chrono::seconds(30)) {
  const auto end = std::chrono::steady_clock::now() + at_most;
  while (!condition()) {
    if (std::chrono::steady_clock::now() >= end) {
      return false;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  return true;
}

} // namespace passback::integration
