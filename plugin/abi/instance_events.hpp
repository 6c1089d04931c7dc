// Events on an instance: read, checked, committed, answered.
#pragma once

#include <cstdint>

#include "lms_plugin/lms_plugin.h"
#include "plugin/platform/result.hpp"

namespace passback::abi {

class Instance;

Status take_score(Instance& instance, const lms_score_event* event, std::uint32_t deadline_ms,
                  lms_outcome* out);
Status take_scores(Instance& instance, const lms_score_event* events, std::uint64_t count,
                   std::uint64_t stride, std::uint32_t deadline_ms, lms_batch_outcome* out);
Status take_activity(Instance& instance, const lms_activity_event* event, std::uint32_t deadline_ms,
                     lms_outcome* out);
Status take_class(Instance& instance, const lms_class_event* event, std::uint32_t deadline_ms,
                  lms_outcome* out);
Status take_enrolment(Instance& instance, const lms_enrolment_event* event,
                      std::uint32_t deadline_ms, lms_outcome* out);
Status take_domain(Instance& instance, const lms_domain_event* event, std::uint32_t deadline_ms,
                   lms_outcome* out);

} // namespace passback::abi
