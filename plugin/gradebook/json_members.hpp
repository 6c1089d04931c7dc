// Members of a document, read without complaint: one that is missing, or of another kind, is empty.
// For what this program has kept and what a host answers; what people enter is read by
// settings/json_reader.hpp.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <boost/json.hpp>

namespace passback::gradebook {

inline std::string text_member(const boost::json::object& object, std::string_view name) {
  const auto* found = object.if_contains(name);
  return found != nullptr && found->is_string() ? std::string(found->get_string()) : std::string();
}

inline std::int64_t number_member(const boost::json::object& object, std::string_view name) {
  const auto* found = object.if_contains(name);
  return found != nullptr && found->is_int64() ? found->get_int64() : 0;
}

} // namespace passback::gradebook
