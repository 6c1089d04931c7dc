// What this SIS, and the administrator, still ask of an activity before its line item may go: all
// of it at once, so that a teacher who mends it comes back once. The record's state keeps the first
// of them as its reason. Asked when the activity is placed and whenever it is shown.
//
// Inside one transaction; changes nothing.
#pragma once

#include <vector>

#include "plugin/decision/class_view.hpp"
#include "plugin/outbox/record.hpp"

namespace passback::decision {

enum class Look {
  whole,   ///< also at the document that would go
  in_lists ///< only at what the lists of the class in the SIS say: the rest is as it was when it
           ///< was found to lack nothing
};

/// Each once, what is told first before the rest. Empty too where nobody can tell: there is no
/// profile, the activity is not known or goes into a slot of the SIS (final_slot.hpp).
Result<std::vector<Code>> checklist_of(UnitOfWork& work, const ClassView& view,
                                       const outbox::Record& line_item, Look look = Look::whole);

} // namespace passback::decision
