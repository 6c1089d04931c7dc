// What became of an event.
#pragma once

#include <cstdint>

#include "plugin/decision/disposition.hpp"
#include "plugin/platform/codes.hpp"

namespace passback::intake {

struct Outcome {
  decision::Disposition disposition = decision::Disposition::ignored;
  std::int64_t seq = 0;     ///< 0 = nothing was stored
  Code reason = Code::none; ///< why it waits, is held, off or excluded
};

} // namespace passback::intake
