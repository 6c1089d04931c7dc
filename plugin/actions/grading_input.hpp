// The members of lms.sis_settings/1 and lms.class_settings/1 that say how grades are written:
// translation tables, standards, grading periods, final grades.
#pragma once

#include <vector>

#include "plugin/actions/input.hpp"
#include "plugin/settings/grading_choices.hpp"

namespace passback::actions {

struct GradingInput {
  Given<settings::Scales> scales;
  Given<settings::Objectives> objectives;
  Given<settings::Standards> standards;
  Given<settings::PeriodLevel> period_level;
  Given<settings::GradeForm> grade_form;
  Given<bool> final_as_assignment;
  Given<bool> withdraw_from_old_section;
  Given<bool> send_comments;
};

/// What cannot be read becomes a problem of its member. An empty choice of a form counts as null.
GradingInput read_grading(const boost::json::object& object, std::vector<Problem>& problems);
/// Only `scales`, `objectives` and `grade_form`: the exceptions of one class.
GradingInput read_grading_of_class(const boost::json::object& object,
                                   std::vector<Problem>& problems);

/// Each map is replaced as a whole; null empties it.
void apply(const GradingInput& input, settings::GradingChoices& choices);

} // namespace passback::actions
