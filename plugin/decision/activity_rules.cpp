#include "plugin/decision/activity_rules.hpp"

#include <algorithm>
#include <string_view>

#include "plugin/decision/records.hpp"
#include "plugin/gradebook/standard_activity.hpp"

namespace passback::decision {
namespace {

// Characters of UTF-8 text: every byte that does not go on with one.
int characters(std::string_view text) {
  return static_cast<int>(std::ranges::count_if(
      text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

template <class Id> bool is_among(const std::vector<Id>& ids, const Id& id) {
  return !id.empty() && std::ranges::find(ids, id) != ids.end();
}

bool has_category(const gradebook::ActivityFacts& facts, const settings::CategoryChoice& category) {
  using Kind = settings::CategoryChoice::Kind;
  return !facts.category_id.empty() || category.kind == Kind::known;
}

} // namespace

Code left_out(const settings::Effective& effective, const outbox::Record& line_item) {
  const auto* facts = line_item.observed.facts.activity();
  const auto& rules = effective.sending;
  if (facts != nullptr && facts->kind != gradebook::ActivityKind::assignment &&
      !rules.send_final_grades.value_or(true)) {
    return Code::final_grades_off;
  }
  const auto& of_class = effective.class_settings;
  const auto id = gradebook::host_activity(line_item.key.activity_id);
  if (is_among(of_class.included_activities, id)) {
    return Code::none;
  }
  if (facts != nullptr && is_among(of_class.excluded_categories, facts->category_id)) {
    return Code::activity_excluded;
  }
  const bool leaves_out = rules.new_activities == settings::NewActivities::leave_out;
  return leaves_out && !may_have_left(line_item) ? Code::activity_not_included : Code::none;
}

std::vector<Code> lacks_by_rule(const settings::SendingRules& rules,
                                const outbox::Record& line_item,
                                const gradebook::ActivityFacts& facts,
                                const settings::CategoryChoice& category) {
  std::vector<Code> lacks;
  if (may_have_left(line_item) || gradebook::standard_of(line_item.key.activity_id) ||
      facts.kind != gradebook::ActivityKind::assignment) {
    return lacks;
  }
  if (rules.needs_due_date.value_or(false) && facts.due_at_unix_ms == 0) {
    lacks.push_back(Code::rule_due_date);
  }
  if (rules.needs_category.value_or(false) && !has_category(facts, category)) {
    lacks.push_back(Code::rule_category);
  }
  const int longest = rules.longest_title ? rules.longest_title->value : 0;
  if (longest > 0 && characters(facts.title) > longest) {
    lacks.push_back(Code::rule_title);
  }
  return lacks;
}

} // namespace passback::decision
