// What becomes of a fact.
#pragma once

#include <cstdint>

#include "plugin/platform/codes.hpp"

namespace passback::decision {

/// The numbers are those of LMS_QUEUED and its kin (lms_plugin/events.h).
enum class Disposition : std::uint32_t {
  queued = 1,     ///< goes to the SIS by itself
  stored = 2,     ///< goes when a person sends it
  waiting = 3,    ///< waits for the activity, an SIS id or the administrator
  held = 4,       ///< draft, not released to students, or the activity is not published
  unchanged = 5,  ///< the SIS has it already
  superseded = 6, ///< older than what is stored: dropped and counted
  off = 7,        ///< nothing is sent here
  excluded = 8,   ///< on above, but this domain or activity is excluded
  ignored = 9,    ///< nothing here needed it
};

/// Nothing goes here, for that reason.
inline Disposition off_disposition(Code why) {
  const bool excluded = why == Code::domain_excluded || why == Code::not_in_pilot ||
                        why == Code::activity_excluded || why == Code::activity_not_included;
  return excluded ? Disposition::excluded : Disposition::off;
}

} // namespace passback::decision
