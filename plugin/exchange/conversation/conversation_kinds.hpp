// Conversations by name, from the input that a job keeps (outbox::JobRow).
#pragma once

#include <memory>
#include <string_view>

#include "plugin/exchange/conversation/conversation.hpp"
#include "plugin/platform/result.hpp"

namespace passback::exchange {

inline constexpr std::string_view kTestConnection = "test_connection"; ///< input: {}
/// {"class_id", "student_id", "category_id", "seed", "now_unix_ms", "today"}
inline constexpr std::string_view kTestGrade = "test_grade";
/// {"class_id"} or {"class_ids": [sis ids]}
inline constexpr std::string_view kReadCategories = "read_categories";
/// {"class_id", "line_items": [sis ids]}
inline constexpr std::string_view kReadColumns = "read_columns";
/// {"samples": [{"kind", "sis_id"}], "classes": [sis ids]}
inline constexpr std::string_view kReadiness = "readiness";

/// Code::unsupported for a kind that this release does not know, Code::document for input that
/// lacks something.
Result<std::unique_ptr<Conversation>> make_conversation(std::string_view kind, Partner partner,
                                                        std::string_view input);

} // namespace passback::exchange
