// What a score is measured by: one that is graded by learning objectives only is counted of the
// activity's points possible, and one with points possible of its own is scaled to them.
#pragma once

#include "plugin/decision/class_view.hpp"
#include "plugin/outbox/record.hpp"

namespace passback::decision {

/// Notes in the facts what the score is counted of, as its activity stands now. Returns whether
/// that is news.
bool note_counted_of(gradebook::ScoreFacts& facts, const outbox::Record& line_item);

/// As above, for a stored result: another number is another score, so it is observed anew.
Result<bool> count_again(UnitOfWork& work, outbox::Record& result, const outbox::Record& line_item);

/// Takes points possible that are only the activity's, now or before, out of the facts: they are no
/// word of the score's own, and its points stay when the activity gets others.
void drop_possible_of_activity(gradebook::ScoreFacts& facts, const outbox::Record& line_item);
/// As above, in all versions of a stored result.
void drop_possible_of_activity(outbox::Record& result, const outbox::Record& line_item);

} // namespace passback::decision
