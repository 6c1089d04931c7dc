#include "plugin/platform/local_moment.hpp"

#include <array>
#include <chrono>
#include <cstdio>

#include <date/tz.h>

#include "plugin/platform/time_zone.hpp"

namespace passback::platform {

std::string local_moment(std::int64_t unix_ms, std::string_view zone) {
  const auto there = zone_or_utc(zone.empty() ? std::string_view("UTC") : zone);
  const auto date = local_date(unix_ms, there);
  const auto minute = local_minute(unix_ms, there);
  if (!date || !minute) {
    return {};
  }
  const date::sys_time<std::chrono::milliseconds> moment{std::chrono::milliseconds{unix_ms}};
  const auto abbreviation =
      date::locate_zone(there)->get_info(date::floor<std::chrono::seconds>(moment)).abbrev;
  std::array<char, 16> time{};
  std::snprintf(time.data(), time.size(), " %02d:%02d ", *minute / 60, *minute % 60);
  return *date + time.data() + abbreviation;
}

} // namespace passback::platform
