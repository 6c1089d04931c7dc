#include "plugin/settings/category_choice.hpp"

namespace passback::settings {
namespace {

std::string entry(const ClassSettings& of_class, const std::string& key) {
  const auto found = of_class.category_map.find(key);
  return found == of_class.category_map.end() ? std::string() : found->second;
}

} // namespace

std::string category_in_sis(const ClassSettings& of_class, const gradebook::SourcedId& sis_class_id,
                            const gradebook::CategoryId& category_id) {
  if (!sis_class_id.empty()) {
    if (auto own = entry(of_class, category_key(sis_class_id, category_id)); !own.empty()) {
      return own;
    }
  }
  return category_id.empty() ? of_class.default_category : entry(of_class, category_id.value);
}

CategoryChoice choose_category(const gradebook::ActivityFacts& activity,
                               const ClassSettings& of_class,
                               const gradebook::SourcedId& sis_class_id, bool may_create,
                               bool required, const CategoryTable& table) {
  using Kind = CategoryChoice::Kind;
  const auto& category = activity.category_id;
  const auto mapped =
      category.empty() ? std::string() : category_in_sis(of_class, sis_class_id, category);
  const auto& own = activity.category_sis_id.value;
  const auto named = table.find(activity.category_title);
  if (mapped.empty() && !activity.category_title.empty() && named != table.end()) {
    return {Kind::titled, {}, named->second};
  }
  for (const auto& id : {mapped, own, category_in_sis(of_class, sis_class_id, {})}) {
    if (!id.empty()) {
      return {Kind::known, gradebook::SourcedId(id)};
    }
  }
  if (may_create && !activity.category_id.empty() && !activity.category_title.empty()) {
    return {Kind::create, {}};
  }
  return {required ? Kind::missing : Kind::none, {}};
}

} // namespace passback::settings
