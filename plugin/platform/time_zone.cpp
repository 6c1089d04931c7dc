#include "plugin/platform/time_zone.hpp"

#include <array>
#include <chrono>
#include <cstdio>
#include <exception>

#include <date/date.h>
#include <date/tz.h>

#include "plugin/platform/try.hpp"

namespace passback::platform {

namespace {

const date::time_zone* find_zone(std::string_view zone) {
  try {
    return date::locate_zone(zone.empty() ? std::string_view("UTC") : zone);
  } catch (const std::exception&) {
    return nullptr;
  }
}

Result<date::local_time<std::chrono::milliseconds>> local_time(std::int64_t unix_ms,
                                                               std::string_view zone) {
  // Checked before the arithmetic, which would overflow far outside: 0000-01-02 to 9999-12-30.
  constexpr std::int64_t kEarliest = -62'167'132'800'000;
  constexpr std::int64_t kLatest = 253'402'128'000'000;
  if (unix_ms < kEarliest || unix_ms > kLatest) {
    return Error{Code::range, "a date outside the years 0000 to 9999"};
  }
  const date::time_zone* found = find_zone(zone);
  if (found == nullptr) {
    return Error{Code::config, "unknown time zone '" + std::string(zone) + "'"};
  }
  return found->to_local(
      date::sys_time<std::chrono::milliseconds>{std::chrono::milliseconds{unix_ms}});
}

} // namespace

Result<std::string> local_date(std::int64_t unix_ms, std::string_view zone) {
  PASSBACK_TRY_AS(const auto local, local_time(unix_ms, zone));
  const date::year_month_day day{date::floor<date::days>(local)};
  std::array<char, 24> text{};
  std::snprintf(text.data(), text.size(), "%04d-%02u-%02u", static_cast<int>(day.year()),
                static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()));
  return std::string(text.data());
}

Result<int> local_minute(std::int64_t unix_ms, std::string_view zone) {
  PASSBACK_TRY_AS(const auto local, local_time(unix_ms, zone));
  const auto since_midnight = local - date::floor<date::days>(local);
  return static_cast<int>(std::chrono::duration_cast<std::chrono::minutes>(since_midnight).count());
}

std::function<std::string(std::int64_t unix_ms)> local_dates(std::string zone) {
  return [zone = std::move(zone)](std::int64_t unix_ms) {
    auto date = local_date(unix_ms, zone);
    return date ? std::move(*date) : std::string();
  };
}

bool known_zone(std::string_view zone) {
  return find_zone(zone) != nullptr;
}

std::string_view zone_or_utc(std::string_view zone) {
  return known_zone(zone) ? zone : std::string_view("UTC");
}

} // namespace passback::platform
