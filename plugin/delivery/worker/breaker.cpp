#include "plugin/delivery/worker/breaker.hpp"

#include <algorithm>
#include <limits>

#include "plugin/delivery/retry_policy.hpp"
#include "plugin/outbox/due.hpp"

namespace passback::delivery {

void Breaker::restore(bool open, std::int32_t failures, std::int64_t retry_unix_ms) {
  open_ = open;
  failures_ = std::max(failures, open ? 1 : 0);
  retry_unix_ms_ = open ? retry_unix_ms : 0;
}

bool Breaker::failed(std::int64_t now_unix_ms, double random) {
  // Requests that were in flight when it opened tell nothing new: only probes count then.
  if (open_ && !outbox::is_due(retry_unix_ms_, now_unix_ms)) {
    return false;
  }
  if (failures_ < std::numeric_limits<std::int32_t>::max()) {
    ++failures_;
  }
  open_ = true;
  const std::int64_t pause = doubled(options_.first_probe_ms, failures_ - 1, options_.probe_max_ms);
  const auto jittered = static_cast<std::int64_t>(static_cast<double>(pause) *
                                                  (0.5 + 0.5 * std::clamp(random, 0.0, 1.0)));
  retry_unix_ms_ = saturating_add(now_unix_ms, jittered);
  return true;
}

bool Breaker::succeeded() {
  const bool was_open = open_;
  open_ = false;
  failures_ = 0;
  retry_unix_ms_ = 0;
  return was_open;
}

} // namespace passback::delivery
