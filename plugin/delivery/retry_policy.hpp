// When to try again, as arithmetic: exponential back-off with full jitter.
//
// Times are milliseconds. Nothing here overflows: sums and products saturate, so that an absurd
// answer or a long outage can neither turn a delay negative nor stop an account for ever.
#pragma once

#include <cstdint>

namespace passback::delivery {

struct RetryPolicy {
  std::int64_t base_ms = 1'000;  ///< upper bound of the first delay
  std::int64_t cap_ms = 600'000; ///< upper bound of all delays
  std::int64_t floor_ms = 200;   ///< no delay is shorter
};

/// a + b, at most the largest number. Both must be 0 or more.
std::int64_t saturating_add(std::int64_t a, std::int64_t b);

/// base * 2^doublings, at most `cap`.
std::int64_t doubled(std::int64_t base, std::int32_t doublings, std::int64_t cap);

/// Delay before the next attempt after `attempts` (0 or more) tries without a definite answer:
/// uniformly between the floor and min(cap, base * 2^attempts). `random` is in [0, 1). Full jitter
/// spreads the retries of a whole school evenly, where equal delays would come back as one wave.
std::int64_t backoff_ms(const RetryPolicy& policy, std::int32_t attempts, double random);

} // namespace passback::delivery
