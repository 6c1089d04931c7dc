// From the structs of the contract to the events of intake: everything is checked here, once.
#pragma once

#include "lms_plugin/lms_plugin.h"
#include "plugin/intake/events.hpp"
#include "plugin/platform/result.hpp"

namespace passback::abi {

Result<intake::ScoreEvent> read_event(const lms_score_event* event);
Result<intake::ActivityEvent> read_event(const lms_activity_event* event);
Result<intake::ClassEvent> read_event(const lms_class_event* event);
Result<intake::EnrolmentEvent> read_event(const lms_enrolment_event* event);
Result<intake::DomainEvent> read_event(const lms_domain_event* event);

} // namespace passback::abi
