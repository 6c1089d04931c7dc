#include "plugin/actions/class_settings_change.hpp"

#include "plugin/actions/grading_input.hpp"

namespace passback::actions {

namespace json = boost::json;

namespace {

// The whole map is replaced; an entry without a value is none.
void take_map(std::map<std::string, std::string>& map, const json::object& input,
              std::string_view name, std::string_view expected, std::vector<Problem>& problems) {
  const auto* given = input.if_contains(name);
  if (given == nullptr) {
    return;
  }
  map.clear();
  if (given->is_null()) {
    return;
  }
  if (!given->is_object()) {
    problems.push_back({std::string(name), std::string(expected)});
    return;
  }
  const InputReader entries(given->get_object(), std::string(name) + ".", problems);
  for (const auto& entry : given->get_object()) {
    const auto chosen = entries.text(entry.key());
    if (chosen.value && !chosen.value->empty()) {
      map[std::string(entry.key())] = *chosen.value;
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
  if (const auto ids = reader.texts("excluded_activities"); ids.given) {
    settings.excluded_activities.clear();
    for (const auto& id : ids.value.value_or(std::vector<std::string>())) {
      settings.excluded_activities.emplace_back(id);
    }
  }
  if (auto text = reader.text("standards_category"); text.given) {
    settings.standards_category = text.value.value_or("");
  }
  take_map(settings.category_map, input, "category_map",
           "Expected pairs of an LMS category and an SIS category.", problems);
  take_map(settings.period_map, input, "period_map",
           "Expected pairs of an LMS grading period and an SIS grading period.", problems);
  take_map(settings.activity_periods, input, "activity_periods",
           "Expected pairs of an activity and an SIS grading period.", problems);
  take_map(settings.final_slots, input, "final_slots",
           "Expected pairs of a final grade and its place in the SIS.", problems);
  const auto grading = read_grading_of_class(input, problems);
  if (grading.scales.given) {
    settings.scales = grading.scales.value.value_or(settings::Scales{});
  }
  if (grading.objectives.given) {
    settings.objectives = grading.objectives.value.value_or(settings::Objectives{});
  }
  read_resend(reader);
  reader.refuse_others({"schema", "op", "resend", "send_automatically", "create_categories",
                        "default_category", "category_map", "excluded_activities", "period_map",
                        "activity_periods", "final_slots", "standards_category", "scales",
                        "objectives"});
  return settings;
}

} // namespace passback::actions
