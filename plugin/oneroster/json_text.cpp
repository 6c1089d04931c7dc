#include "plugin/oneroster/json_text.hpp"

#include "plugin/oneroster/utf8.hpp"

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

} // namespace passback::oneroster
