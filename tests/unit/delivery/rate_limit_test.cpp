#include <gtest/gtest.h>

#include "plugin/delivery/worker/rate_limit.hpp"

namespace passback::delivery {
namespace {

int taken_at(RateLimit& limit, std::int64_t now) {
  int taken = 0;
  while (limit.try_take(now)) {
    ++taken;
  }
  return taken;
}

TEST(RateLimit, GivesOneSecondsWorthAtOnceAndThenTheRate) {
  RateLimit limit(5, 1'000);
  EXPECT_EQ(taken_at(limit, 1'000), 5);
  EXPECT_EQ(limit.wait_ms(1'000), 200);
  EXPECT_EQ(taken_at(limit, 1'199), 0);
  EXPECT_EQ(taken_at(limit, 1'200), 1);
  EXPECT_EQ(taken_at(limit, 100'000), 5) << "nothing is saved up beyond a second";
}

TEST(RateLimit, LetsASlowSisHaveOneRequestAtATime) {
  RateLimit limit(0.5, 0);
  EXPECT_EQ(taken_at(limit, 0), 1);
  EXPECT_EQ(limit.wait_ms(0), 2'000);
}

TEST(RateLimit, HalvesWhenTheSisIsBusyAndComesBackSlowly) {
  RateLimit limit(8, 0);
  limit.slow_down(0, 0);
  EXPECT_DOUBLE_EQ(limit.per_second(), 4);
  EXPECT_EQ(taken_at(limit, 0), 0) << "what was saved up is gone";
  limit.went_well(9'999);
  EXPECT_DOUBLE_EQ(limit.per_second(), 4);
  limit.went_well(10'000);
  EXPECT_DOUBLE_EQ(limit.per_second(), 4.8);
  for (int i = 2; i < 20; ++i) {
    limit.went_well(10'000 * i);
  }
  EXPECT_DOUBLE_EQ(limit.per_second(), 8);
}

TEST(RateLimit, HalvesOnceARoundTripHoweverManyOfABurstAreRefused) {
  RateLimit limit(8, 0);
  limit.slow_down(100, 40);
  limit.slow_down(110, 50);
  limit.slow_down(120, 100);
  EXPECT_DOUBLE_EQ(limit.per_second(), 4) << "they had all left before the rate gave way";
  limit.slow_down(300, 200);
  EXPECT_DOUBLE_EQ(limit.per_second(), 2);
}

TEST(RateLimit, AFreshTokenEntitlesToOneRequestAtOnce) {
  RateLimit limit(5, 0);
  limit.slow_down(10, 5);
  EXPECT_EQ(taken_at(limit, 11), 0);
  limit.grant_one(11);
  EXPECT_EQ(taken_at(limit, 11), 1);
}

TEST(RateLimit, NeverStopsAnAccountForGood) {
  RateLimit limit(5, 0);
  for (int i = 0; i < 100; ++i) {
    limit.slow_down(i, i);
  }
  EXPECT_LE(limit.wait_ms(100), 60'000);
}

TEST(RateLimit, SurvivesAClockThatGoesBack) {
  RateLimit limit(1, 10'000);
  EXPECT_TRUE(limit.try_take(10'000));
  EXPECT_FALSE(limit.try_take(5'000));
  EXPECT_TRUE(limit.try_take(6'000));
}

TEST(RateLimit, KeepsARateThatGaveWayBelowANewAllowance) {
  RateLimit limit(8, 0);
  limit.slow_down(0, 0);
  limit.configure(6);
  EXPECT_DOUBLE_EQ(limit.per_second(), 4);
  limit.configure(2);
  EXPECT_DOUBLE_EQ(limit.per_second(), 2);
}

} // namespace
} // namespace passback::delivery
