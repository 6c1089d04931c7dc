// A teacher takes a grade, or an activity with its grades, back out of the SIS, while the LMS goes
// on having it: what she un-ticked or unpublished after it was sent, say (intake/take_back.hpp).
#pragma once

#include <chrono>

#include <boost/json.hpp>

#include "plugin/actions/actions.hpp"

namespace passback::actions {

/// It names what is taken back, not a question that it answers (class_questions.hpp).
bool names_what_to_take_back(const boost::json::object& input);

/// {"op": "take_back", "records": [{"id": 1}, …]} or {"op": "take_back", "activity_id": "quiz-1"}.
Result<Reply> take_back(const ActionParts& parts, const Asker& asker,
                        const boost::json::object& input, std::chrono::milliseconds deadline);

} // namespace passback::actions
