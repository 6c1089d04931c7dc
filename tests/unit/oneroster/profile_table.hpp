// What the tests of the table of profile fields share.
#pragma once

#include <string>

#include <boost/json.hpp>

#include "plugin/oneroster/profile/profile_fields.hpp"
#include "tests/unit/oneroster/profile_text.hpp"

namespace passback::oneroster {

/// What manifests/sis.schema.json says of a field; an empty object where it has none of that path.
inline boost::json::object schema_of(std::string_view path) {
  std::string pointer;
  for (const char c : "." + std::string(path)) {
    pointer += c == '.' ? "/properties/" : std::string(1, c);
  }
  const auto schema = boost::json::parse(kSchema);
  boost::system::error_code error;
  const boost::json::value* found = schema.find_pointer(pointer, error);
  return found == nullptr ? boost::json::object() : found->as_object();
}

} // namespace passback::oneroster
