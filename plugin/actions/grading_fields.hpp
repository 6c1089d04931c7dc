// The fields of the two settings forms that say how grades are written.
#pragma once

#include "plugin/actions/form.hpp"
#include "plugin/settings/grading_choices.hpp"

namespace passback::actions {

/// own: what this domain says; effective: what then holds.
void add_grading_fields(FormDocument& form, const settings::GradingChoices& own,
                        const settings::GradingChoices& effective);

/// Points or percent; `own`: what is said here.
void add_grade_form(FormDocument& form, const std::optional<settings::GradeForm>& own,
                    const settings::GradingChoices& effective);

/// The exceptions of one class; `effective` shows what is inherited.
void add_grading_exceptions(FormDocument& form, const settings::Scales& scales,
                            const settings::Objectives& objectives,
                            const settings::GradingChoices& effective);

} // namespace passback::actions
