#include "plugin/actions/grading_input.hpp"

#include <algorithm>

#include <boost/json.hpp>

#include "plugin/oneroster/wire/ascii.hpp"
#include "plugin/settings/json_reader.hpp"

namespace passback::actions {
namespace {

namespace json = boost::json;
using settings::GradingChoices;
using settings::PeriodLevel;

// The id of a standard may stand alone where its source is the profile's.
json::value with_whole_targets(json::value targets) {
  if (targets.is_object()) {
    for (auto& entry : targets.get_object()) {
      if (entry.value().is_string()) {
        json::string id = std::move(entry.value().get_string());
        entry.value() = json::object{{"id", std::move(id)}};
      }
    }
  }
  return targets;
}

class Reading {
 public:
  Reading(const json::object& object, std::vector<Problem>& problems)
      : object_(object), problems_(problems) {}

  /// The choices that this one member makes; nullopt = it is absent, null, or a problem. `given`
  /// says whether it is there.
  std::optional<GradingChoices> member(std::string_view name, bool& given) {
    const auto* value = object_.if_contains(name);
    given = value != nullptr;
    if (!given || value->is_null() || *value == "") {
      return std::nullopt;
    }
    json::object only;
    only[name] = name == "objectives" ? with_whole_targets(*value) : *value;
    settings::JsonReader reader(only, name);
    auto choices = settings::read_grading_choices(reader);
    if (reader.error()) {
      refuse(name, say("problem.expected_" + std::string(name)));
      return std::nullopt;
    }
    return choices;
  }
  void refuse(std::string_view name, Phrase message) {
    problems_.push_back({std::string(name), std::move(message)});
  }

 private:
  const json::object& object_;
  std::vector<Problem>& problems_;
};

void check_scales(const settings::Scales& scales, Reading& reading) {
  for (const auto& [id, table] : scales) {
    if (table.steps.empty()) {
      reading.refuse("scales", say("problem.scale_steps", {{"scale", id}}));
    }
    for (std::size_t i = 0; i < table.steps.size(); ++i) {
      if (table.steps[i].text.empty()) {
        reading.refuse("scales", say("problem.scale_text", {{"scale", id}}));
      }
      if (i > 0 && table.steps[i - 1].from <= table.steps[i].from) {
        reading.refuse("scales", say("problem.scale_order", {{"scale", id}}));
        break;
      }
    }
  }
}

void check_objectives(const settings::Objectives& objectives, Reading& reading) {
  for (const auto& [outcome, target] : objectives) {
    if (target.source == "case" && !target.id.empty() && !oneroster::ascii::is_uuid(target.id)) {
      reading.refuse("objectives", say("problem.objective_uuid", {{"objective", outcome}}));
    }
  }
}

void read_maps(Reading& reading, GradingInput& input) {
  if (auto read = reading.member("scales", input.scales.given)) {
    check_scales(read->scales, reading);
    input.scales.value = std::move(read->scales);
  }
  if (auto read = reading.member("objectives", input.objectives.given)) {
    check_objectives(read->objectives, reading);
    input.objectives.value = std::move(read->objectives);
  }
}

// A form hands back every field of the block, also those that nobody filled in.
bool picks_nothing(const json::object& object) {
  const auto* block = object.if_contains("grading_period");
  if (block == nullptr || !block->is_object()) {
    return false;
  }
  const auto* pick = block->get_object().if_contains("pick");
  return pick == nullptr || pick->is_null() || *pick == "";
}

} // namespace

GradingInput read_grading_of_class(const json::object& object, std::vector<Problem>& problems) {
  GradingInput input;
  Reading reading(object, problems);
  read_maps(reading, input);
  if (auto read = reading.member("grade_form", input.grade_form.given)) {
    input.grade_form.value = read->grade_form;
  }
  return input;
}

GradingInput read_grading(const json::object& object, std::vector<Problem>& problems) {
  auto input = read_grading_of_class(object, problems);
  Reading reading(object, problems);
  if (auto read = reading.member("standards", input.standards.given)) {
    input.standards.value = read->standards;
  }
  if (picks_nothing(object)) {
    input.period_level.given = true;
  } else if (auto read = reading.member("grading_period", input.period_level.given)) {
    input.period_level.value = read->period_level;
    if (read->period_level && read->period_level->pick == PeriodLevel::Pick::titled &&
        read->period_level->title.empty()) {
      reading.refuse("grading_period.title", say("problem.enter_period_title"));
    }
  }
  if (auto read = reading.member("final_as_assignment", input.final_as_assignment.given)) {
    input.final_as_assignment.value = read->final_as_assignment;
  }
  if (auto read =
          reading.member("withdraw_from_old_section", input.withdraw_from_old_section.given)) {
    input.withdraw_from_old_section.value = read->withdraw_from_old_section;
  }
  if (auto read = reading.member("send_comments", input.send_comments.given)) {
    input.send_comments.value = read->send_comments;
  }
  return input;
}

void apply(const GradingInput& input, GradingChoices& choices) {
  if (input.scales.given) {
    choices.scales = input.scales.value.value_or(settings::Scales{});
  }
  if (input.objectives.given) {
    choices.objectives = input.objectives.value.value_or(settings::Objectives{});
  }
  if (input.standards.given) {
    choices.standards = input.standards.value;
  }
  if (input.period_level.given) {
    choices.period_level = input.period_level.value;
  }
  if (input.grade_form.given) {
    choices.grade_form = input.grade_form.value;
  }
  if (input.final_as_assignment.given) {
    choices.final_as_assignment = input.final_as_assignment.value;
  }
  if (input.withdraw_from_old_section.given) {
    choices.withdraw_from_old_section = input.withdraw_from_old_section.value;
  }
  if (input.send_comments.given) {
    choices.send_comments = input.send_comments.value;
  }
}

} // namespace passback::actions
