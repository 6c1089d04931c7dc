#include "plugin/settings/category_choice.hpp"

namespace passback::settings {
namespace {

std::string mapped(const ClassSettings& of_class, const std::string& key) {
  const auto found = of_class.category_map.find(key);
  return found == of_class.category_map.end() ? std::string() : found->second;
}

} // namespace

std::string category_in_sis(const ClassSettings& of_class, const gradebook::SourcedId& sis_class_id,
                            const gradebook::CategoryId& category_id) {
  if (!sis_class_id.empty()) {
    if (auto own = mapped(of_class, category_key(sis_class_id, category_id)); !own.empty()) {
      return own;
    }
  }
  return category_id.empty() ? of_class.default_category : mapped(of_class, category_id.value);
}

CategoryChoice choose_category(const gradebook::ActivityFacts& activity,
                               const ClassSettings& of_class,
                               const gradebook::SourcedId& sis_class_id, bool may_create,
                               bool required) {
  using Kind = CategoryChoice::Kind;
  if (!activity.category_sis_id.empty()) {
    return {Kind::known, activity.category_sis_id};
  }
  for (const auto& category : {activity.category_id, gradebook::CategoryId()}) {
    if (const auto chosen = category_in_sis(of_class, sis_class_id, category); !chosen.empty()) {
      return {Kind::known, gradebook::SourcedId(chosen)};
    }
  }
  if (may_create && !activity.category_id.empty() && !activity.category_title.empty()) {
    return {Kind::create, {}};
  }
  return {required ? Kind::missing : Kind::none, {}};
}

} // namespace passback::settings
