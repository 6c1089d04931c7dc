#pragma once
// JSON in and out, with the two things that Boost.JSON does not do: telling what a body's text
// looked like (exponents, members given twice), and writing numbers as plain decimals, never
// "2.5E0".
#include <string>
#include <string_view>

#include <boost/json.hpp>

namespace host_stub::sis {

namespace json = boost::json;

struct ParsedBody {
  json::value value;
  bool valid = false;
  std::string error;         ///< why the text is no JSON
  std::string duplicate_key; ///< the first member given twice in one object, or ""
  std::string exponent;      ///< the first number written with an exponent, or ""
};

/// Parses a whole text (UTF-8, at most 32 levels deep).
ParsedBody parse_body(std::string_view text);

/// Compact JSON text; numbers as the shortest plain decimal that reads back as the same double.
std::string to_text(const json::value& value);
std::string to_text(const json::object& object);

/// A member's text, or an empty one when it is absent or no text.
std::string_view text_member(const json::object& object, std::string_view name);
/// A reference's sourcedId, or an empty text.
std::string_view ref_member(const json::object& object, std::string_view name);

} // namespace host_stub::sis
