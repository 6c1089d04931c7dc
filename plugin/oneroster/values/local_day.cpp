#include "plugin/oneroster/values/local_day.hpp"

#include <charconv>
#include <chrono>
#include <utility>

#include "plugin/oneroster/values/date_text.hpp"

namespace passback::oneroster {
namespace {

constexpr std::int64_t kSecond = 1000;
constexpr std::int64_t kHour = 3600 * kSecond;
// No zone is further from UTC than 14 hours.
constexpr std::int64_t kFarthest = 15 * kHour;

template <class Number> bool read(std::string_view text, Number& number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc{} && end == text.data() + text.size();
}

std::optional<std::int64_t> utc_midnight(std::string_view day) {
  using namespace std::chrono;
  int year_number = 0;
  unsigned month_number = 0;
  unsigned day_number = 0;
  if (day.size() != 10 || day[4] != '-' || day[7] != '-' || !read(day.substr(0, 4), year_number) ||
      !read(day.substr(5, 2), month_number) || !read(day.substr(8, 2), day_number)) {
    return std::nullopt;
  }
  const year_month_day date{year(year_number), month(month_number), std::chrono::day(day_number)};
  if (!date.ok()) {
    return std::nullopt;
  }
  return duration_cast<milliseconds>(sys_days(date).time_since_epoch()).count();
}

/// The first second at which `reached` holds, within the hours that a day can be shifted by.
template <class Reached> std::int64_t first_second(std::int64_t midnight, Reached reached) {
  std::int64_t before = (midnight - kFarthest) / kSecond;
  std::int64_t after = (midnight + kFarthest) / kSecond;
  while (after - before > 1) {
    const std::int64_t middle = before + (after - before) / 2;
    (reached(middle * kSecond) ? after : before) = middle;
  }
  return after * kSecond;
}

} // namespace

std::string day_of(const LocalDay& zone, std::int64_t unix_ms) {
  return zone ? zone(unix_ms) : utc_date_time(unix_ms).substr(0, 10);
}

std::optional<std::int64_t> first_moment_of(const LocalDay& zone, std::string_view day) {
  const auto midnight = utc_midnight(day);
  if (!midnight) {
    return std::nullopt;
  }
  return first_second(*midnight, [&](std::int64_t moment) { return day_of(zone, moment) >= day; });
}

std::optional<std::int64_t> last_moment_of(const LocalDay& zone, std::string_view day) {
  const auto midnight = utc_midnight(day);
  if (!midnight) {
    return std::nullopt;
  }
  return first_second(*midnight + 24 * kHour,
                      [&](std::int64_t moment) { return day_of(zone, moment) > day; }) -
         kSecond;
}

gradebook::ActivityFacts with_moments(gradebook::ActivityFacts facts, const LocalDay& zone) {
  if (!std::exchange(facts.dates_are_days, false)) {
    return facts;
  }
  const auto put = [&](std::int64_t& day) {
    if (day != 0) {
      day = first_moment_of(zone, day_of({}, day)).value_or(day);
    }
  };
  put(facts.assigned_at_unix_ms);
  put(facts.due_at_unix_ms);
  for (gradebook::StudentDates& dates : facts.student_dates) {
    put(dates.assigned_at_unix_ms);
    put(dates.due_at_unix_ms);
  }
  return facts;
}

} // namespace passback::oneroster
