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
/// The system's clocks with the wall clock set ahead (or back): what days bring can be rehearsed.
class ShiftedClock final : public Clock {
 public:
  explicit ShiftedClock(std::int64_t ahead_ms) : ahead_ms_(ahead_ms) {}
  std::int64_t unix_ms() const override { return system_clock().unix_ms() + ahead_ms_; }
  std::int64_t boot_ms() const override { return system_clock().boot_ms(); }

 private:
  const std::int64_t ahead_ms_;
};
/// Names this boot of this machine: deadlines on boot_ms mean nothing across boots.
std::string boot_id();

} // namespace passback::platform
