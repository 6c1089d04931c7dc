#include "plugin/oneroster/wire/json_read.hpp"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>

#include "plugin/oneroster/wire/ascii.hpp"

namespace passback::oneroster {

namespace json = boost::json;

std::optional<json::value> read_json(std::string_view body) {
  constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
  if (body.starts_with(kByteOrderMark)) {
    body.remove_prefix(kByteOrderMark.size());
  }
  json::parse_options options;
  options.max_depth = 32;
  boost::system::error_code error;
  json::value value = json::parse(body, error, {}, options);
  if (error) {
    return std::nullopt;
  }
  return value;
}

const json::value* member(const json::object& object, std::string_view name) {
  for (const auto& [key, value] : object) {
    if (ascii::same_without_case(key, name)) {
      return value.is_null() ? nullptr : &value;
    }
  }
  return nullptr;
}

std::string text_of(const json::value* value) {
  if (value == nullptr) {
    return {};
  }
  if (const json::string* text = value->if_string()) {
    return std::string(text->data(), text->size());
  }
  if (const std::int64_t* number = value->if_int64()) {
    return std::to_string(*number);
  }
  if (const std::uint64_t* number = value->if_uint64()) {
    return std::to_string(*number);
  }
  return {};
}

const json::object* inside_envelope(const json::value& body, std::string_view name) {
  const json::object* outer = body.if_object();
  if (outer == nullptr) {
    return nullptr;
  }
  const json::value* inner = member(*outer, name);
  if (inner == nullptr) {
    return member(*outer, "sourcedId") == nullptr ? nullptr : outer;
  }
  if (const json::array* list = inner->if_array()) {
    return list->size() == 1 ? list->front().if_object() : nullptr;
  }
  return inner->if_object();
}

} // namespace passback::oneroster
