// How long a call of the host's may still take: one point in time for all that the call does, so
// that several steps together do not take several times the deadline.
#pragma once

#include <algorithm>
#include <chrono>

namespace passback::abi {

using Deadline = std::chrono::steady_clock::time_point;

inline Deadline deadline_in(std::chrono::milliseconds time) {
  return std::chrono::steady_clock::now() + time;
}

/// Never negative.
inline std::chrono::milliseconds left_until(Deadline deadline) {
  return std::max(std::chrono::milliseconds(0),
                  std::chrono::duration_cast<std::chrono::milliseconds>(
                      deadline - std::chrono::steady_clock::now()));
}

inline bool is_over(Deadline deadline) {
  return std::chrono::steady_clock::now() >= deadline;
}

} // namespace passback::abi
