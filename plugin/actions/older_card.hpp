// The question on the SIS settings card which grades count, those of an LMS that was put back from
// a backup or the newer ones of the SIS (decision/older_than_sis.hpp). Each class asks the same of
// its own (class_questions.hpp).
#pragma once

#include <chrono>

#include <boost/json.hpp>

#include "plugin/actions/actions.hpp"
#include "plugin/actions/form.hpp"
#include "plugin/intake/older_grades.hpp"

namespace passback::actions {

/// "214 grades in the SIS are newer than the LMS's": which count?
Phrase older_question(std::int64_t grades);
/// Nothing where nothing is asked.
void add_older(FormDocument& form, const intake::KeptGrades& older);

/// "op": older_send or older_keep.
Result<Reply> answer_older(const ActionParts& parts, const Asker& asker, bool send,
                           std::chrono::milliseconds deadline);

} // namespace passback::actions
