#include "host_stub/story/members.hpp"

namespace host_stub::story {

std::string as_text(const boost::json::value& value) {
  if (value.is_string()) {
    return std::string(value.get_string());
  }
  if (value.is_bool()) {
    return value.get_bool() ? "true" : "false";
  }
  return value.is_number() ? to_decimal(value.to_number<double>()) : std::string();
}

std::string Members::text(std::string_view name, std::string fallback) const {
  const auto* value = find(name);
  return value == nullptr || value->is_null() ? std::move(fallback) : as_text(*value);
}

bool Members::flag(std::string_view name, bool fallback) const {
  const auto* value = find(name);
  return value != nullptr && value->is_bool() ? value->get_bool() : fallback;
}

std::int64_t Members::number(std::string_view name, std::int64_t fallback) const {
  const auto* value = find(name);
  return value != nullptr && value->is_number() ? value->to_number<std::int64_t>() : fallback;
}

std::vector<std::string> Members::texts(std::string_view name) const {
  std::vector<std::string> found;
  const auto* value = find(name);
  if (value != nullptr && value->is_array()) {
    for (const auto& one : value->get_array()) {
      found.push_back(as_text(one));
    }
  } else if (value != nullptr && !value->is_null()) {
    found.push_back(as_text(*value));
  }
  return found;
}

boost::json::object Members::map(std::string_view name) const {
  const auto* value = find(name);
  return value != nullptr && value->is_object() ? value->get_object() : boost::json::object();
}

} // namespace host_stub::story
