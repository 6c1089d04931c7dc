#include <limits>

#include <gtest/gtest.h>

#include "plugin/delivery/retry_policy.hpp"

namespace passback::delivery {
namespace {

constexpr auto kMax = std::numeric_limits<std::int64_t>::max();
constexpr RetryPolicy kPolicy{1'000, 600'000, 200};

TEST(RetryPolicy, SpreadsTheFirstDelayBetweenFloorAndBase) {
  EXPECT_EQ(backoff_ms(kPolicy, 0, 0.0), 200);
  EXPECT_EQ(backoff_ms(kPolicy, 0, 0.5), 500);
  EXPECT_LE(backoff_ms(kPolicy, 0, 0.999999), 1'000);
}

TEST(RetryPolicy, DoublesTheUpperBoundWithEachAttempt) {
  EXPECT_EQ(backoff_ms(kPolicy, 3, 0.5), 4'000);
  EXPECT_EQ(backoff_ms(kPolicy, 4, 0.5), 8'000);
}

TEST(RetryPolicy, NeverPassesItsCapHoweverManyAttempts) {
  EXPECT_EQ(backoff_ms(kPolicy, 20, 1.0), 600'000);
  EXPECT_EQ(backoff_ms(kPolicy, std::numeric_limits<std::int32_t>::max(), 1.0), 600'000);
  EXPECT_EQ(doubled(kMax / 2 + 1, 40, kMax), kMax);
}

TEST(RetryPolicy, TreatsARandomNumberOutsideItsRangeAsItsBound) {
  EXPECT_EQ(backoff_ms(kPolicy, 2, 7.0), 4'000);
  EXPECT_EQ(backoff_ms(kPolicy, 2, -1.0), 200);
}

TEST(RetryPolicy, SaturatesInsteadOfTurningNegative) {
  EXPECT_EQ(saturating_add(kMax, 1), kMax);
  EXPECT_EQ(saturating_add(kMax - 5, 5), kMax);
  EXPECT_EQ(saturating_add(2, 3), 5);
}

} // namespace
} // namespace passback::delivery
