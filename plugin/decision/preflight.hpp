// What a record still lacks before the SIS could take it, as pure functions. The document makers of
// oneroster/ are asked on trial, so that intake and delivery cannot disagree.
#pragma once

#include <string>

#include "plugin/decision/class_in_sis.hpp"
#include "plugin/decision/document_inputs.hpp"
#include "plugin/gradebook/facts.hpp"
#include "plugin/oneroster/documents/documents.hpp"
#include "plugin/oneroster/documents/period_pick.hpp"
#include "plugin/oneroster/profile/profile.hpp"
#include "plugin/oneroster/values/local_day.hpp"
#include "plugin/oneroster/wire/endpoint.hpp"
#include "plugin/settings/category_choice.hpp"

namespace passback::decision {

/// Where a line item is to go.
struct LineItemPreference {
  settings::CategoryChoice category;
  oneroster::PeriodPreference period = {};
  std::string class_end = {}; ///< YYYY-MM-DD, from the host; empty = not known
  oneroster::LocalDay local_day = {};
};

/// A line item as far as is known of the SIS. Of what delivery reads of it first, stand-ins: the
/// ids that they are (oneroster/documents/stand_in.hpp), and a day that looks like any other.
struct LineItemOnTrial {
  oneroster::LineItemInput input;
  bool due_date_stands_in = false; ///< for the end of a period that is read first
};

/// Errors are what missing_of_line_item says before it makes the document.
Result<LineItemOnTrial> line_item_on_trial(const oneroster::Profile& profile,
                                           const gradebook::ActivityFacts& facts,
                                           const LineItemPreference& preference,
                                           const ClassInSis& in_sis);

/// What the line item lacks, or what the SIS would refuse of it, as far as is known of the SIS;
/// Code::none = nothing. The school is not asked for: delivery reads it from the SIS.
Code missing_of_line_item(const oneroster::Profile& profile, const oneroster::Endpoint& endpoint,
                          const gradebook::ActivityFacts& facts,
                          const LineItemPreference& preference, const ClassInSis& in_sis);

/// As far as the lists of its class show it, without the document.
Code against_line_item(const oneroster::Profile& profile, const gradebook::ActivityFacts& facts,
                       const LineItemPreference& preference, const ClassInSis& in_sis);

/// True if the cell says something to that SIS: a score, or that there will be none (exempt,
/// missing, incomplete), or that the work was handed in, where the SIS has a word for that. Without
/// a profile (it is not installed) whatever an SIS may have a word for.
bool says_something(const gradebook::ScoreFacts& facts, const oneroster::Profile* profile);

} // namespace passback::decision
