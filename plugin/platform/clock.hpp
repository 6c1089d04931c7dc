// Time, as an argument: tests pass their own.
#pragma once

#include <cstdint>
#include <string>

namespace passback::platform {

/// Thread-safe.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual std::int64_t unix_ms() const = 0; ///< wall clock: stored times, due times
  virtual std::int64_t
  boot_ms() const = 0; ///< since boot, counting sleep and SIGSTOP: leases, rates
};

/// The system's clocks. Static, stateless.
const Clock& system_clock();
/// Names this boot of this machine: deadlines on boot_ms mean nothing across boots.
std::string boot_id();

} // namespace passback::platform
