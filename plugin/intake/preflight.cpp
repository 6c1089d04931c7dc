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
  if (category.kind == settings::CategoryChoice::Kind::missing) {
    return Code::category_missing;
  }
  oneroster::LineItemInput input;
  input.wire_id = input.class_id = input.school_id = kLater;
  input.category_id =
      category.kind == settings::CategoryChoice::Kind::create ? kLater : category.sis_id;
  input.grading_period_id = facts.grading_period_sis_id;
  input.since_unix_ms = 1; // the day on which the record was made is known by then
  input.facts = facts;
  return code_of(oneroster::line_item_document(profile, endpoint, input, {}));
}

Code missing_of_result(const oneroster::Profile& profile, const oneroster::Endpoint& endpoint,
                       const gradebook::ScoreFacts& facts, bool cleared) {
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
  return code_of(oneroster::result_document(profile, endpoint, input, {}));
}

bool says_something(const gradebook::ScoreFacts& facts) {
  return facts.scored() || facts.flags.exempt || facts.flags.missing || facts.flags.incomplete;
}

} // namespace passback::intake
