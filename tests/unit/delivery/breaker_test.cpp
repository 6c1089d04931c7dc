#include <limits>

#include <gtest/gtest.h>

#include "plugin/delivery/worker/breaker.hpp"

namespace passback::delivery {
namespace {

constexpr BreakerOptions kOptions{2'000, 300'000};

TEST(Breaker, OpensWithTheFirstWordThatTheSisIsDown) {
  Breaker breaker(kOptions);
  EXPECT_FALSE(breaker.open());
  EXPECT_TRUE(breaker.failed(0, 1.0));
  EXPECT_TRUE(breaker.open());
  EXPECT_EQ(breaker.retry_unix_ms(), 2'000);
}

TEST(Breaker, ProbesAtGrowingIntervalsAndNeverGivesUp) {
  Breaker breaker(kOptions);
  std::int64_t now = 0;
  breaker.failed(now, 1.0);
  std::int64_t last_pause = 0;
  for (int probe = 0; probe < 1'000; ++probe) {
    const auto pause = breaker.retry_unix_ms() - now;
    EXPECT_GE(pause, last_pause);
    EXPECT_LE(pause, 300'000);
    last_pause = pause;
    now = breaker.retry_unix_ms();
    ASSERT_TRUE(breaker.failed(now, 1.0));
  }
  EXPECT_EQ(last_pause, 300'000);
}

TEST(Breaker, IgnoresStragglersThatWereInFlightWhenItOpened) {
  Breaker breaker(kOptions);
  breaker.failed(1'000, 1.0);
  const auto retry = breaker.retry_unix_ms();
  EXPECT_FALSE(breaker.failed(1'001, 1.0));
  EXPECT_EQ(breaker.retry_unix_ms(), retry);
  EXPECT_EQ(breaker.failures(), 1);
}

TEST(Breaker, ClosesAfterASingleSuccess) {
  Breaker breaker(kOptions);
  breaker.restore(true, 40, 77);
  EXPECT_TRUE(breaker.succeeded());
  EXPECT_FALSE(breaker.open());
  EXPECT_FALSE(breaker.succeeded());
}

TEST(Breaker, RemembersAnOutageAcrossARestart) {
  Breaker breaker(kOptions);
  breaker.restore(true, 12, 5'000);
  EXPECT_TRUE(breaker.open());
  EXPECT_FALSE(breaker.failed(4'999, 1.0)) << "no probe was due yet";
  EXPECT_EQ(breaker.retry_unix_ms(), 5'000);
  EXPECT_TRUE(breaker.failed(5'000, 1.0));
  EXPECT_EQ(breaker.retry_unix_ms(), 5'000 + 300'000);
}

TEST(Breaker, DoesNotOverflowAtTheEndOfTime) {
  Breaker breaker(kOptions);
  breaker.restore(true, std::numeric_limits<std::int32_t>::max(), 0);
  const auto late = std::numeric_limits<std::int64_t>::max() - 1;
  EXPECT_TRUE(breaker.failed(late, 1.0));
  EXPECT_EQ(breaker.retry_unix_ms(), std::numeric_limits<std::int64_t>::max());
}

} // namespace
} // namespace passback::delivery
