// What goes, but not as it stands in the LMS, or not all of it: told before a person sends. Holds
// nothing back. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "plugin/decision/preflight.hpp"
#include "plugin/gradebook/facts.hpp"
#include "plugin/oneroster/profile/profile.hpp"
#include "plugin/settings/grading_choices.hpp"

namespace passback::decision {

struct CellNote {
  Code code = Code::none;
  std::vector<std::string> about = {};   ///< what it concerns: the ids of standards that are left
                                         ///< out, the marks, "10 become 100"
  std::string_view severity = "warning"; ///< "info": it is as it should be, and worth knowing
};

/// title_taken: another activity of the class has the same title.
std::vector<CellNote> notes_on(const gradebook::ActivityFacts& facts,
                               const oneroster::Profile& profile,
                               const settings::GradingChoices& choices, bool title_taken);
/// points_possible: of the activity.
std::vector<CellNote> notes_on(const gradebook::ScoreFacts& facts,
                               const oneroster::Profile& profile,
                               oneroster::OneRosterVersion version,
                               const settings::GradingChoices& choices,
                               const std::optional<gradebook::Decimal>& points_possible = {});

/// What counts otherwise in the SIS than in the LMS. in_sis: the activity as the SIS confirmed it;
/// none = it does not have it.
std::vector<CellNote> notes_on_counting(const gradebook::ActivityFacts& facts,
                                        const std::optional<gradebook::ActivityFacts>& in_sis,
                                        const oneroster::Profile& profile);
std::vector<CellNote> notes_on_counting(const gradebook::ScoreFacts& facts,
                                        const oneroster::Profile& profile,
                                        oneroster::OneRosterVersion version,
                                        const std::optional<gradebook::Decimal>& points_possible);

/// What becomes of the dates of an assignment, where the SIS would not refuse them.
std::vector<CellNote> notes_on_dates(const gradebook::ActivityFacts& facts,
                                     const oneroster::Profile& profile,
                                     const LineItemPreference& preference,
                                     const ClassInSis& in_sis);

/// A title as it is compared with others: an SIS tells neither case nor blanks at the ends apart.
std::string title_to_compare(const std::string& title);

} // namespace passback::decision
