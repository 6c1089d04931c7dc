// Sync grades to SIS: overview, preview, send, send again, status and history of one class.
#pragma once

#include <chrono>
#include <string_view>

#include "plugin/actions/actions.hpp"

namespace passback::actions {

/// op: open, preview, send, retry, send_again, status, history (lms.sync_grades/1), the answers of
/// class_questions.hpp;
/// where grades go as files also those of grade_files.hpp.
Result<Reply> use_sync_grades(const ActionParts& parts, const Asker& asker, std::string_view input,
                              std::chrono::milliseconds deadline);

} // namespace passback::actions
