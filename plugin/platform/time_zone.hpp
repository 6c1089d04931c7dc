// Dates in the SIS's own time zone, without touching the process's TZ.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "plugin/platform/result.hpp"

namespace passback::platform {

/// The calendar date at that moment in that IANA zone, "2027-03-09". Code::config for an unknown
/// zone, Code::range for a year that four digits cannot hold. Thread-safe; reads the system's zone
/// files at first use.
Result<std::string> local_date(std::int64_t unix_ms, std::string_view zone);

/// The same as a function of the moment; "" where there is no date.
std::function<std::string(std::int64_t unix_ms)> local_dates(std::string zone);

/// Minutes since midnight of that moment on the wall clock in that zone, 0 to 1439; Code::config
/// and Code::range as above.
Result<int> local_minute(std::int64_t unix_ms, std::string_view zone);

/// True if the system knows a zone (or a link) of that name. Here and above an empty name is UTC.
bool known_zone(std::string_view zone);
/// The zone, or UTC where the system knows none of that name.
std::string_view zone_or_utc(std::string_view zone);

} // namespace passback::platform
