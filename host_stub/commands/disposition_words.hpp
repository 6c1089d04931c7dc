#pragma once
// What the plugin says became of a fact, in words for the person who typed it.
#include <cstdint>
#include <string>

#include "lms_plugin/events.h"

namespace host_stub::commands {

// What became of a fact, for people.
inline std::string disposition_words(std::uint32_t disposition, const std::string& reason) {
  std::string why = reason.empty() ? "" : " (" + reason + ")";
  switch (disposition) {
  case LMS_QUEUED:
    return "goes to the SIS by itself";
  case LMS_STORED:
    return "goes when somebody sends it" + why;
  case LMS_WAITING:
    return "waits" + why;
  case LMS_HELD:
    return "held back" + why;
  case LMS_UNCHANGED:
    return "the SIS already has it";
  case LMS_SUPERSEDED:
    return "older than what is known, not used";
  case LMS_OFF:
    return "not sent: sync is off here" + why;
  case LMS_EXCLUDED:
    return "not sent: excluded" + why;
  default:
    return "nothing to do" + why;
  }
}

} // namespace host_stub::commands
