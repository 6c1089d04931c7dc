#include "plugin/decision/checklist.hpp"

#include <algorithm>

#include "plugin/decision/activity_rules.hpp"
#include "plugin/decision/placement.hpp"
#include "plugin/decision/preflight.hpp"
#include "plugin/gradebook/standard_activity.hpp"
#include "plugin/platform/try.hpp"
#include "plugin/settings/final_grades.hpp"

namespace passback::decision {
namespace {

// In any other category they would count.
bool lacks_standards_category(const outbox::Record& line_item,
                              const gradebook::ActivityFacts& facts) {
  return gradebook::standard_of(line_item.key.activity_id) && facts.category_sis_id.empty();
}

bool is_among(const std::vector<Code>& codes, Code code) {
  return std::ranges::find(codes, code) != codes.end();
}

// The administrator asks for the same as the SIS: it is said once.
bool says_the_same(const std::vector<Code>& lacks, Code rule) {
  return (rule == Code::rule_due_date && is_among(lacks, Code::due_date_missing)) ||
         (rule == Code::rule_category && is_among(lacks, Code::category_missing));
}

} // namespace

Result<std::vector<Code>> checklist_of(UnitOfWork& work, const ClassView& view,
                                       const outbox::Record& line_item, Look look) {
  std::vector<Code> lacks;
  const auto* said = line_item.observed.facts.activity();
  if (view.profile == nullptr || !view.effective.connection || said == nullptr ||
      line_item.observed.form != outbox::Form::present ||
      settings::belongs_into_slot(*said, view.effective.grading)) {
    return lacks;
  }
  auto facts = *said;
  const auto category = category_of(view.manner(), line_item, facts);
  facts.kind = gradebook::ActivityKind::assignment;
  PASSBACK_TRY_AS(auto preference, preference_of_line_item(work, view, line_item, facts));
  PASSBACK_TRY_AS(const auto in_sis, work.class_in_sis(view, line_item.key.sis_class_id));
  preference.category = category;
  if (look == Look::in_lists) {
    lacks = line_item_on_trial(*view.profile, facts, preference, in_sis).lacks;
  } else {
    lacks = missing_of_line_item(*view.profile, view.endpoint, facts, preference, in_sis);
  }
  if (lacks_standards_category(line_item, facts)) {
    std::erase(lacks, Code::category_missing);
    lacks.insert(lacks.begin(), Code::standards_category_missing);
  }
  for (const Code rule : lacks_by_rule(view.effective.sending, line_item, *said, category)) {
    if (!says_the_same(lacks, rule)) {
      lacks.push_back(rule);
    }
  }
  return lacks;
}

} // namespace passback::decision
