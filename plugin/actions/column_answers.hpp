// What a person says to the questions of column_questions.hpp, for one activity or for all at once.
//
// [intake] On the host's thread.
#pragma once

#include <chrono>
#include <string_view>

#include <boost/json.hpp>

#include "plugin/actions/actions.hpp"

namespace passback::actions {

inline constexpr std::string_view kUseColumn = "use_column";
inline constexpr std::string_view kMakeAnother = "make_another";
inline constexpr std::string_view kLeaveOut = "leave_out";

bool is_column_op(std::string_view op);

/// {"activity_id": "quiz-1"}, {"all": true}, or {"course_id": "c-old"}: those whose one column
/// that course of the LMS made. Where several columns look like the activity,
/// "use_column" says which: {"column": "sis-li-7"}. It has the grades of the column read, so that
/// the preview shows them; until somebody sends, "make_another" of that activity takes it back.
Result<Reply> answer_columns(const ActionParts& parts, const Asker& asker,
                             const boost::json::object& input, std::string_view op,
                             std::chrono::milliseconds deadline);

} // namespace passback::actions
