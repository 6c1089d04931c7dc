#include "plugin/decision/preflight.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include "plugin/oneroster/documents/line_item_lacks.hpp"
#include "plugin/oneroster/documents/stand_in.hpp"
#include "plugin/oneroster/profile/profile_summary.hpp"

namespace passback::decision {
namespace {

using oneroster::stand_in;

/// Stands for the end of a period that is read before the line item goes.
constexpr std::string_view kLaterDay = "2100-01-01";

/// The SIS's own word of a category counts once it has the line item.
bool is_unknown_category(const oneroster::Profile& profile, const LineItemPreference& preference,
                         const ClassInSis& in_sis) {
  const bool owned_by_sis =
      preference.period.in_sis && profile.owner.category == oneroster::Owner::sis;
  // A list without any category says as little as none at all.
  if (profile.category == oneroster::Need::never || preference.category.sis_id.empty() ||
      owned_by_sis || !in_sis.categories || in_sis.categories->empty()) {
    return false;
  }
  return std::ranges::find(*in_sis.categories, preference.category.sis_id,
                           &oneroster::SisCategory::id) == in_sis.categories->end();
}

/// Its due date is the last moment of the day that stands for the end of its period.
bool is_due_at_stand_in(const oneroster::Profile& profile, const oneroster::LineItemInput& input,
                        const oneroster::LocalDay& local_day) {
  oneroster::DocumentContext context;
  context.local_day = local_day;
  const auto dates = oneroster::line_item_dates(profile, input, context);
  return dates && dates->due_at_unix_ms == oneroster::last_moment_of(local_day, kLaterDay);
}

/// What stands in for the periods that delivery reads before the line item goes.
void stand_in_for_period(const oneroster::Profile& profile, const LineItemPreference& preference,
                         const ClassInSis& in_sis, bool picked, LineItemOnTrial& trial) {
  const auto& period = preference.period;
  auto& input = trial.input;
  const bool kept = period.in_sis && profile.owner.grading_period == oneroster::Owner::sis;
  const bool will_be_read =
      !in_sis.periods && profile.reads.grading_periods != oneroster::PeriodRoute::none;
  if (!picked && (kept || (will_be_read && period.named.empty()))) {
    input.grading_period_id = stand_in();
  }
  // Ends that stand in for a due date.
  const bool ends_later = will_be_read && input.facts.due_at_unix_ms == 0;
  if (ends_later) {
    input.period_end = kLaterDay;
  }
  trial.due_date_stands_in = ends_later && is_due_at_stand_in(profile, input, preference.local_day);
}

} // namespace

LineItemOnTrial line_item_on_trial(const oneroster::Profile& profile,
                                   const gradebook::ActivityFacts& facts,
                                   const LineItemPreference& preference, const ClassInSis& in_sis) {
  // What the SIS itself has is read before the line item goes: a category of that name, the period.
  const auto& category = preference.category;
  const bool named_alike = !facts.category_title.empty() &&
                           profile.category_strategy == oneroster::CategoryStrategy::by_exact_name;
  const bool by_name = category.sis_id.empty() &&
                       (category.kind == settings::CategoryChoice::Kind::titled || named_alike) &&
                       profile.reads.categories != oneroster::CategoryRoute::none;
  const bool chosen = category.kind != settings::CategoryChoice::Kind::missing || by_name;
  LineItemOnTrial trial;
  if (!chosen) {
    trial.lacks.push_back(Code::category_missing);
  } else if (is_unknown_category(profile, preference, in_sis)) {
    trial.lacks.push_back(Code::category_not_in_sis);
  }
  auto& input = trial.input;
  input.wire_id = input.class_id = input.school_id = stand_in();
  const bool made = category.kind == settings::CategoryChoice::Kind::create;
  input.category_id = made || by_name || !chosen ? stand_in() : category.sis_id;
  input.class_end = preference.class_end;
  input.since_unix_ms = 1; // the day on which the record was made is known by then
  input.facts = facts;
  const auto picked = oneroster::put_period(profile, in_sis.periods, preference.period, input);
  if (picked.against != Code::none) {
    trial.lacks.push_back(picked.against);
    input.grading_period_id = stand_in();
    input.period_end = kLaterDay; // whichever it will be, it ends
    return trial;
  }
  stand_in_for_period(profile, preference, in_sis, picked.period != nullptr, trial);
  return trial;
}

std::vector<Code> missing_of_line_item(const oneroster::Profile& profile,
                                       const oneroster::Endpoint& endpoint,
                                       const gradebook::ActivityFacts& facts,
                                       const LineItemPreference& preference,
                                       const ClassInSis& in_sis) {
  auto trial = line_item_on_trial(profile, facts, preference, in_sis);
  oneroster::DocumentContext context;
  context.local_day = preference.local_day;
  auto lacks = std::move(trial.lacks);
  for (const Code code : oneroster::line_item_lacks(profile, endpoint, trial.input, context)) {
    if (std::ranges::find(lacks, code) == lacks.end()) {
      lacks.push_back(code);
    }
  }
  return lacks;
}

bool says_something(const gradebook::ScoreFacts& facts, const oneroster::Profile* profile) {
  const bool handed_in =
      facts.flags.submitted && (profile == nullptr || oneroster::says_handed_in(*profile));
  return facts.scored() || facts.flags.exempt || facts.flags.missing || facts.flags.incomplete ||
         handed_in;
}

} // namespace passback::decision
