#include "plugin/oneroster/wire/json_text.hpp"

#include <array>
#include <charconv>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "plugin/oneroster/wire/utf8.hpp"

namespace passback::oneroster {
namespace {

void append_escaped(std::string& out, char c) {
  static constexpr char kHex[] = "0123456789abcdef";
  switch (c) {
  case '"':
    out += "\\\"";
    return;
  case '\\':
    out += "\\\\";
    return;
  case '\n':
    out += "\\n";
    return;
  case '\r':
    out += "\\r";
    return;
  case '\t':
    out += "\\t";
    return;
  default:
    break;
  }
  const auto byte = static_cast<unsigned char>(c);
  if (byte < 0x20 || byte == 0x7f) {
    out += "\\u00";
    out += kHex[byte >> 4];
    out += kHex[byte & 0x0f];
  } else {
    out += c;
  }
}

namespace json = boost::json;

std::string plain(double number) {
  std::array<char, 512> text{}; // 1.8E308 has 309 digits
  const auto written =
      std::to_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed);
  return {text.data(), written.ptr};
}

void append(std::string& out, const json::value& value);

void append(std::string& out, const json::object& object) {
  out += '{';
  bool first = true;
  for (const auto& [name, value] : object) {
    out += first ? "" : ",";
    first = false;
    out += json_string(name);
    out += ':';
    append(out, value);
  }
  out += '}';
}

void append(std::string& out, const json::array& list) {
  out += '[';
  bool first = true;
  for (const json::value& value : list) {
    out += first ? "" : ",";
    first = false;
    append(out, value);
  }
  out += ']';
}

void append(std::string& out, const json::value& value) {
  switch (value.kind()) {
  case json::kind::null:
    out += "null";
    break;
  case json::kind::bool_:
    out += value.get_bool() ? "true" : "false";
    break;
  case json::kind::int64:
    out += std::to_string(value.get_int64());
    break;
  case json::kind::uint64:
    out += std::to_string(value.get_uint64());
    break;
  case json::kind::double_:
    out += plain(value.get_double());
    break;
  case json::kind::string:
    out += json_string(value.get_string());
    break;
  case json::kind::array:
    append(out, value.get_array());
    break;
  case json::kind::object:
    append(out, value.get_object());
    break;
  }
}

} // namespace

std::string json_string(std::string_view text) {
  std::string out = "\"";
  out.reserve(text.size() + 2);
  while (!text.empty()) {
    const std::string_view character = utf8::first_character(text);
    if (character.empty()) {
      out += utf8::kReplacement;
      text.remove_prefix(1);
    } else if (character.size() == 1) {
      append_escaped(out, character.front());
      text.remove_prefix(1);
    } else {
      out += character;
      text.remove_prefix(character.size());
    }
  }
  out += '"';
  return out;
}

std::string json_text(const json::value& value) {
  std::string text;
  append(text, value);
  return text;
}

std::string json_text(const json::object& object) {
  std::string text;
  append(text, object);
  return text;
}

void JsonObject::name(std::string_view name) {
  if (!members_.empty()) {
    members_ += ',';
  }
  members_ += json_string(name);
  members_ += ':';
}

JsonObject& JsonObject::text(std::string_view member, std::string_view value) {
  name(member);
  members_ += json_string(value);
  return *this;
}

JsonObject& JsonObject::number(std::string_view member, const gradebook::Decimal& value) {
  name(member);
  members_ += value.to_string();
  return *this;
}

JsonObject& JsonObject::boolean(std::string_view member, bool value) {
  name(member);
  members_ += value ? "true" : "false";
  return *this;
}

JsonObject& JsonObject::object(std::string_view member, const JsonObject& value) {
  name(member);
  members_ += value.str();
  return *this;
}

JsonObject& JsonObject::raw(std::string_view member, std::string_view json) {
  name(member);
  members_ += json;
  return *this;
}

} // namespace passback::oneroster
