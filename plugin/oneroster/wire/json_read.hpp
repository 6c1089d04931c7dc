// Reads JSON that a server sent, which may be anything.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

namespace passback::oneroster {

/// None for what is no JSON, is cut short or nests deeper than 32 levels. A byte order mark is
/// skipped.
std::optional<boost::json::value> read_json(std::string_view body);

/// The member of that name, compared without case; nullptr if absent or null.
const boost::json::value* member(const boost::json::object& object, std::string_view name);

/// Text of a string or of an integer (some SISs write ids as numbers); empty for everything else.
std::string text_of(const boost::json::value* value);

/// The object inside an envelope: {"name":{...}}, {"name":[{...}]} or the bare object. nullptr if
/// there is none.
const boost::json::object* inside_envelope(const boost::json::value& body, std::string_view name);

} // namespace passback::oneroster
