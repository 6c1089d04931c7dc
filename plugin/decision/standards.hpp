// Scores of standards as line items of their own, where an administrator chose that: one for each
// standard of an activity, in a category that does not count, with a result for each student. They
// are derived from what the host said of the score and its activity, and are records like any
// other from then on.
#pragma once

#include <string_view>

#include "plugin/decision/class_view.hpp"
#include "plugin/outbox/record.hpp"

namespace passback::decision {

/// Derives and places what belongs to this result, after it was placed itself. `facts_before`: of
/// the result before this event; a standard that is gone since is taken back.
Status place_standards(UnitOfWork& work, const ClassView& view, const outbox::Record& result,
                       const outbox::Record& line_item, const outbox::Facts& facts_before = {});

/// True if the score of this standard goes as a line item of its own.
bool goes_as_line_item(const oneroster::Profile& profile, const settings::GradingChoices& choices,
                       const std::string& objective_id);

} // namespace passback::decision
