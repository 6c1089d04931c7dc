// How fast one SIS account is asked: a token bucket whose rate gives way when the SIS says that it
// is busy, and comes back slowly. Pure: the time (boot clock, ms) is passed in.
#pragma once

#include <cstdint>

namespace passback::delivery {

class RateLimit {
 public:
  /// `per_second` is what the profile allows; a bucket holds at least one request, at most one
  /// second's worth.
  RateLimit(double per_second, std::int64_t now_boot_ms);

  /// Another allowance (settings changed). A rate that gave way stays below it.
  void configure(double per_second);

  /// Takes one request out of the bucket, if there is one.
  bool try_take(std::int64_t now_boot_ms);
  /// How long until try_take can succeed; 0 = now.
  std::int64_t wait_ms(std::int64_t now_boot_ms);

  /// The SIS said that it is busy, to a request that left at that time: half the rate, and what was
  /// saved up is gone. Once a round trip: what had left before the rate gave way says nothing new.
  void slow_down(std::int64_t now_boot_ms, std::int64_t left_boot_ms);
  /// A fresh token entitles to one request at once: at a slow rate it would not live long enough.
  void grant_one(std::int64_t now_boot_ms);
  /// A request went well: every ten seconds of that give back a tenth of the allowance.
  void went_well(std::int64_t now_boot_ms);

  double per_second() const { return rate_; }

 private:
  void refill(std::int64_t now_boot_ms);
  double burst() const;

  double allowed_;
  double rate_;
  double tokens_;
  std::int64_t refilled_boot_ms_;
  std::int64_t changed_boot_ms_;
  std::int64_t slowed_boot_ms_ = -1;
};

} // namespace passback::delivery
