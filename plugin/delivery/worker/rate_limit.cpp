#include "plugin/delivery/worker/rate_limit.hpp"

#include <algorithm>
#include <cmath>

namespace passback::delivery {

namespace {

// One request a minute is slow enough for any SIS that still answers at all.
constexpr double kSlowest = 1.0 / 60.0;
constexpr std::int64_t kRecoveryStepMs = 10'000;
constexpr double kRecoveryShare = 0.1;

} // namespace

RateLimit::RateLimit(double per_second, std::int64_t now_boot_ms)
    : allowed_(std::max(per_second, kSlowest)), rate_(allowed_), tokens_(burst()),
      refilled_boot_ms_(now_boot_ms), changed_boot_ms_(now_boot_ms) {}

double RateLimit::burst() const {
  return std::max(1.0, rate_);
}

void RateLimit::configure(double per_second) {
  const double before = allowed_;
  allowed_ = std::max(per_second, kSlowest);
  rate_ = rate_ >= before ? allowed_ : std::min(rate_, allowed_);
  tokens_ = std::min(tokens_, burst());
}

void RateLimit::refill(std::int64_t now_boot_ms) {
  const std::int64_t passed = std::max<std::int64_t>(0, now_boot_ms - refilled_boot_ms_);
  tokens_ = std::min(burst(), tokens_ + rate_ * static_cast<double>(passed) / 1000.0);
  refilled_boot_ms_ = now_boot_ms;
}

bool RateLimit::try_take(std::int64_t now_boot_ms) {
  refill(now_boot_ms);
  if (tokens_ < 1.0) {
    return false;
  }
  tokens_ -= 1.0;
  return true;
}

std::int64_t RateLimit::wait_ms(std::int64_t now_boot_ms) {
  refill(now_boot_ms);
  if (tokens_ >= 1.0) {
    return 0;
  }
  return static_cast<std::int64_t>(std::ceil((1.0 - tokens_) / rate_ * 1000.0));
}

void RateLimit::slow_down(std::int64_t now_boot_ms, std::int64_t left_boot_ms) {
  if (left_boot_ms <= slowed_boot_ms_) {
    return;
  }
  refill(now_boot_ms);
  slowed_boot_ms_ = now_boot_ms;
  rate_ = std::max(kSlowest, rate_ / 2);
  tokens_ = 0;
  changed_boot_ms_ = now_boot_ms;
}

void RateLimit::grant_one(std::int64_t now_boot_ms) {
  refill(now_boot_ms);
  tokens_ = std::max(tokens_, 1.0);
}

void RateLimit::went_well(std::int64_t now_boot_ms) {
  if (rate_ >= allowed_ || now_boot_ms - changed_boot_ms_ < kRecoveryStepMs) {
    return;
  }
  refill(now_boot_ms);
  rate_ = std::min(allowed_, rate_ + allowed_ * kRecoveryShare);
  changed_boot_ms_ = now_boot_ms;
}

} // namespace passback::delivery
