#pragma once
// Looks into a JSON document that may not have what is looked for.
#include <string>
#include <string_view>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
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

// What was found, as a list; an empty one if it is none.
inline const boost::json::array& list_or_none(const boost::json::value* found) {
  static const boost::json::array kNone;
  return found != nullptr && found->is_array() ? found->get_array() : kNone;
}

// The member of that name, as a list.
inline const boost::json::array& list_at(const boost::json::object& object,
                                         std::string_view member) {
  return list_or_none(object.if_contains(member));
}
inline const boost::json::array& list_at(const boost::json::value& value, std::string_view member) {
  return list_or_none(at(value, member));
}

} // namespace host_stub
