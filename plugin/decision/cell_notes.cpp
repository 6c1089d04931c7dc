#include "plugin/decision/cell_notes.hpp"

#include <algorithm>

#include "plugin/decision/standards.hpp"
#include "plugin/gradebook/weighted_score.hpp"
#include "plugin/oneroster/documents/documents.hpp"
#include "plugin/oneroster/values/one_line.hpp"
#include "plugin/oneroster/wire/ascii.hpp"

namespace passback::decision {
namespace {

constexpr int kShownDecimals = 2;

std::ptrdiff_t code_points(const std::string& text) {
  return std::ranges::count_if(text, [](char c) { return (c & 0xC0) != 0x80; });
}

/// It weighs in the weighted sum (gradebook/weighted_score.hpp).
bool counts(const gradebook::ObjectiveScore& objective) {
  return objective.points && objective.possible && !objective.possible->is_zero() &&
         !(objective.weight && objective.weight->is_zero());
}

/// OneRoster 1.1 has no place for it there.
bool goes_with_result(const oneroster::Profile& profile, oneroster::OneRosterVersion version,
                      const settings::GradingChoices& choices, const std::string& objective_id) {
  const auto target = choices.objectives.find(objective_id);
  return version == oneroster::OneRosterVersion::v1p2 &&
         profile.objectives == oneroster::Objectives::result_sets &&
         target != choices.objectives.end() && !target->second.id.empty();
}

/// The due date lies in no grading period, or not in the one that was chosen.
bool is_outside(const oneroster::PeriodPick& picked, const oneroster::PeriodPreference& preference,
                const std::vector<oneroster::SisAcademicSession>& periods) {
  if (picked.period == nullptr) {
    return preference.named.empty() &&
           oneroster::choose_grading_period(periods, preference.day).kind ==
               oneroster::PeriodChoice::Kind::none;
  }
  const auto& period = *picked.period;
  return preference.day < period.start_date ||
         (!period.end_date.empty() && preference.day > period.end_date);
}

bool is_moved(const gradebook::ActivityFacts& facts, const oneroster::Profile& profile,
              const oneroster::SisAcademicSession& period, const oneroster::LocalDay& local_day) {
  oneroster::LineItemInput input;
  input.facts = facts;
  input.since_unix_ms = facts.due_at_unix_ms; // only dates that somebody gave are told of
  input.period_start = period.start_date;
  input.period_end = period.end_date;
  oneroster::DocumentContext context;
  context.local_day = local_day;
  const auto dates = oneroster::line_item_dates(profile, input, context);
  return dates && dates->moved_into_period;
}

} // namespace

std::string title_to_compare(const std::string& title) {
  return oneroster::ascii::lower(oneroster::one_line(title));
}

std::vector<CellNote> notes_on(const gradebook::ActivityFacts& facts,
                               const oneroster::Profile& profile,
                               const settings::GradingChoices& choices, bool title_taken) {
  std::vector<CellNote> notes;
  const bool is_final = facts.kind != gradebook::ActivityKind::assignment;
  const bool as_assignment = choices.final_as_assignment.value_or(false);
  if (is_final && !as_assignment) {
    return notes; // the place is the SIS's, with its own title
  }
  if (is_final) {
    notes.push_back({Code::final_as_assignment});
  }
  if (profile.title_max > 0 && code_points(oneroster::one_line(facts.title)) > profile.title_max) {
    notes.push_back({Code::title_shortened});
  }
  if (profile.title_unique == oneroster::TitleUnique::in_class && title_taken) {
    notes.push_back({Code::title_not_unique});
  }
  return notes;
}

std::vector<CellNote> notes_on_dates(const gradebook::ActivityFacts& facts,
                                     const oneroster::Profile& profile,
                                     const LineItemPreference& preference,
                                     const ClassInSis& in_sis) {
  std::vector<CellNote> notes;
  const bool ours = profile.gradebook == oneroster::Gradebook::of_class &&
                    !(preference.period.in_sis && profile.owner.dates == oneroster::Owner::sis);
  if (!ours || facts.due_at_unix_ms == 0) {
    return notes;
  }
  if (facts.assigned_at_unix_ms > facts.due_at_unix_ms) {
    notes.push_back({Code::assigned_after_due});
  }
  if (!in_sis.periods || in_sis.periods->empty() || preference.period.day.empty()) {
    return notes;
  }
  const auto picked = oneroster::pick_period(profile, *in_sis.periods, preference.period);
  if (picked.against != Code::none || profile.outside_period == oneroster::OutsidePeriod::refuse) {
    return notes; // that is a reason to wait
  }
  const bool clamps = profile.outside_period == oneroster::OutsidePeriod::clamp;
  if (clamps && picked.period != nullptr) {
    if (is_moved(facts, profile, *picked.period, preference.local_day)) {
      notes.push_back({Code::dates_moved});
    }
  } else if (is_outside(picked, preference.period, *in_sis.periods)) {
    notes.push_back({Code::dates_outside_period});
  }
  return notes;
}

std::vector<CellNote> notes_on(const gradebook::ScoreFacts& facts,
                               const oneroster::Profile& profile,
                               oneroster::OneRosterVersion version,
                               const settings::GradingChoices& choices,
                               const std::optional<gradebook::Decimal>& points_possible) {
  CellNote left_out{Code::standards_left_out};
  CellNote counted{Code::counted_from_standards, {}, "info"};
  for (const auto& objective : facts.objectives) {
    const bool goes = goes_with_result(profile, version, choices, objective.objective_id) ||
                      goes_as_line_item(profile, choices, objective.objective_id);
    if (objective.points && !goes) {
      left_out.about.push_back(objective.objective_id);
    }
    if (counts(objective)) {
      counted.about.push_back(objective.objective_id);
    }
  }
  std::vector<CellNote> notes;
  if (facts.by_objectives() && !counted.about.empty()) {
    notes.push_back(std::move(counted));
  }
  if (!left_out.about.empty()) {
    notes.push_back(std::move(left_out));
  }
  if (gradebook::has_own_possible(facts, points_possible)) {
    const auto scaled = gradebook::entered_points(facts, points_possible);
    const auto shown = scaled ? scaled->rounded(kShownDecimals, gradebook::Rounding::half_up)
                              : Result<gradebook::Decimal>(scaled.error());
    CellNote own{Code::scaled_to_activity, {}, "info"};
    own.about.push_back(facts.points->to_string() + " of " + facts.possible->to_string());
    if (shown) {
      own.about.push_back(shown->to_string() + " of " + points_possible->to_string());
    }
    notes.push_back(std::move(own));
  }
  return notes;
}

} // namespace passback::decision
