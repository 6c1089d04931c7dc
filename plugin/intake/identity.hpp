// What intake learns of who a student is at the SIS (outbox/identity.hpp): from the enrolment, and
// from the ids that come with a score.
#pragma once

#include "plugin/decision/class_view.hpp"
#include "plugin/intake/events.hpp"
#include "plugin/outbox/identity.hpp"

namespace passback::intake {

/// What is known of the student after what this event says: its ids are a word about the enrolment,
/// and the newest word counts, whenever it was asked for (if_enrolment_seq_at_most). The student's
/// other records follow.
Result<outbox::Identity> learn_identity(decision::UnitOfWork& work, const decision::ClassView& view,
                                        const ScoreEvent& event);

/// Keeps the enrolment, and has the student's records looked at again if it says something new.
Status keep_enrolment(decision::UnitOfWork& work, const std::optional<outbox::EnrolmentRow>& before,
                      outbox::EnrolmentRow now);

/// An enrolment that was kept says something else than before.
Status follow_enrolment(decision::UnitOfWork& work,
                        const std::optional<outbox::EnrolmentRow>& before,
                        const outbox::EnrolmentRow& now);

/// At the first word about a class, whose enrolments may have been told before it: students who are
/// said to be of its domain, or of one above it, are where the class is.
Status find_at_home(decision::UnitOfWork& work, const outbox::ClassRow& row);

} // namespace passback::intake
