// Moments as the documents write them. Calendar arithmetic only; no clock, no time zone data.
#pragma once

#include <cstdint>
#include <string>

namespace passback::oneroster {

/// "2012-04-23T18:25:43.511Z": UTC with milliseconds, the form of the specification's examples.
/// Years outside 0000 to 9999 are brought to the nearest end, so that the text keeps its form.
std::string utc_date_time(std::int64_t unix_ms);

} // namespace passback::oneroster
