#pragma once
// From the host's facts to the flat structs that the plugin's callbacks take.
#include <array>
#include <optional>
#include <string_view>
#include <vector>

#include "host_stub/host/facts.hpp"
#include "lms_plugin/events.h"

namespace host_stub::host {

// Why something is gone, by the numbers of LMS_REASON_.
inline constexpr std::array<std::string_view, 6> kReasonWords = {"unknown", "teacher", "unenrolled",
                                                                 "deleted", "reset",   "restored"};
// Empty: no such word.
std::optional<std::uint32_t> reason_of(std::string_view word);

// The flat structs of the contract. They borrow the texts of the fact, which has to outlive them,
// and so has the list that is filled: with the scores of learning objectives, or with the terms.
lms_score_event to_event(const ScoreFact& fact, std::vector<lms_objective_score>& objectives);
lms_activity_event to_event(const ActivityFact& fact);
lms_class_event to_event(const ClassFact& fact, std::vector<lms_str>& terms);
lms_enrolment_event to_event(const EnrolmentFact& fact);

} // namespace host_stub::host
