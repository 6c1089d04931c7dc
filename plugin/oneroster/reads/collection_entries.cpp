#include "plugin/oneroster/reads/collection_entries.hpp"

#include <algorithm>
#include <string>

#include <boost/json/array.hpp>

#include "plugin/oneroster/wire/ascii.hpp"
#include "plugin/oneroster/wire/json_read.hpp"

namespace passback::oneroster {
namespace {

namespace json = boost::json;

Error unreadable(std::string_view collection) {
  return Error{Code::answer_unreadable, "the SIS's answer holds no " + std::string(collection)};
}

std::string singular(std::string_view collection) {
  std::string name(collection);
  if (name.ends_with("ies")) {
    name.replace(name.size() - 3, 3, "y");
  } else if (name.ends_with("sses")) {
    name.resize(name.size() - 2);
  } else if (name.ends_with('s')) {
    name.pop_back();
  }
  return name;
}

/// Statements about the request that some servers put beside the data.
bool is_about_the_request(std::string_view name) {
  const std::string lower = ascii::lower(name);
  return lower.starts_with("imsx") || lower.starts_with("statusinfo") || lower == "errors" ||
         lower == "warnings";
}

/// Present even if null: an SIS that says null for its list says that it is empty.
const json::value* present(const json::object& object, std::string_view name) {
  const auto found = std::ranges::find_if(object, [&](const json::key_value_pair& pair) {
    return ascii::same_without_case(pair.key(), name);
  });
  return found == object.end() ? nullptr : &found->value();
}

const json::value* only_list(const json::object& object) {
  const json::value* list = nullptr;
  for (const auto& [name, value] : object) {
    if (!value.is_array() || is_about_the_request(name)) {
      continue;
    }
    if (list != nullptr) {
      return nullptr;
    }
    list = &value;
  }
  return list;
}

const json::value* list_of(const json::value& body, std::string_view collection) {
  const json::object* outer = body.if_object();
  if (outer == nullptr) {
    return body.is_array() ? &body : nullptr;
  }
  for (const std::string& name : {std::string(collection), singular(collection)}) {
    if (const json::value* found = present(*outer, name)) {
      return found;
    }
  }
  return member(*outer, "sourcedId") != nullptr ? &body : only_list(*outer);
}

} // namespace

Result<std::vector<json::object>> collection_entries(const HttpAnswer& answer,
                                                     std::string_view collection) {
  if (!is_success(answer)) {
    return unreadable(collection);
  }
  std::vector<json::object> entries;
  if (answer.status == 204) {
    return entries;
  }
  const auto body = read_json(answer.body);
  const json::value* list = body ? list_of(*body, collection) : nullptr;
  if (list == nullptr) {
    return unreadable(collection);
  }
  if (const json::object* single = list->if_object()) {
    entries.push_back(*single);
  } else if (const json::array* array = list->if_array()) {
    for (const json::value& entry : *array) {
      if (const json::object* object = entry.if_object()) {
        entries.push_back(*object);
      }
    }
  } else if (!list->is_null()) {
    return unreadable(collection);
  }
  return entries;
}

bool is_active(const json::object& record) {
  const std::string status = text_of(member(record, "status"));
  return !ascii::same_without_case(status, "tobedeleted") &&
         !ascii::same_without_case(status, "inactive");
}

} // namespace passback::oneroster
