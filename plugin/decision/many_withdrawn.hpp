// A brake. Deleting an activity in the LMS deletes the column in the SIS with all its grades, and a
// defect of the LMS, or one wrong click on a whole course, can say so of a semester. So where a
// class sends by itself a few go at once, as a teacher deletes them; of what is more than a few
// nothing is removed before a person has sent it, as in a class that is sent by hand.
#pragma once

#include "plugin/decision/class_view.hpp"
#include "plugin/outbox/record.hpp"

namespace passback::decision {

/// The LMS took this record back. True: of grades that the SIS has so many go with it, or beside it
/// in this class within the hour, that a person is asked first. What was let go already is not
/// asked about, and an activity without grades in the SIS never.
Result<bool> is_among_many_withdrawn(UnitOfWork& work, const outbox::Record& record);

} // namespace passback::decision
