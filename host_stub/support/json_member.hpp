#pragma once
// Looks into a JSON document that may not have what is looked for.
#include <string>
#include <string_view>

#include <boost/json/value.hpp>

namespace host_stub {

// The member of that name; nullptr if there is none, or the value is no object.
inline const boost::json::value* at(const boost::json::value& value, std::string_view member) {
  return value.is_object() ? value.get_object().if_contains(member) : nullptr;
}

// The same as a text; empty if it is none.
inline std::string text_at(const boost::json::value& value, std::string_view member) {
  const auto* found = at(value, member);
  return found != nullptr && found->is_string() ? std::string(found->get_string()) : std::string();
}

} // namespace host_stub
