#include "plugin/oneroster/documents/period_pick.hpp"

#include <algorithm>
#include <vector>

#include "plugin/settings/period_choice.hpp"

namespace passback::oneroster {
namespace {

/// What the SIS says of the period, once it has the line item, is not ours to change.
bool is_sent(const Profile& profile, const PeriodPreference& preference) {
  return profile.gradebook == Gradebook::of_class && profile.grading_period != Need::never &&
         !(preference.in_sis && profile.owner.grading_period == Owner::sis);
}

std::vector<settings::FittingPeriod> as_choices(const std::vector<SisAcademicSession>& sessions) {
  std::vector<settings::FittingPeriod> choices;
  for (const SisAcademicSession& session : sessions) {
    choices.push_back({session.id, session.title, session.start_date, session.end_date});
  }
  return choices;
}

// The day lies in no period. What an administrator said of days between two of them goes before
// what the profile says of days outside.
PeriodPick pick_beside(const Profile& profile, std::span<const SisAcademicSession> periods,
                       const PeriodPreference& preference) {
  const bool earlier = preference.between != settings::BetweenPeriods::later;
  const auto beside = preference.between ? periods_beside(periods, preference.day, earlier)
                                         : std::vector<SisAcademicSession>();
  const bool sent = is_sent(profile, preference);
  if (beside.empty() || !sent) {
    const bool refused = profile.outside_period == OutsidePeriod::refuse && preference.dated &&
                         profile.gradebook == Gradebook::of_class;
    return {nullptr, refused ? Code::due_date_outside_period : Code::none};
  }
  if (preference.between == settings::BetweenPeriods::ask) {
    return {nullptr, Code::due_date_between_periods};
  }
  const auto picked = settings::pick_period(as_choices(beside), preference.level);
  if (!picked) {
    const bool needed = profile.grading_period == Need::required;
    return {nullptr, needed ? Code::grading_period_ambiguous : Code::none};
  }
  return {find_period(periods, picked->id), Code::none, true};
}

} // namespace

PeriodPick pick_period(const Profile& profile, std::span<const SisAcademicSession> periods,
                       const PeriodPreference& preference) {
  if (periods.empty()) {
    return {};
  }
  const bool sent = is_sent(profile, preference);
  if (!preference.named.empty()) {
    const auto* found = find_period(periods, preference.named);
    const bool beside =
        preference.between && !periods_beside(periods, preference.day, true).empty();
    return {found, found == nullptr && sent ? Code::grading_period_not_of_class : Code::none,
            beside};
  }
  if (preference.day.empty()) {
    return {};
  }
  const auto choice = choose_grading_period(periods, preference.day);
  if (choice.kind == PeriodChoice::Kind::none) {
    return pick_beside(profile, periods, preference);
  }
  const auto picked = settings::pick_period(as_choices(choice.fitting), preference.level);
  if (!picked) {
    const bool needed = sent && profile.grading_period == Need::required;
    return {nullptr, needed ? Code::grading_period_ambiguous : Code::none};
  }
  return {find_period(periods, picked->id), Code::none};
}

PeriodPick put_period(const Profile& profile,
                      const std::optional<std::vector<SisAcademicSession>>& periods,
                      const PeriodPreference& preference, LineItemInput& line_item) {
  line_item.grading_period_id = preference.named;
  if (!periods) {
    return {};
  }
  if (line_item.class_end.empty()) {
    for (const auto& period : *periods) {
      line_item.class_end = std::max(line_item.class_end, period.end_date);
    }
  }
  const auto picked = pick_period(profile, *periods, preference);
  if (picked.period != nullptr) {
    line_item.grading_period_id = picked.period->id;
    line_item.period_start = picked.period->start_date;
    line_item.period_end = picked.period->end_date;
    line_item.beside_period = picked.beside;
  }
  return picked;
}

} // namespace passback::oneroster
