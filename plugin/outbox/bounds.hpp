// What of a line item bounds its results: points possible, scale, and the form of its numbers. A
// result that the SIS would measure by the line item that it had before waits for the new one.
#pragma once

#include <optional>

#include "plugin/gradebook/decimal.hpp"
#include "plugin/outbox/record.hpp"

namespace passback::outbox {

/// The line item is not there, or not yet as it bounds this result. Lowered points possible hold no
/// result back: many an SIS refuses a maximum below a score that it has, so the scores go first.
bool waits_for_line_item(const Record& line_item, const Record& result);

/// What may go of the line item has fewer points possible than the SIS has.
bool is_lowered(const Record& line_item);

/// The maximum that the SIS has, where the one that was sent is higher.
std::optional<gradebook::Decimal> raised_from(const Record& line_item);
/// Many an SIS cuts a score to the maximum, and says nothing: of one that it took above that
/// maximum it may have less.
bool may_be_cut(const Record& result, const gradebook::Decimal& maximum);

} // namespace passback::outbox
