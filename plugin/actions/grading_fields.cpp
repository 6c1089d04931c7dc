#include "plugin/actions/grading_fields.hpp"

namespace passback::actions {
namespace {

namespace json = boost::json;
using settings::GradingChoices;

/// One member as the settings documents write it; null = absent.
json::value member(const GradingChoices& choices, std::string_view name) {
  json::object all;
  settings::put(all, choices);
  const auto* found = all.if_contains(name);
  return found == nullptr ? json::value() : *found;
}

json::value inside(const json::value& block, std::string_view name) {
  const auto* object = block.if_object();
  const auto* found = object == nullptr ? nullptr : object->if_contains(name);
  return found == nullptr ? json::value() : *found;
}

void add_maps(FormDocument& form, json::value scales, json::value objectives,
              const GradingChoices& effective) {
  form.field("scales", "scales", "grading.scales", std::move(scales))["effective"] =
      member(effective, "scales");
  form.field("objectives", "objectives", "grading.objectives", std::move(objectives))["effective"] =
      member(effective, "objectives");
}

} // namespace

void add_grading_fields(FormDocument& form, const GradingChoices& own,
                        const GradingChoices& effective) {
  add_grade_form(form, own.grade_form, effective);
  const auto level = member(own, "grading_period");
  const auto level_then = member(effective, "grading_period");
  auto& pick = form.field("grading_period.pick", "choice", "grading.grading_period.pick",
                          inside(level, "pick"));
  pick["effective"] = inside(level_then, "pick");
  form.choices(pick, "grading.grading_period.pick", {"shortest", "longest", "titled"});
  form.field("grading_period.title", "text", "grading.grading_period.title",
             inside(level, "title"))["effective"] = inside(level_then, "title");
  auto& standards =
      form.field("standards", "choice", "grading.standards", member(own, "standards"));
  standards["effective"] = member(effective, "standards");
  form.choices(standards, "grading.standards", {"with_result", "line_items", "leave_out"});
  form.field("final_as_assignment", "switch", "grading.final_as_assignment",
             member(own, "final_as_assignment"))["effective"] =
      effective.final_as_assignment.value_or(false);
  form.field("withdraw_from_old_section", "switch", "grading.withdraw_from_old_section",
             member(own, "withdraw_from_old_section"))["effective"] =
      effective.withdraw_from_old_section.value_or(false);
  form.field("send_comments", "switch", "grading.send_comments",
             member(own, "send_comments"))["effective"] = effective.send_comments.value_or(true);
  add_maps(form, member(own, "scales"), member(own, "objectives"), effective);
}

void add_grade_form(FormDocument& form, const std::optional<settings::GradeForm>& own,
                    const GradingChoices& effective) {
  GradingChoices here;
  here.grade_form = own;
  auto& shape =
      form.field("grade_form", "choice", "grading.grade_form", member(here, "grade_form"));
  shape["effective"] = member(effective, "grade_form");
  form.choices(shape, "grading.grade_form", {"points", "percent"});
}

void add_grading_exceptions(FormDocument& form, const settings::Scales& scales,
                            const settings::Objectives& objectives,
                            const GradingChoices& effective) {
  GradingChoices own;
  own.scales = scales;
  own.objectives = objectives;
  add_maps(form, member(own, "scales"), member(own, "objectives"), effective);
}

} // namespace passback::actions
