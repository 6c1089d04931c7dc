#include "plugin/settings/category_choice.hpp"

namespace passback::settings {

CategoryChoice choose_category(const gradebook::ActivityFacts& activity,
                               const ClassSettings& of_class, bool may_create, bool required) {
  using Kind = CategoryChoice::Kind;
  if (!activity.category_sis_id.empty()) {
    return {Kind::known, activity.category_sis_id};
  }
  const auto mapped = of_class.category_map.find(activity.category_id.value);
  if (!activity.category_id.empty() && mapped != of_class.category_map.end() &&
      !mapped->second.empty()) {
    return {Kind::known, gradebook::SourcedId(mapped->second)};
  }
  if (!of_class.default_category.empty()) {
    return {Kind::known, gradebook::SourcedId(of_class.default_category)};
  }
  if (may_create && !activity.category_id.empty() && !activity.category_title.empty()) {
    return {Kind::create, {}};
  }
  return {required ? Kind::missing : Kind::none, {}};
}

} // namespace passback::settings
