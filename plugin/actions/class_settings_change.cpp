#include "plugin/actions/class_settings_change.hpp"

namespace passback::actions {

namespace json = boost::json;

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
  if (const auto* map = input.if_contains("category_map")) {
    settings.category_map.clear();
    if (map->is_object()) {
      const InputReader entries(map->get_object(), "category_map.", problems);
      for (const auto& entry : map->get_object()) {
        const auto chosen = entries.text(entry.key());
        if (chosen.value && !chosen.value->empty()) {
          settings.category_map[std::string(entry.key())] = *chosen.value;
        }
      }
    } else if (!map->is_null()) {
      reader.refuse("category_map", "Expected pairs of an LMS category and an SIS category.");
    }
  }
  reader.refuse_others({"schema", "op", "send_automatically", "create_categories",
                        "default_category", "category_map", "excluded_activities"});
  return settings;
}

} // namespace passback::actions
