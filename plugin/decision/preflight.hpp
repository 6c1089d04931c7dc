// What a record still lacks before the SIS could take it, as pure functions. The document makers of
// oneroster/ are asked on trial, so that intake and delivery cannot disagree.
#pragma once

#include <string>
#include <vector>

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
  /// What the lists of its class say against it: it lacks a category, or a period. A stand-in is in
  /// its place, so that the document can be asked for what else is missing.
  std::vector<Code> lacks = {};
};

LineItemOnTrial line_item_on_trial(const oneroster::Profile& profile,
                                   const gradebook::ActivityFacts& facts,
                                   const LineItemPreference& preference, const ClassInSis& in_sis);

/// Everything that the line item lacks, or that the SIS would refuse of it, as far as is known of
/// the SIS; each once, what is told first before the rest. The school is not asked for: delivery
/// reads it from the SIS.
std::vector<Code> missing_of_line_item(const oneroster::Profile& profile,
                                       const oneroster::Endpoint& endpoint,
                                       const gradebook::ActivityFacts& facts,
                                       const LineItemPreference& preference,
                                       const ClassInSis& in_sis);

/// True if the cell says something to that SIS: a score, or that there will be none (exempt,
/// missing, incomplete), or that the work was handed in, where the SIS has a word for that. Without
/// a profile (it is not installed) whatever an SIS may have a word for.
bool says_something(const gradebook::ScoreFacts& facts, const oneroster::Profile* profile);

} // namespace passback::decision
