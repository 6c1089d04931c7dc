// Whether an activity is a final or period grade that belongs into a place of the SIS's own.
#pragma once

#include "plugin/gradebook/facts.hpp"
#include "plugin/settings/grading_choices.hpp"

namespace passback::settings {

/// False for assignments, and for final and period grades that an administrator lets go as
/// assignments.
inline bool belongs_into_slot(const gradebook::ActivityFacts& activity,
                              const GradingChoices& choices) {
  return activity.kind != gradebook::ActivityKind::assignment &&
         !choices.final_as_assignment.value_or(false);
}

} // namespace passback::settings
