#include "plugin/delivery/worker/shut_windows.hpp"

#include "plugin/outbox/due.hpp"

namespace passback::delivery {

namespace {

constexpr std::int64_t kPassedLatelyMs = 60LL * 60 * 1000;

} // namespace

bool ShutWindows::shut(const exchange::PlannedRequest& planned, std::int64_t until_unix_ms,
                       std::int64_t now_unix_ms) {
  line_items_[line_item_of(planned)] = until_unix_ms;
  std::erase_if(periods_, [&](const auto& one) { return outbox::is_due(one.second, now_unix_ms); });
  if (const auto period = period_of(planned); !period.empty()) {
    periods_[period] = until_unix_ms;
  }
  return periods_.size() > 1 && outbox::is_due(others_pass_until_, now_unix_ms);
}

void ShutWindows::open(const exchange::PlannedRequest& planned, std::int64_t now_unix_ms) {
  line_items_.erase(line_item_of(planned));
  periods_.clear();
  others_pass_until_ = now_unix_ms + kPassedLatelyMs;
}

std::int64_t ShutWindows::until(const exchange::PlannedRequest& planned) const {
  const auto shut = line_items_.find(line_item_of(planned));
  return shut == line_items_.end() ? 0 : shut->second;
}

} // namespace passback::delivery
