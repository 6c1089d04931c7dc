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
  form.field("scales", "scales", "Translation tables",
             "What a letter or another text is worth, and which text stands for a number.",
             std::move(scales))["effective"] = member(effective, "scales");
  form.field("objectives", "objectives", "Standards",
             "The id that each of your standards has in the SIS. Standards without one are not "
             "sent.",
             std::move(objectives))["effective"] = member(effective, "objectives");
}

} // namespace

void add_grading_fields(FormDocument& form, const GradingChoices& own,
                        const GradingChoices& effective) {
  auto& shape = form.field("grade_form", "choice", "Scores are sent as",
                           "Nothing chosen: as the kind of SIS says.", member(own, "grade_form"));
  shape["effective"] = member(effective, "grade_form");
  form.choices(shape, {{"points", "Points"}, {"percent", "Percent of the points possible"}});
  const auto level = member(own, "grading_period");
  auto& pick = form.field("grading_period.pick", "choice", "If several grading periods fit",
                          "Nothing chosen: activities whose due date fits several wait.",
                          inside(level, "pick"));
  pick["effective"] = inside(member(effective, "grading_period"), "pick");
  form.choices(pick, {{"shortest", "The shortest (a quarter before a semester)"},
                      {"longest", "The longest (a semester before a quarter)"},
                      {"titled", "The one with these words in its title"}});
  form.field("grading_period.title", "text", "Words in the title of the grading period",
             "For example Quarter.", inside(level, "title"));
  auto& standards =
      form.field("standards", "choice", "Scores of standards",
                 "Nothing chosen: as the kind of SIS says.", member(own, "standards"));
  standards["effective"] = member(effective, "standards");
  form.choices(standards,
               {{"with_result", "Inside the score of the activity, where the SIS has a place"},
                {"line_items", "Each as an assignment of its own that does not count"},
                {"leave_out", "Only the score of the activity"}});
  form.field("final_as_assignment", "switch", "Send final grades as assignments",
             "Where the SIS offers no place for a final grade. It may then count twice: in the "
             "SIS's own average, beside the grades that it was made of.",
             member(own, "final_as_assignment"))["effective"] =
      effective.final_as_assignment.value_or(false);
  form.field("withdraw_from_old_section", "switch", "Take grades out of a section that was left",
             "Off: a student who changes sections has all grades in the new one, and the section "
             "before keeps what it has.",
             member(own, "withdraw_from_old_section"))["effective"] =
      effective.withdraw_from_old_section.value_or(false);
  form.field("send_comments", "switch", "Send comments",
             "Comments on scores go with them, where the SIS has a place for them.",
             member(own, "send_comments"))["effective"] = effective.send_comments.value_or(true);
  add_maps(form, member(own, "scales"), member(own, "objectives"), effective);
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
