// A person sends: releases exactly what was shown, whatever the mode.
#pragma once

#include <cstdint>
#include <string>

#include "plugin/decision/placement.hpp"

namespace passback::intake {

struct PersonalSend {
  std::int64_t record_id = 0;
  std::int64_t seq = 0; ///< of what was shown; 0 = whatever is there (a retry)
  bool again = false;   ///< also what the SIS refused or has removed
  std::string user;     ///< for the history
  std::string reason = {}; ///< why it goes after the end of its class, for the history; mostly none
  std::int32_t priority = 10;
};

enum class SendAnswer {
  released,  ///< on its way
  unchanged, ///< the SIS has it already
  in_trial,  ///< it would be on its way, and nothing is written (decision/in_trial.hpp)
  not_now,   ///< `reason` says why: off, held, waiting, refused
  changed,   ///< not what was shown any more
  unknown,   ///< no such record in this class
};

struct SendOutcome {
  SendAnswer answer = SendAnswer::unknown;
  Code reason = Code::none;
};

/// class_id: the record must be of this class, whatever id was asked for.
Result<SendOutcome> send_by_person(decision::UnitOfWork& work, const gradebook::ClassId& class_id,
                                   const PersonalSend& send);

} // namespace passback::intake
