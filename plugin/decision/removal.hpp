// Whether a grade that is gone from the LMS leaves the SIS by itself. Unenrolling a student,
// deleting an activity, resetting a class or putting a backup over it makes cells disappear of
// which nobody said that the record is to lose them; and a defect of the LMS can say so of a
// semester. So only what a teacher took out by itself goes; all else stays, and one question for
// each cause asks a person. An administrator may have removals go by themselves, up to a brake.
#pragma once

#include <optional>

#include "plugin/decision/class_view.hpp"
#include "plugin/outbox/record.hpp"

namespace passback::decision {

/// Why the SIS keeps a record that the LMS took back until a person says so: one of the codes of
/// is_removal_question, or kept_in_sis where a person said that it stays. nullopt: it goes by
/// itself. What was let go already is not asked about, and an activity without grades in the SIS
/// never. `has_left`: of a result, its student has left the class.
Result<std::optional<Code>> removal_question(UnitOfWork& work, const ClassView& view,
                                             const outbox::Record& record, bool has_left = false);

/// A person is asked whether it is to leave the SIS.
bool is_removal_question(Code code);
bool waits_for_removal_answer(const outbox::Record& record);

/// A person said that the SIS keeps it: nobody is asked again until the LMS says something newer.
void keep_in_sis(outbox::Record& record);

/// As `said`, with the reason that was known before where the host only repeats that it is gone.
gradebook::WithdrawalReason reason_now(const outbox::Record& record,
                                       gradebook::WithdrawalReason said);

} // namespace passback::decision
