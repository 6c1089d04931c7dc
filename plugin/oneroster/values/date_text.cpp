#include "plugin/oneroster/values/date_text.hpp"

#include <algorithm>
#include <chrono>

namespace passback::oneroster {
namespace {

constexpr std::int64_t kFirstMoment = -62'167'219'200'000; // 0000-01-01T00:00:00.000Z
constexpr std::int64_t kLastMoment = 253'402'300'799'999;  // 9999-12-31T23:59:59.999Z

std::string padded(std::int64_t number, std::size_t width) {
  const std::string digits = std::to_string(number);
  return std::string(width - std::min(width, digits.size()), '0') + digits;
}

} // namespace

std::string utc_date_time(std::int64_t unix_ms) {
  using namespace std::chrono;
  const sys_time<milliseconds> moment{milliseconds(std::clamp(unix_ms, kFirstMoment, kLastMoment))};
  const auto midnight = floor<days>(moment);
  const year_month_day date{midnight};
  const hh_mm_ss time{moment - midnight};
  return padded(int{date.year()}, 4) + "-" + padded(unsigned{date.month()}, 2) + "-" +
         padded(unsigned{date.day()}, 2) + "T" + padded(time.hours().count(), 2) + ":" +
         padded(time.minutes().count(), 2) + ":" + padded(time.seconds().count(), 2) + "." +
         padded(time.subseconds().count(), 3) + "Z";
}

} // namespace passback::oneroster
