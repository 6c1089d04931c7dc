// Sync grades settings of a class, the part about grading periods, final grades and standards: what
// the LMS has, what the SIS offers, and what was chosen.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "plugin/actions/class_periods.hpp"
#include "plugin/actions/form.hpp"
#include "plugin/decision/class_view.hpp"

namespace passback::actions {

struct ClassGrading {
  ClassPeriods periods;
  std::map<std::string, std::string> final_grades; ///< final_slot_key -> title of the grade
  std::vector<Choice> slots;                       ///< that the SIS offers
  bool slots_read = false;                         ///< of every SIS class that has a final grade
};

/// From the activities that the LMS reported and the documents that were read from the SIS.
Status read_class_grading(decision::UnitOfWork& work, const decision::ClassView& view,
                          ClassGrading& grading);

/// Fields that mean nothing for this class and its SIS are left out.
void add_class_grading_fields(FormDocument& form, const decision::ClassView& view,
                              const ClassGrading& grading,
                              const std::vector<Choice>& sis_categories);

} // namespace passback::actions
