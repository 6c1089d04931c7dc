#include "host_stub/support/json_text.hpp"

#include <cmath>

#include <boost/json/serialize.hpp>

#include "host_stub/support/decimal.hpp"

namespace host_stub {
namespace {

void write(const boost::json::value& value, std::size_t depth, std::string& text) {
  auto new_line = [&text](std::size_t indent) { text += "\n" + std::string(indent * 2, ' '); };
  if (const auto* object = value.if_object(); object != nullptr && !object->empty()) {
    text += '{';
    bool first = true;
    for (const auto& [key, member] : *object) {
      text += first ? "" : ",";
      first = false;
      new_line(depth + 1);
      text += boost::json::serialize(boost::json::value(key)) + ": ";
      write(member, depth + 1, text);
    }
    new_line(depth);
    text += '}';
  } else if (const auto* array = value.if_array(); array != nullptr && !array->empty()) {
    text += '[';
    bool first = true;
    for (const auto& member : *array) {
      text += first ? "" : ",";
      first = false;
      new_line(depth + 1);
      write(member, depth + 1, text);
    }
    new_line(depth);
    text += ']';
  } else if (const auto* number = value.if_double(); number != nullptr && std::isfinite(*number)) {
    text += to_decimal(*number);
  } else {
    text += boost::json::serialize(value);
  }
}

} // namespace

std::string to_json_text(const boost::json::value& value) {
  std::string text;
  write(value, 0, text);
  return text;
}

} // namespace host_stub
