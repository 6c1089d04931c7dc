// Puts what was read of the class into a line item: school, category, grading period, taken titles.
// Pure.
#pragma once

#include <set>
#include <span>

#include "plugin/exchange/planned_request.hpp"
#include "plugin/platform/result.hpp"

namespace passback::exchange {

/// What has to be read of the class for a line item, given what is known already.
std::set<Lookup> lookups_for(const PlannedRequest& planned);

/// Takes over what is known. Errors say what a person has to do or to choose: category_missing,
/// category_not_found, grading_period_ambiguous, grading_period_not_of_class,
/// due_date_outside_period (period_pick.hpp); window_shut where the SIS shows that the class or its
/// period takes no grades now. all_read: what is unknown now stays so, and is missing; else it is
/// still to be read. May be asked again.
Status complete_line_item(PlannedRequest& planned, bool all_read = true);

/// What `planned.wanted` and what is known say, put into another version of the line item.
void complete_as(const PlannedRequest& planned, oneroster::LineItemInput& version);

/// The titles that other line items of the class have, for an SIS that wants each once.
void take_titles(PlannedRequest& planned, std::span<const oneroster::SisLineItem> in_sis);

/// A result gets the id that the SIS has for its student, if it has one.
/// Returns true if that changed its id.
bool adopt_result(PlannedRequest& planned);

} // namespace passback::exchange
