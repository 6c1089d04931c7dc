#include "plugin/actions/choice_origins.hpp"

#include <map>
#include <string>

#include "plugin/outbox/domain_tree.hpp"
#include "plugin/platform/try.hpp"

namespace passback::actions {
namespace {

namespace json = boost::json;

// What a form shows where nobody chose anything here: nothing, or rows without a value.
bool says_nothing(const json::value& value) {
  if (const auto* rows = value.if_object()) {
    for (const auto& row : *rows) {
      const auto* chosen =
          row.value().is_object() ? row.value().get_object().if_contains("value") : nullptr;
      if (chosen == nullptr || !chosen->is_null()) {
        return false;
      }
    }
    return true;
  }
  const auto* list = value.if_array();
  return value.is_null() || (list != nullptr && list->empty());
}

void tell(const ActionParts& parts, const std::map<std::string, gradebook::DomainId>& by_field,
          json::object& form) {
  std::map<gradebook::DomainId, std::string> titles;
  for (auto& one : form.at("fields").get_array()) {
    auto& field = one.get_object();
    const std::string name(field.at("name").get_string());
    const auto found = by_field.find(name.substr(0, name.find('.')));
    if (found == by_field.end() || !says_nothing(field.at("value"))) {
      continue;
    }
    auto& title = titles[found->second];
    if (title.empty()) {
      title = parts.domains.title(found->second);
      title = title.empty() ? found->second.value : title;
    }
    field["effective_from"] = title;
  }
}

} // namespace

Result<settings::Origins> read_origins(decision::UnitOfWork& work,
                                       const gradebook::DomainId& domain) {
  PASSBACK_TRY_AS(const auto path, outbox::path_or_root(work.transaction, domain));
  std::vector<settings::PathStep> steps;
  for (const auto& id : path) {
    PASSBACK_TRY_AS(auto stored, decision::stored_settings(work.transaction, id));
    steps.push_back({id, std::move(stored)});
  }
  return settings::origins_of(steps);
}

void tell_origins_of_class(const ActionParts& parts, const settings::Origins& origins,
                           json::object& form) {
  tell(parts, {origins.begin(), origins.end()}, form);
}

void tell_origins_of_domain(const ActionParts& parts, const settings::Origins& origins,
                            json::object& form) {
  std::map<std::string, gradebook::DomainId> by_field;
  settings::each_teacher_choice(
      [&](std::string_view name, std::string_view, auto, std::string_view of_domain, auto) {
        if (const auto found = origins.find(name); found != origins.end() && !of_domain.empty()) {
          by_field.emplace(of_domain, found->second);
        }
      });
  tell(parts, by_field, form);
}

} // namespace passback::actions
