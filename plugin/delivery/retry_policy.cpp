#include "plugin/delivery/retry_policy.hpp"

#include <algorithm>
#include <limits>

namespace passback::delivery {

std::int64_t saturating_add(std::int64_t a, std::int64_t b) {
  constexpr auto kMax = std::numeric_limits<std::int64_t>::max();
  return b > kMax - a ? kMax : a + b;
}

std::int64_t doubled(std::int64_t base, std::int32_t doublings, std::int64_t cap) {
  std::int64_t value = std::clamp<std::int64_t>(base, 0, cap);
  for (std::int32_t i = 0; i < doublings && value > 0 && value < cap; ++i) {
    value = value > cap / 2 ? cap : value * 2;
  }
  return value;
}

std::int64_t backoff_ms(const RetryPolicy& policy, std::int32_t attempts, double random) {
  const std::int64_t most = doubled(policy.base_ms, attempts, policy.cap_ms);
  const double share = std::clamp(random, 0.0, 1.0);
  const auto delay = static_cast<std::int64_t>(static_cast<double>(most) * share);
  return std::max(policy.floor_ms, delay);
}

} // namespace passback::delivery
