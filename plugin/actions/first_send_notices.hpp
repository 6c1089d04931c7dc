// What people are told of the first-send question (intake/first_send.hpp): administrators, that it
// waits, until it is answered; where each teacher decides, the teachers whose grades it is about.
#pragma once

#include "plugin/actions/due_notices.hpp"

namespace passback::actions {

/// `in_the_morning`: whether what teachers were told has been seen to is looked at, too. Adds
/// nothing where nothing is due.
Status tell_first_sends(decision::UnitOfWork& work, bool in_the_morning, DueNotices& due);
/// Something of it is due at whatever hour.
Result<bool> is_first_send_due(decision::UnitOfWork& work);

} // namespace passback::actions
