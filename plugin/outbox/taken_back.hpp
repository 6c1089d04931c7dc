// What a person takes back out of the SIS while the LMS goes on having it: released is absent, and
// its facts say that a person said so. It stays so, whatever the LMS says, until she sends it again
// or includes it again. Pure, as transitions.hpp.
#pragma once

#include "plugin/outbox/record.hpp"

namespace passback::outbox {

bool is_taken_back(const Record& record);
/// [actions] It is let go as absent.
void take_back(Record& record);
/// [actions] What was taken back, or went with what was, is as if nobody had let anything of it go.
void forget_taken_back(Record& record);

} // namespace passback::outbox
