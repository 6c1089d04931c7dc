// A moment as a person of the district reads it, on the wall clock there. Thread-safe.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace passback::platform {

/// "2026-11-30 03:00 MST": to the minute, in that IANA zone. An empty name, and one that the system
/// does not know, is UTC. Years outside 0000 to 9999 have no text.
std::string local_moment(std::int64_t unix_ms, std::string_view zone);

} // namespace passback::platform
