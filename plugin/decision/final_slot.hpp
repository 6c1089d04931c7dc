// Final and period grades go only into a slot that the SIS offers: chosen by a person, adopted by
// its id, never written itself. Only its results are ours.
#pragma once

#include "plugin/decision/class_view.hpp"
#include "plugin/decision/write.hpp"
#include "plugin/outbox/record.hpp"

namespace passback::decision {

/// Gives the line item the id of the slot that was chosen for it. `lacks` is Code::none, or what it
/// waits for: kind_unsupported, final_slot_missing, final_slot_unread, final_slot_gone, or
/// final_slot_fixed if its grades already stand in another place.
Status adopt_slot(UnitOfWork& work, const ClassView& view, outbox::Record& line_item, Code& lacks);

} // namespace passback::decision
