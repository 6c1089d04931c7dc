// Stops knocking at an SIS that does not answer, and goes on asking now and then for as long as it
// takes. Pure: the time (wall clock, ms) and the random number are passed in.
//
// What it knows is stored in the account's row, so that a restart neither forgets an outage nor
// starts it with a burst of requests.
#pragma once

#include <cstdint>

namespace passback::delivery {

struct BreakerOptions {
  std::int64_t first_probe_ms = 2'000; ///< after it opened
  std::int64_t probe_max_ms = 300'000; ///< the longest pause between two probes
};

class Breaker {
 public:
  explicit Breaker(BreakerOptions options) : options_(options) {}

  /// What the account's row says, after a start or when the lease was taken.
  void restore(bool open, std::int32_t failures, std::int64_t retry_unix_ms);

  bool open() const { return open_; }
  std::int32_t failures() const { return failures_; }
  /// When the next probe may go; meaningful while it is open.
  std::int64_t retry_unix_ms() const { return retry_unix_ms_; }

  /// The SIS is down (refusal_scope.hpp says when), or a probe failed. Returns true if that is
  /// news. `random` is in [0, 1).
  bool failed(std::int64_t now_unix_ms, double random);
  /// Any answer that shows the SIS at work. Returns true if that closed it.
  bool succeeded();

 private:
  BreakerOptions options_;
  bool open_ = false;
  std::int32_t failures_ = 0;
  std::int64_t retry_unix_ms_ = 0;
};

} // namespace passback::delivery
