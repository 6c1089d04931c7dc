#include "host_stub/support/instant.hpp"

#include <charconv>
#include <chrono>
#include <cstdio>

namespace host_stub {
using namespace std::chrono;

std::int64_t now_unix_ms() {
  return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

std::string to_iso_text(std::int64_t unix_ms) {
  sys_time<milliseconds> instant{milliseconds(unix_ms)};
  auto day = floor<days>(instant);
  year_month_day date(day);
  hh_mm_ss time(instant - day);
  char text[64];
  std::snprintf(text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ",
                static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                static_cast<unsigned>(date.day()), static_cast<int>(time.hours().count()),
                static_cast<int>(time.minutes().count()), static_cast<int>(time.seconds().count()),
                static_cast<int>(time.subseconds().count()));
  return text;
}

std::int64_t day_to_unix_ms(std::string_view day) {
  if (day.size() != 10) {
    return 0;
  }
  auto part = [day](std::size_t from, std::size_t size) {
    unsigned value = 0;
    std::from_chars(day.data() + from, day.data() + from + size, value);
    return value;
  };
  year_month_day date{year(static_cast<int>(part(0, 4))), month(part(5, 2)),
                      std::chrono::day(part(8, 2))};
  return date.ok() ? duration_cast<milliseconds>(sys_days(date).time_since_epoch()).count() : 0;
}

} // namespace host_stub
