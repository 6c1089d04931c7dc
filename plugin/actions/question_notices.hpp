// What administrators are told of a question about everything of their connection: that it waits
// for them, once, with its count, and when it is answered (decision/asked_questions.hpp).
#pragma once

#include "plugin/actions/due_notices.hpp"

namespace passback::actions {

/// `in_the_morning`: whether what they were told may be over without an answer is looked at, too.
/// Adds nothing where nothing is due.
Status tell_questions(decision::UnitOfWork& work, bool in_the_morning, DueNotices& due);
/// Something of it is due at whatever hour.
Result<bool> is_question_due(decision::UnitOfWork& work);

} // namespace passback::actions
