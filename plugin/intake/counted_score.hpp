// A score that is graded by learning objectives only is counted of the activity's points possible.
#pragma once

#include "plugin/intake/class_view.hpp"
#include "plugin/outbox/record.hpp"

namespace passback::intake {

/// Notes in the facts what the score is counted of, as its activity stands now. Returns whether
/// that is news.
bool note_counted_of(gradebook::ScoreFacts& facts, const outbox::Record& line_item);

/// As above, for a stored result: another number is another score, so it is observed anew.
Result<bool> count_again(Desk& desk, outbox::Record& result, const outbox::Record& line_item);

} // namespace passback::intake
