#include <gtest/gtest.h>

#include "plugin/oneroster/retry_after.hpp"

namespace passback::oneroster {
namespace {

constexpr std::int64_t kDay = 24LL * 3600 * 1000;
constexpr std::int64_t kNow = 784'111'777'000; // Sun, 06 Nov 1994 08:49:37 GMT

TEST(RetryAfter, ReadsSecondsUpToOneDay) {
  EXPECT_EQ(read_retry_after("120", kNow), 120'000);
  EXPECT_EQ(read_retry_after(" 0 ", kNow), 0);
  EXPECT_EQ(read_retry_after("1.5", kNow), 1000);
  EXPECT_EQ(read_retry_after("86400", kNow), kDay);
  EXPECT_EQ(read_retry_after("86401", kNow), kDay);
  EXPECT_EQ(read_retry_after("99999999999999999999999999", kNow), kDay);
  EXPECT_EQ(read_retry_after("9223372036854775807", kNow), kDay);
}

TEST(RetryAfter, ReadsAllThreeFormsOfADate) {
  EXPECT_EQ(read_retry_after("Sun, 06 Nov 1994 08:50:37 GMT", kNow), 60'000);
  EXPECT_EQ(read_retry_after("Sunday, 06-Nov-94 08:50:37 GMT", kNow), 60'000);
  EXPECT_EQ(read_retry_after("Sun Nov  6 08:50:37 1994", kNow), 60'000);
}

TEST(RetryAfter, ClampsDatesThatArePastOrFar) {
  EXPECT_EQ(read_retry_after("Sun, 06 Nov 1994 08:49:36 GMT", kNow), 0);
  EXPECT_EQ(read_retry_after("Thu, 01 Jan 1970 00:00:00 GMT", kNow), 0);
  EXPECT_EQ(read_retry_after("Fri, 31 Dec 9999 23:59:59 GMT", kNow), kDay);
}

TEST(RetryAfter, IgnoresWhatItCannotRead) {
  for (const char* text : {"", " ", "-5", "soon", "Sun, 06 Foo 1994 08:49:37 GMT",
                           "Sun, 31 Feb 1994 08:49:37 GMT", "Sun, 06 Nov 1994 25:49:37 GMT",
                           "Sun, 06 Nov 1994", "1 2 3 4 5 6 7", "Sun, 06 Nov 99999 08:49:37 GMT"}) {
    EXPECT_EQ(read_retry_after(text, kNow), std::nullopt) << text;
  }
}

} // namespace
} // namespace passback::oneroster
