#include "plugin/intake/preflight.hpp"

#include "plugin/oneroster/documents.hpp"

namespace passback::intake {
namespace {

// Stands for an id that is known by the time the document is made in earnest.
const gradebook::SourcedId kLater("later");

Code code_of(const Result<std::string>& document) {
  return document ? Code::none : document.error().code;
}

} // namespace

Code missing_of_line_item(const oneroster::Profile& profile, const oneroster::Endpoint& endpoint,
                          const gradebook::ActivityFacts& facts,
                          const settings::CategoryChoice& category) {
  // What the SIS itself has is read before the line item goes: a category of that name, the period.
  const bool by_name = category.sis_id.empty() && !facts.category_title.empty() &&
                       profile.category_strategy == oneroster::CategoryStrategy::by_exact_name &&
                       profile.reads.categories != oneroster::CategoryRoute::none;
  if (category.kind == settings::CategoryChoice::Kind::missing && !by_name) {
    return Code::category_missing;
  }
  oneroster::LineItemInput input;
  input.wire_id = input.class_id = input.school_id = kLater;
  const bool made = category.kind == settings::CategoryChoice::Kind::create;
  input.category_id = made || by_name ? kLater : category.sis_id;
  const bool period_read = facts.grading_period_sis_id.empty() &&
                           profile.reads.grading_periods != oneroster::PeriodRoute::none;
  input.grading_period_id = period_read ? kLater : facts.grading_period_sis_id;
  input.since_unix_ms = 1; // the day on which the record was made is known by then
  input.facts = facts;
  return code_of(oneroster::line_item_document(profile, endpoint, input, {}));
}

Code missing_of_result(const oneroster::Profile& profile, const oneroster::Endpoint& endpoint,
                       const gradebook::ScoreFacts& facts, const gradebook::ActivityFacts& activity,
                       bool cleared) {
  if (cleared && profile.clearing == oneroster::Clearing::unsupported) {
    return Code::withdrawal_unsupported;
  }
  if (cleared && profile.clearing == oneroster::Clearing::remove) {
    return Code::none;
  }
  oneroster::ResultInput input;
  input.wire_id = input.line_item_id = input.class_id = kLater;
  input.student_id = facts.student_sis_id;
  input.score_date = "2000-01-01";
  input.cleared = cleared;
  input.facts = facts;
  input.points_possible = activity.points_possible;
  input.scale_id = activity.scale_id;
  return code_of(oneroster::result_document(profile, endpoint, input, {}));
}

bool says_something(const gradebook::ScoreFacts& facts) {
  return facts.scored() || facts.flags.exempt || facts.flags.missing || facts.flags.incomplete;
}

} // namespace passback::intake
