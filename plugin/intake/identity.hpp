// Who a student and a class are at the SIS: what the event says, else what the host said of the
// enrolment, else of the class.
#pragma once

#include "plugin/intake/class_view.hpp"

namespace passback::intake {

struct Identity {
  gradebook::SourcedId sis_class_id, student_sis_id; ///< empty = not linked yet
  bool has_left = false; ///< the host said that the student is no longer in the class
};

/// What is known of a student of the class, beside what an event says.
Result<Identity> known_identity(Desk& desk, const ClassView& view,
                                const gradebook::StudentId& student);

/// The identity for this event. Ids that only the event knows are kept with the enrolment, so that
/// a later event without them means the same record.
Result<Identity> identify(Desk& desk, const ClassView& view, const ScoreEvent& event);

} // namespace passback::intake
