#include <gtest/gtest.h>

#include "plugin/oneroster/answers/retry_after.hpp"

namespace passback::oneroster {
namespace {

constexpr std::int64_t kHour = 3600LL * 1000;
constexpr std::int64_t kThen = 784'111'777'000; // Sun, 06 Nov 1994 08:49:37 GMT

std::optional<std::int64_t> wait(const std::string& value, const std::string& date = {}) {
  HttpAnswer answer{429, {{"Retry-After", value}}, {}};
  if (!date.empty()) {
    answer.headers.push_back({"Date", date});
  }
  return read_retry_after(answer, kThen);
}

TEST(RetryAfter, ReadsSecondsUpToOneHour) {
  EXPECT_EQ(wait("120"), 120'000);
  EXPECT_EQ(wait(" 0 "), 0);
  EXPECT_EQ(wait("1.5"), 1000);
  EXPECT_EQ(wait("3600"), kHour);
  EXPECT_EQ(wait("3601"), kHour);
  EXPECT_EQ(wait("99999999999999999999999999"), kHour);
  EXPECT_EQ(wait("9223372036854775807"), kHour);
}

TEST(RetryAfter, ReadsAllThreeFormsOfADate) {
  EXPECT_EQ(wait("Sun, 06 Nov 1994 08:50:37 GMT"), 60'000);
  EXPECT_EQ(wait("Sunday, 06-Nov-94 08:50:37 GMT"), 60'000);
  EXPECT_EQ(wait("Sun Nov  6 08:50:37 1994"), 60'000);
}

TEST(RetryAfter, ClampsDatesThatArePastOrFar) {
  EXPECT_EQ(wait("Sun, 06 Nov 1994 08:49:36 GMT"), 0);
  EXPECT_EQ(wait("Thu, 01 Jan 1970 00:00:00 GMT"), 0);
  EXPECT_EQ(wait("Fri, 31 Dec 9999 23:59:59 GMT"), kHour);
}

TEST(RetryAfter, ReadsADateAgainstTheAnswersOwn) {
  EXPECT_EQ(wait("Mon, 07 Nov 1994 08:50:07 GMT", "Mon, 07 Nov 1994 08:49:37 GMT"), 30'000)
      << "its clock is a day ahead, and says so";
  EXPECT_EQ(wait("Sun, 06 Nov 1994 08:50:37 GMT", "nonsense"), 60'000);
}

TEST(RetryAfter, IgnoresWhatItCannotRead) {
  for (const char* text : {"", " ", "-5", "soon", "Sun, 06 Foo 1994 08:49:37 GMT",
                           "Sun, 31 Feb 1994 08:49:37 GMT", "Sun, 06 Nov 1994 25:49:37 GMT",
                           "Sun, 06 Nov 1994", "1 2 3 4 5 6 7", "Sun, 06 Nov 99999 08:49:37 GMT"}) {
    EXPECT_EQ(wait(text), std::nullopt) << text;
  }
}

} // namespace
} // namespace passback::oneroster
