#include "plugin/settings/on_for.hpp"

#include <algorithm>
#include <string_view>

#include <boost/json.hpp>

namespace passback::settings {
namespace {

namespace json = boost::json;
using Names = std::vector<std::string>;

bool has(const Names& names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

bool adds(const Names& before, const Names& after) {
  return std::ranges::any_of(after, [&](const auto& name) { return !has(before, name); });
}

// False: it is no list of ids. What is not there is an empty list.
bool read_names(const json::object& object, std::string_view member, Names& names) {
  const auto* list = object.if_contains(member);
  if (list == nullptr || list->is_null()) {
    return true;
  }
  if (!list->is_array()) {
    return false;
  }
  for (const auto& id : list->get_array()) {
    if (!id.is_string() || id.get_string().empty()) {
      return false;
    }
    names.emplace_back(id.get_string());
  }
  return true;
}

} // namespace

json::value to_value(const OnFor& rule) {
  if (rule.everyone) {
    return json::object{{"who", "everyone"}};
  }
  return json::object{{"who", "only"},
                      {"domains", json::value_from(rule.domains)},
                      {"classes", json::value_from(rule.classes)},
                      {"teachers", json::value_from(rule.teachers)}};
}

bool from_value(const json::value& value, OnFor& rule) {
  rule = {};
  if (value.is_string()) {
    return value.get_string() == "everyone";
  }
  const auto* object = value.if_object();
  if (object == nullptr || !read_names(*object, "domains", rule.domains) ||
      !read_names(*object, "classes", rule.classes) ||
      !read_names(*object, "teachers", rule.teachers)) {
    return false;
  }
  const bool nobody = rule.domains.empty() && rule.classes.empty() && rule.teachers.empty();
  const auto* who = object->if_contains("who");
  if (who != nullptr && *who == "everyone") {
    rule = {};
    return true;
  }
  rule.everyone = false;
  return !nobody && (who == nullptr || who->is_null() || *who == "only");
}

bool is_on_for(const OnFor& rule, std::span<const gradebook::DomainId> path,
               const gradebook::ClassId& class_id, const std::vector<std::string>& teachers) {
  return rule.everyone || has(rule.classes, class_id.value) ||
         std::ranges::any_of(path, [&](const auto& id) { return has(rule.domains, id.value); }) ||
         std::ranges::any_of(teachers, [&](const auto& id) { return has(rule.teachers, id); });
}

bool joins(const std::optional<OnFor>& before, const std::optional<OnFor>& after) {
  if (before == after) {
    return false;
  }
  if (!before || before->everyone) {
    return !before && after && after->everyone;
  }
  return !after || after->everyone || adds(before->domains, after->domains) ||
         adds(before->classes, after->classes) || adds(before->teachers, after->teachers);
}

} // namespace passback::settings
