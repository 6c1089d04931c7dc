// Whether the time has come that a row, or what was learned of an account, waits for. Times are
// those of the wall clock, because they outlive the process, and a wall clock can be set back.
#pragma once

#include <cstdint>

namespace passback::outbox {

/// Nothing waits longer than this for its next try: an SIS may ask for an hour at most, a grading
/// window is asked again after an hour, and whatever else stands still sooner. The minute is for
/// two machines whose clocks differ a little.
inline constexpr std::int64_t kLongestWaitMs = 61LL * 60 * 1000;

/// Due by the clock, or given its time by a clock that has been set back since.
constexpr bool is_due(std::int64_t due_unix_ms, std::int64_t now_unix_ms) {
  return due_unix_ms <= now_unix_ms || due_unix_ms - now_unix_ms > kLongestWaitMs;
}

} // namespace passback::outbox
