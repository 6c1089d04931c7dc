#include "plugin/intake/preflight.hpp"

#include <algorithm>

#include "plugin/decision/on_trial.hpp"
#include "plugin/decision/write.hpp"
#include "plugin/oneroster/documents.hpp"
#include "plugin/oneroster/profile_summary.hpp"

namespace passback::intake {
namespace {

using decision::stand_in;

using Periods = std::vector<oneroster::SisAcademicSession>;

Code code_of(const Result<std::string>& document) {
  return document ? Code::none : document.error().code;
}

/// The SIS's own word of a category counts once it has the line item.
bool is_unknown_category(const oneroster::Profile& profile, const LineItemWish& wish,
                         const ClassInSis& in_sis) {
  const bool owned_by_sis = wish.period.in_sis && profile.owner.category == oneroster::Owner::sis;
  // A list without any category says as little as none at all.
  if (profile.category == oneroster::Need::never || wish.category.sis_id.empty() || owned_by_sis ||
      !in_sis.categories || in_sis.categories->empty()) {
    return false;
  }
  return std::ranges::find(*in_sis.categories, wish.category.sis_id) == in_sis.categories->end();
}

void put_period(const oneroster::Profile& profile, const oneroster::PeriodWish& wish,
                const ClassInSis& in_sis, const oneroster::PeriodPick& picked,
                oneroster::LineItemInput& input) {
  const bool kept = wish.in_sis && profile.owner.grading_period == oneroster::Owner::sis;
  const bool will_be_read =
      !in_sis.periods && profile.reads.grading_periods != oneroster::PeriodRoute::none;
  input.grading_period_id = wish.named;
  if (picked.period != nullptr) {
    input.grading_period_id = picked.period->id;
    input.period_start = picked.period->start_date;
    input.period_end = picked.period->end_date;
  } else if (kept || (will_be_read && wish.named.empty())) {
    input.grading_period_id = stand_in();
  }
  // Ends that stand in for a due date.
  if (will_be_read && input.facts.due_at_unix_ms == 0) {
    input.period_end = kLaterDay;
  }
  if (input.class_end.empty()) {
    for (const auto& period : in_sis.periods.value_or(Periods())) {
      input.class_end = std::max(input.class_end, period.end_date);
    }
  }
}

} // namespace

Result<oneroster::LineItemInput> line_item_on_trial(const oneroster::Profile& profile,
                                                    const gradebook::ActivityFacts& facts,
                                                    const LineItemWish& wish,
                                                    const ClassInSis& in_sis) {
  // What the SIS itself has is read before the line item goes: a category of that name, the period.
  const auto& category = wish.category;
  const bool by_name = category.sis_id.empty() && !facts.category_title.empty() &&
                       profile.category_strategy == oneroster::CategoryStrategy::by_exact_name &&
                       profile.reads.categories != oneroster::CategoryRoute::none;
  if (category.kind == settings::CategoryChoice::Kind::missing && !by_name) {
    return Code::category_missing;
  }
  if (is_unknown_category(profile, wish, in_sis)) {
    return Code::category_not_in_sis;
  }
  const auto picked = in_sis.periods ? oneroster::pick_period(profile, *in_sis.periods, wish.period)
                                     : oneroster::PeriodPick{};
  if (picked.against != Code::none) {
    return picked.against;
  }
  oneroster::LineItemInput input;
  input.wire_id = input.class_id = input.school_id = stand_in();
  const bool made = category.kind == settings::CategoryChoice::Kind::create;
  input.category_id = made || by_name ? stand_in() : category.sis_id;
  input.class_end = wish.class_end;
  input.since_unix_ms = 1; // the day on which the record was made is known by then
  input.facts = facts;
  put_period(profile, wish.period, in_sis, picked, input);
  return input;
}

Code missing_of_line_item(const oneroster::Profile& profile, const oneroster::Endpoint& endpoint,
                          const gradebook::ActivityFacts& facts, const LineItemWish& wish,
                          const ClassInSis& in_sis) {
  const auto input = line_item_on_trial(profile, facts, wish, in_sis);
  if (!input) {
    return input.error().code;
  }
  oneroster::DocumentContext context;
  context.local_day = wish.local_day;
  return code_of(oneroster::line_item_document(profile, endpoint, *input, context));
}

Code missing_of_result(const oneroster::Profile& profile, const oneroster::Endpoint& endpoint,
                       const gradebook::ScoreFacts& facts, const gradebook::ActivityFacts& activity,
                       bool cleared) {
  const auto write = decision::write_of(profile, outbox::Kind::result,
                                        cleared ? outbox::Form::cleared : outbox::Form::present);
  if (!write) {
    return Code::withdrawal_unsupported;
  }
  if (*write == decision::Write::remove) {
    return Code::none;
  }
  oneroster::ResultInput input;
  input.wire_id = input.line_item_id = input.class_id = input.student_id = stand_in();
  input.score_date = decision::kSomeDay;
  input.cleared = cleared;
  input.facts = facts;
  input.points_possible = activity.points_possible;
  input.scale_id = activity.scale_id;
  return code_of(oneroster::result_document(profile, endpoint, input, {}));
}

bool says_something(const gradebook::ScoreFacts& facts, const oneroster::Profile* profile) {
  const bool handed_in =
      facts.flags.submitted && (profile == nullptr || oneroster::says_handed_in(*profile));
  return facts.scored() || facts.flags.exempt || facts.flags.missing || facts.flags.incomplete ||
         handed_in;
}

} // namespace passback::intake
