// What intake learns of who a student is at the SIS (outbox/identity.hpp): from the enrolment, and
// from the ids that come with a score.
#pragma once

#include "plugin/intake/class_view.hpp"

namespace passback::intake {

using outbox::Identity;

/// What is known of a student of the class.
Result<Identity> known_identity(Desk& desk, const ClassView& view,
                                const gradebook::StudentId& student);

/// The same after what this event says: its ids are a word about the enrolment, and the newest word
/// counts, whenever it was asked for (if_enrolment_seq_at_most). The student's other records
/// follow.
Result<Identity> learn_identity(Desk& desk, const ClassView& view, const ScoreEvent& event);

/// Keeps the enrolment, and has the student's records looked at again if it says something new.
Status keep_enrolment(Desk& desk, const std::optional<outbox::EnrolmentRow>& before,
                      outbox::EnrolmentRow now);

} // namespace passback::intake
