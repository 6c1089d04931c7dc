#include "plugin/exchange/conversation/test_grade_plan.hpp"

#include "plugin/gradebook/decimal.hpp"
#include "plugin/oneroster/values/wire_id.hpp"

namespace passback::exchange::test_grade {

using gradebook::Decimal;

StageWords words_of(Stage stage) {
  static constexpr StageWords kWords[] = {{"score", "check.done.score", "check.refused.score"},
                                          {"edit", "check.done.edit", "check.refused.edit"},
                                          {"flags", "check.done.flags", "check.refused.flags"},
                                          {"exempt", "check.done.exempt", "check.refused.exempt"},
                                          {"clear", "check.done.clear", "check.refused.clear"}};
  return kWords[static_cast<int>(stage)];
}

TestGradePlan plan_test_grade(const oneroster::Profile& profile, const TestGradeInput& input) {
  TestGradePlan plan;
  plan.context.now_unix_ms = input.now_unix_ms;
  auto& line_item = plan.line_item;
  line_item.wire_id = oneroster::derive_wire_id({"test grade", "line item", input.seed});
  line_item.class_id = input.class_id;
  line_item.category_id = input.category_id;
  line_item.since_unix_ms = input.now_unix_ms;
  auto& activity = line_item.facts;
  // Two tests at the same time must not have one title.
  // An SIS that gives the ids is searched for the title when a test is begun again: it is longer.
  const bool by_title = profile.writes.line_items == oneroster::Writing::post;
  activity.title = "Passback test " + line_item.wire_id.value.substr(0, by_title ? 8 : 4);
  activity.description = "A test by the learning management system. It is deleted again.";
  activity.points_possible = Decimal::from_integer(100);
  activity.assigned_at_unix_ms = input.now_unix_ms;
  activity.due_at_unix_ms = input.now_unix_ms;
  activity.published = true;
  activity.counts = true;
  auto& result = plan.result;
  result.wire_id = oneroster::derive_wire_id({"test grade", "result", input.seed});
  result.line_item_id = line_item.wire_id;
  result.class_id = input.class_id;
  result.student_id = input.student_id;
  result.score_date = input.today;
  result.facts.student_sis_id = input.student_id;
  result.facts.possible = activity.points_possible;
  result.facts.scored_at_unix_ms = input.now_unix_ms;
  result.facts.flags.released = true;
  return plan;
}

oneroster::ResultInput result_at(const TestGradePlan& plan, Stage stage) {
  oneroster::ResultInput result = plan.result;
  // Two decimals at first, so that it shows how many the SIS keeps.
  result.facts.points = *Decimal::parse(stage == Stage::score ? "87.25" : "91");
  result.facts.flags.late = stage == Stage::flags;
  result.facts.flags.exempt = stage == Stage::exempt;
  if (stage == Stage::clear) {
    result.cleared = true;
    result.facts.points.reset();
  }
  return result;
}

Result<std::string> line_item_body(const TestGradePlan& plan, const Partner& partner,
                                   bool withdrawn) {
  oneroster::DocumentContext context = plan.context;
  context.withdrawn = withdrawn;
  return oneroster::line_item_document(*partner.profile, partner.endpoint, plan.line_item, context);
}

Result<std::string> result_body(const TestGradePlan& plan, const Partner& partner, Stage stage,
                                bool withdrawn) {
  oneroster::DocumentContext context = plan.context;
  context.withdrawn = withdrawn;
  return oneroster::result_document(*partner.profile, partner.endpoint, result_at(plan, stage),
                                    context);
}

} // namespace passback::exchange::test_grade
