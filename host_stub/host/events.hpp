#pragma once
// From the host's facts to the flat structs that the plugin's callbacks take.
#include <vector>

#include "host_stub/host/facts.hpp"
#include "lms_plugin/events.h"

namespace host_stub::host {

// The flat structs of the contract. They borrow the texts of the fact, which has to outlive them,
// and so has the list that is filled: with the scores of learning objectives, or with the terms.
lms_score_event to_event(const ScoreFact& fact, std::vector<lms_objective_score>& objectives);
lms_activity_event to_event(const ActivityFact& fact);
lms_class_event to_event(const ClassFact& fact, std::vector<lms_str>& terms);
lms_enrolment_event to_event(const EnrolmentFact& fact);

} // namespace host_stub::host
