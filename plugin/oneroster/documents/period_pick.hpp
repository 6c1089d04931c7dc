// Which grading period a line item goes into, and what the SIS would say against it. Pure; asked at
// intake and again when the line item is planned, so that both give the same answer.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "plugin/oneroster/documents/documents.hpp"
#include "plugin/oneroster/documents/grading_periods.hpp"
#include "plugin/oneroster/profile/profile.hpp"
#include "plugin/settings/grading_choices.hpp"
#include "plugin/settings/sending_rules.hpp"

namespace passback::oneroster {

/// What is known of the line item.
struct PeriodPreference {
  gradebook::SourcedId named;                 ///< by the host or a person; empty = the day decides
  std::string day;                            ///< YYYY-MM-DD at the SIS; empty = not known
  std::optional<settings::PeriodLevel> level; ///< which of several
  bool dated = false;  ///< the day is that of the activity's due date, not of a stand-in
  bool in_sis = false; ///< the SIS has the line item, and with it a period
  std::optional<settings::BetweenPeriods> between = {}; ///< where the day lies between two
};

struct PeriodPick {
  const SisAcademicSession* period = nullptr; ///< of those given; nullptr = none
  /// none, grading_period_not_of_class, grading_period_ambiguous, due_date_between_periods or
  /// due_date_outside_period. That a period is missing where one is needed the document says
  /// itself.
  Code against = Code::none;
  /// The day lies between two periods and somebody said into which of them it goes: an SIS that
  /// refuses dates outside of it gets them moved into it.
  bool beside = false;
};

/// Of no periods nothing is said: an SIS may show none and take grades all the same.
PeriodPick pick_period(const Profile& profile, std::span<const SisAcademicSession> periods,
                       const PeriodPreference& preference);

/// Puts into the line item what is known of its period: which one it is, its days, and the end of
/// the class where nobody said that. Of periods that are not known (nullopt) that is only the one
/// that was named.
PeriodPick put_period(const Profile& profile,
                      const std::optional<std::vector<SisAcademicSession>>& periods,
                      const PeriodPreference& preference, LineItemInput& line_item);

} // namespace passback::oneroster
