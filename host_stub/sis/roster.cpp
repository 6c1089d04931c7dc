#include "host_stub/sis/roster.hpp"

#include <stdexcept>

#include "host_stub/sis/text.hpp"

namespace host_stub::sis {

namespace {

[[noreturn]] void refuse(const std::string& where, const std::string& why) {
  throw std::runtime_error(where + ": " + why);
}

json::value bare(const json::value& value) {
  if (value.is_array()) {
    json::array out;
    for (const auto& item : value.get_array()) {
      out.emplace_back(bare(item));
    }
    return out;
  }
  if (!value.is_object()) {
    return value;
  }
  json::object out;
  for (const auto& member : value.get_object()) {
    if (member.key() != "href") {
      out[member.key()] = bare(member.value());
    }
  }
  return out;
}

json::object reference(std::string_view id, std::string_view type) {
  return {{"sourcedId", id}, {"type", type}};
}

/// References get the type that the model says; flags become text.
void settle_members(Kind kind, json::object& object, const std::string& where) {
  for (const auto version : {Version::v1p1, Version::v1p2}) {
    for (const auto& field : fields_of(kind, version)) {
      auto* value = object.if_contains({field.name.data(), field.name.size()});
      if (value == nullptr) {
        continue;
      }
      const auto settle = [&](json::value& target) {
        if (!target.is_object() || text_member(target.get_object(), "sourcedId").empty()) {
          refuse(where + "." + std::string(field.name), "must be a reference with a sourcedId");
        }
        const std::string id(text_member(target.get_object(), "sourcedId"));
        target = reference(id, singular(field.target));
      };
      if (field.form == Form::ref) {
        settle(*value);
      } else if (field.form == Form::refs) {
        if (!value->is_array()) {
          refuse(where + "." + std::string(field.name), "must be a list");
        }
        for (auto& item : value->get_array()) {
          settle(item);
        }
      } else if (field.form == Form::flag && value->is_bool()) {
        *value = value->get_bool() ? "true" : "false";
      } else if (field.form == Form::metadata && !value->is_object()) {
        refuse(where + ".metadata", "must be an object");
      }
    }
  }
}

/// 1.1 knows one role and a list of orgs, 1.2 a list of roles each with its org: each is made from
/// the other.
void settle_user(json::object& user) {
  const bool has_roles = user.contains("roles") && user.at("roles").is_array();
  if (!has_roles && user.contains("role")) {
    json::array roles;
    if (const auto* orgs = user.if_contains("orgs"); orgs != nullptr && orgs->is_array()) {
      for (const auto& org : orgs->get_array()) {
        roles.emplace_back(json::object{{"roleType", roles.empty() ? "primary" : "secondary"},
                                        {"role", user.at("role")},
                                        {"org", org}});
      }
    }
    user["roles"] = std::move(roles);
  } else if (has_roles && !user.contains("role")) {
    json::array orgs;
    for (const auto& entry : user.at("roles").get_array()) {
      if (!entry.is_object()) {
        continue;
      }
      if (!user.contains("role")) {
        user["role"] = text_member(entry.get_object(), "role");
      }
      if (const auto org = ref_member(entry.get_object(), "org"); !org.empty()) {
        orgs.emplace_back(reference(org, "org"));
      }
    }
    user["orgs"] = std::move(orgs);
  }
}

} // namespace

std::size_t load_roster(const json::value& document, Store& store, std::int64_t now_ms) {
  if (!document.is_object()) {
    throw std::runtime_error("the roster must be an object of lists");
  }
  std::vector<std::pair<Kind, json::object>> objects;
  for (const auto& list : document.get_object()) {
    const std::string name(list.key());
    const auto kind = kind_of_plural(name);
    if (!kind || !list.value().is_array()) {
      refuse(name, "is not a list of OneRoster objects");
    }
    std::size_t number = 0;
    for (const auto& item : list.value().get_array()) {
      const auto where = name + "[" + std::to_string(number++) + "]";
      if (!item.is_object() || text_member(item.get_object(), "sourcedId").empty()) {
        refuse(where, "must be an object with a sourcedId");
      }
      auto object = bare(item).as_object();
      settle_members(*kind, object, where);
      if (*kind == Kind::user) {
        settle_user(object);
      }
      object.emplace("status", "active");
      object.emplace("dateLastModified", iso_time(now_ms));
      objects.emplace_back(*kind, std::move(object));
    }
  }
  store.together([&] {
    for (auto& [kind, object] : objects) {
      // The lists follow one another as in the bundle: classes before their line items.
      if (kind == Kind::line_item && !object.contains("school")) {
        const auto* owner = store.find(Kind::class_, ref_member(object, "class"));
        if (owner != nullptr && owner->value.contains("school")) {
          object["school"] = owner->value.at("school");
        }
      }
      const std::string id(text_member(object, "sourcedId"));
      store.put(kind, id, std::move(object), now_ms);
    }
  });
  return objects.size();
}

json::object gradebook_of(const json::value& document) {
  json::object gradebook;
  for (const auto& list : document.as_object()) {
    const auto kind = kind_of_plural(std::string(list.key()));
    if (kind && is_gradebook(*kind)) {
      gradebook[list.key()] = list.value();
    }
  }
  return gradebook;
}

} // namespace host_stub::sis
