#pragma once
// At most so many requests in any one second. Not synchronised.
#include <cstdint>
#include <deque>

namespace host_stub::sis {

class RateLimit {
 public:
  /// True when this request is within the limit, which then counts it; 0 = no limit.
  bool admit(int per_second, std::int64_t now_us) {
    while (!times_.empty() && times_.front() <= now_us - 1'000'000) {
      times_.pop_front();
    }
    if (per_second > 0 && times_.size() >= static_cast<std::size_t>(per_second)) {
      return false;
    }
    times_.push_back(now_us);
    return true;
  }

 private:
  std::deque<std::int64_t> times_;
};

} // namespace host_stub::sis
