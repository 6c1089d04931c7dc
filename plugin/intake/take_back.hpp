// A person takes a grade, or an activity with its grades, back out of the SIS; the LMS goes on
// having it (outbox/taken_back.hpp).
//
// [intake] On the host's thread.
#pragma once

#include <set>

#include "plugin/intake/send_by_person.hpp"

namespace passback::intake {

/// Where the SIS keeps the activity, its grades go each for itself. The answers are those of a
/// send: released = on its way out, unchanged = it is not there.
Result<SendOutcome> take_back_by_person(decision::UnitOfWork& work,
                                        const gradebook::ClassId& class_id,
                                        const PersonalSend& order);

/// These activities of the class are included again: what was taken back of them may go anew.
Status include_again(decision::UnitOfWork& work, const gradebook::ClassId& class_id,
                     const std::set<gradebook::ActivityId>& activities);

} // namespace passback::intake
