#include "plugin/settings/grading_choices.hpp"

#include <array>
#include <string_view>
#include <utility>

#include <boost/json.hpp>

#include "plugin/settings/json_reader.hpp"

namespace passback::settings {
namespace {

namespace json = boost::json;

template <class Value> struct Word {
  Value value;
  std::string_view text;
};
constexpr std::array<Word<Standards>, 3> kStandards{{{Standards::with_result, "with_result"},
                                                     {Standards::line_items, "line_items"},
                                                     {Standards::leave_out, "leave_out"}}};
constexpr std::array<Word<GradeForm>, 2> kForms{
    {{GradeForm::points, "points"}, {GradeForm::percent, "percent"}}};
constexpr std::array<Word<PeriodLevel::Pick>, 3> kPicks{{{PeriodLevel::Pick::shortest, "shortest"},
                                                         {PeriodLevel::Pick::longest, "longest"},
                                                         {PeriodLevel::Pick::titled, "titled"}}};

template <class Words, class Value> std::string_view word_of(const Words& words, Value value) {
  for (const auto& word : words) {
    if (word.value == value) {
      return word.text;
    }
  }
  return words.front().text;
}

template <class Value, std::size_t N>
std::optional<Value> read_word(JsonReader& reader, std::string_view name,
                               const std::array<Word<Value>, N>& words) {
  const auto text = reader.text(name);
  if (!text) {
    return std::nullopt;
  }
  for (const auto& word : words) {
    if (word.text == *text) {
      return word.value;
    }
  }
  reader.refuse(name, "is none of the words that are known");
  return std::nullopt;
}

gradebook::Decimal needed_number(JsonReader& reader, std::string_view name) {
  const auto number = reader.decimal(name);
  if (!number) {
    reader.refuse(name, "is missing");
  }
  return number.value_or(gradebook::Decimal());
}

ScaleTable read_table(JsonReader& reader, const json::object& object) {
  ScaleTable table;
  table.sis_scale = gradebook::SourcedId(reader.text("sis_scale").value_or(""));
  const auto* steps = object.if_contains("steps");
  if (steps == nullptr || !steps->is_array()) {
    return table;
  }
  for (const auto& item : steps->get_array()) {
    if (!item.is_object()) {
      reader.refuse("steps", "holds something that is not an object");
      break;
    }
    JsonReader step(item.get_object(), "steps");
    ScaleStep read;
    read.text = step.text("text").value_or("");
    read.percent = needed_number(step, "percent");
    read.from = needed_number(step, "from");
    if (step.error()) {
      reader.refuse("steps", step.error()->detail);
      break;
    }
    table.steps.push_back(std::move(read));
  }
  return table;
}

template <class Map> void lay_over(Map& below, const Map& above) {
  for (const auto& [key, value] : above) {
    below[key] = value;
  }
}

template <class Value>
void lay_over(std::optional<Value>& below, const std::optional<Value>& above) {
  if (above) {
    below = above;
  }
}

} // namespace

void inherit(GradingChoices& choices, const GradingChoices& nearer) {
  inherit(choices, nearer.scales, nearer.objectives);
  lay_over(choices.standards, nearer.standards);
  lay_over(choices.period_level, nearer.period_level);
  lay_over(choices.grade_form, nearer.grade_form);
  lay_over(choices.final_as_assignment, nearer.final_as_assignment);
  lay_over(choices.withdraw_from_old_section, nearer.withdraw_from_old_section);
  lay_over(choices.send_comments, nearer.send_comments);
}

void inherit(GradingChoices& choices, const Scales& scales, const Objectives& objectives) {
  lay_over(choices.scales, scales);
  lay_over(choices.objectives, objectives);
}

void put(json::object& object, const Scales& scales) {
  if (scales.empty()) {
    return;
  }
  json::object tables;
  for (const auto& [id, table] : scales) {
    json::object one;
    if (!table.sis_scale.empty()) {
      one["sis_scale"] = table.sis_scale.value;
    }
    json::array steps;
    for (const auto& step : table.steps) {
      steps.push_back(json::object{{"text", step.text},
                                   {"percent", step.percent.to_string()},
                                   {"from", step.from.to_string()}});
    }
    one["steps"] = std::move(steps);
    tables[id] = std::move(one);
  }
  object["scales"] = std::move(tables);
}

void put(json::object& object, const Objectives& objectives) {
  if (objectives.empty()) {
    return;
  }
  json::object targets;
  for (const auto& [outcome, target] : objectives) {
    json::object one;
    if (!target.source.empty()) {
      one["source"] = target.source;
    }
    one["id"] = target.id;
    targets[outcome] = std::move(one);
  }
  object["objectives"] = std::move(targets);
}

void put(json::object& object, const GradingChoices& choices) {
  put(object, choices.scales);
  put(object, choices.objectives);
  if (choices.standards) {
    object["standards"] = word_of(kStandards, *choices.standards);
  }
  if (choices.period_level) {
    json::object level{{"pick", word_of(kPicks, choices.period_level->pick)}};
    if (!choices.period_level->title.empty()) {
      level["title"] = choices.period_level->title;
    }
    object["grading_period"] = std::move(level);
  }
  if (choices.grade_form) {
    object["grade_form"] = word_of(kForms, *choices.grade_form);
  }
  if (choices.final_as_assignment) {
    object["final_as_assignment"] = *choices.final_as_assignment;
  }
  if (choices.withdraw_from_old_section) {
    object["withdraw_from_old_section"] = *choices.withdraw_from_old_section;
  }
  if (choices.send_comments) {
    object["send_comments"] = *choices.send_comments;
  }
}

Scales read_scales(JsonReader& reader) {
  Scales scales;
  const auto* tables = reader.object("scales");
  if (tables == nullptr) {
    return scales;
  }
  JsonReader by_id(*tables, "scales");
  for (const auto& entry : *tables) {
    if (const auto* object = by_id.object(entry.key())) {
      JsonReader table(*object, entry.key());
      scales[std::string(entry.key())] = read_table(table, *object);
      if (table.error()) {
        by_id.refuse(entry.key(), table.error()->detail);
      }
    }
  }
  if (by_id.error()) {
    reader.refuse("scales", by_id.error()->detail);
  }
  return scales;
}

Objectives read_objectives(JsonReader& reader) {
  Objectives objectives;
  const auto* targets = reader.object("objectives");
  if (targets == nullptr) {
    return objectives;
  }
  JsonReader by_outcome(*targets, "objectives");
  for (const auto& entry : *targets) {
    if (const auto* object = by_outcome.object(entry.key())) {
      JsonReader target(*object, entry.key());
      objectives[std::string(entry.key())] = {target.text("source").value_or(""),
                                              target.text("id").value_or("")};
      if (target.error()) {
        by_outcome.refuse(entry.key(), target.error()->detail);
      }
    }
  }
  if (by_outcome.error()) {
    reader.refuse("objectives", by_outcome.error()->detail);
  }
  return objectives;
}

GradingChoices read_grading_choices(JsonReader& reader) {
  GradingChoices choices;
  choices.scales = read_scales(reader);
  choices.objectives = read_objectives(reader);
  choices.standards = read_word(reader, "standards", kStandards);
  if (const auto* object = reader.object("grading_period")) {
    JsonReader level(*object, "grading_period");
    PeriodLevel read;
    read.pick = read_word(level, "pick", kPicks).value_or(PeriodLevel::Pick::shortest);
    read.title = level.text("title").value_or("");
    if (level.error()) {
      reader.refuse("grading_period", level.error()->detail);
    }
    choices.period_level = std::move(read);
  }
  choices.grade_form = read_word(reader, "grade_form", kForms);
  choices.final_as_assignment = reader.boolean("final_as_assignment");
  choices.withdraw_from_old_section = reader.boolean("withdraw_from_old_section");
  choices.send_comments = reader.boolean("send_comments");
  return choices;
}

} // namespace passback::settings
