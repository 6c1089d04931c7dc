#include "plugin/actions/class_settings_change.hpp"

#include "plugin/actions/grading_input.hpp"

namespace passback::actions {

namespace json = boost::json;

namespace {

// What a form has chosen for a row may come back with the row's title around it.
const json::value& chosen_in(const json::value& entry) {
  const auto* row = entry.if_object();
  const auto* value = row == nullptr ? nullptr : row->if_contains("value");
  return value == nullptr ? entry : *value;
}

// The whole map is replaced; an entry without a value is none.
void take_map(std::map<std::string, std::string>& map, const json::object& input,
              std::string_view name, std::vector<Problem>& problems) {
  const auto* given = input.if_contains(name);
  if (given == nullptr) {
    return;
  }
  map.clear();
  if (given->is_null()) {
    return;
  }
  if (!given->is_object()) {
    problems.push_back({std::string(name), say("problem.expected_" + std::string(name))});
    return;
  }
  json::object plain;
  for (const auto& entry : given->get_object()) {
    plain[entry.key()] = chosen_in(entry.value());
  }
  const InputReader entries(plain, std::string(name) + ".", problems);
  for (const auto& entry : plain) {
    const auto chosen = entries.text(entry.key());
    if (chosen.value && !chosen.value->empty()) {
      map[std::string(entry.key())] = *chosen.value;
    }
  }
}

template <class Id>
void take_ids(std::vector<Id>& taken, const InputReader& reader, std::string_view name) {
  if (const auto ids = reader.texts(name); ids.given) {
    taken.clear();
    for (const auto& id : ids.value.value_or(std::vector<std::string>())) {
      taken.emplace_back(id);
    }
  }
}

} // namespace

settings::ClassSettings change_class_settings(const settings::ClassSettings& stored,
                                              const json::object& input,
                                              std::vector<Problem>& problems) {
  const InputReader reader(input, "", problems);
  auto settings = stored;
  if (const auto flag = reader.flag("send_automatically"); flag.given) {
    settings.send_automatically = flag.value;
  }
  if (const auto flag = reader.flag("create_categories"); flag.given) {
    settings.create_categories = flag.value.value_or(false);
  }
  if (auto text = reader.text("default_category"); text.given) {
    settings.default_category = text.value.value_or("");
  }
  take_ids(settings.excluded_activities, reader, "excluded_activities");
  take_ids(settings.excluded_categories, reader, "excluded_categories");
  take_ids(settings.included_activities, reader, "included_activities");
  if (const auto flag = reader.flag("send_final_grades"); flag.given) {
    settings.send_final_grades = flag.value;
  }
  if (const auto flag = reader.flag("send_comments"); flag.given) {
    settings.send_comments = flag.value;
  }
  if (auto text = reader.text("standards_category"); text.given) {
    settings.standards_category = text.value.value_or("");
  }
  take_map(settings.category_map, input, "category_map", problems);
  take_map(settings.activity_categories, input, "activity_categories", problems);
  take_map(settings.period_map, input, "period_map", problems);
  take_map(settings.activity_periods, input, "activity_periods", problems);
  take_map(settings.final_slots, input, "final_slots", problems);
  const auto grading = read_grading_of_class(input, problems);
  if (grading.scales.given) {
    settings.scales = grading.scales.value.value_or(settings::Scales{});
  }
  if (grading.objectives.given) {
    settings.objectives = grading.objectives.value.value_or(settings::Objectives{});
  }
  if (grading.grade_form.given) {
    settings.grade_form = grading.grade_form.value;
  }
  read_resend(reader);
  reader.refuse_others({"schema",
                        "op",
                        "revision",
                        "resend",
                        "send_automatically",
                        "create_categories",
                        "default_category",
                        "category_map",
                        "excluded_activities",
                        "included_activities",
                        "send_final_grades",
                        "send_comments",
                        "period_map",
                        "activity_periods",
                        "final_slots",
                        "standards_category",
                        "scales",
                        "objectives",
                        "activity_categories",
                        "excluded_categories",
                        "grade_form",
                        "my_notices"}); // hers, not the class's
  return settings;
}

} // namespace passback::actions
