#include "host_stub/story/matching.hpp"

#include <charconv>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "host_stub/story/members.hpp"
#include "host_stub/support/json_text.hpp"

namespace host_stub::story {
namespace {

namespace json = boost::json;

constexpr std::string_view kAnything = "...";

// Puts it over what is typed in the whitespace of a YAML text: one blank for any number.
std::string in_one_line(std::string_view text) {
  std::string line;
  for (const char c : text) {
    const bool blank = c == ' ' || c == '\n' || c == '\t' || c == '\r';
    if (!blank) {
      line += c;
    } else if (!line.empty() && line.back() != ' ') {
      line += ' ';
    }
  }
  return line;
}

const json::value* element_with(const json::value& list, std::string_view condition) {
  const auto equals = condition.find('=');
  if (!list.is_array() || equals == std::string_view::npos) {
    return nullptr;
  }
  const auto name = condition.substr(0, equals);
  const auto wanted = condition.substr(equals + 1);
  for (const auto& one : list.get_array()) {
    const auto* member = one.is_object() ? one.get_object().if_contains(name) : nullptr;
    if (member != nullptr && as_text(*member) == wanted) {
      return &one;
    }
  }
  return nullptr;
}

const json::value* named(const json::value& value, std::string_view name) {
  if (value.is_object()) {
    return value.get_object().if_contains(name);
  }
  std::size_t position = 0;
  const auto* end = name.data() + name.size();
  const bool number = std::from_chars(name.data(), end, position).ptr == end && !name.empty();
  const bool there = number && value.is_array() && position < value.get_array().size();
  return there ? &value.get_array()[position] : nullptr;
}

void collect(const json::value& value, std::string& text) {
  if (value.is_string()) {
    text += std::string(value.get_string()) + "\n";
  } else if (value.is_array()) {
    for (const auto& one : value.get_array()) {
      collect(one, text);
    }
  } else if (value.is_object()) {
    for (const auto& member : value.get_object()) {
      collect(member.value(), text);
    }
  }
}

std::string_view without_blanks(std::string_view piece) {
  while (piece.starts_with(' ')) {
    piece.remove_prefix(1);
  }
  while (piece.ends_with(' ')) {
    piece.remove_suffix(1);
  }
  return piece;
}

bool same_scalar(const json::value& expected, const json::value& actual) {
  const auto left = as_text(expected);
  const auto right = as_text(actual);
  if (expected.is_number()) {
    const auto number = actual.is_number() ? actual.to_number<double>() : parse_decimal(right);
    return number && *number == expected.to_number<double>();
  }
  return left.find(kAnything) == std::string::npos ? left == right : says(right, left);
}

} // namespace

bool says(std::string_view text, std::string_view words) {
  const auto line = in_one_line(text);
  const auto wanted = in_one_line(words);
  std::size_t from = 0;
  std::string_view rest = wanted;
  while (!rest.empty()) {
    const auto gap = rest.find(kAnything);
    const auto piece = without_blanks(rest.substr(0, gap));
    const auto found = line.find(piece, from);
    if (found == std::string::npos) {
      return false;
    }
    from = found + piece.size();
    rest = gap == std::string_view::npos ? std::string_view() : rest.substr(gap + kAnything.size());
  }
  return true;
}

std::string words_of(const json::value& document) {
  std::string text;
  collect(document, text);
  return text;
}

const json::value* at_path(const json::value& document, std::string_view path) {
  const auto* value = &document;
  while (!path.empty() && value != nullptr) {
    if (path.front() == '[') {
      const auto close = path.find(']');
      if (close == std::string_view::npos) {
        return nullptr;
      }
      value = element_with(*value, path.substr(1, close - 1));
      path.remove_prefix(close + 1);
    } else {
      const auto end = path.find_first_of(".[");
      value = named(*value, path.substr(0, end));
      path.remove_prefix(end == std::string_view::npos ? path.size() : end);
    }
    if (!path.empty() && path.front() == '.') {
      path.remove_prefix(1);
    }
  }
  return value;
}

bool is_as(const json::value& expected, const json::value* actual) {
  if (expected.is_null() || actual == nullptr || actual->is_null()) {
    return expected.is_null() && (actual == nullptr || actual->is_null());
  }
  if (expected.is_object()) {
    for (const auto& member : expected.get_object()) {
      const auto* there =
          actual->is_object() ? actual->get_object().if_contains(member.key()) : nullptr;
      if (!is_as(member.value(), there)) {
        return false;
      }
    }
    return actual->is_object();
  }
  if (expected.is_array()) {
    const auto& wanted = expected.get_array();
    if (!actual->is_array() || actual->get_array().size() != wanted.size()) {
      return false;
    }
    for (std::size_t i = 0; i < wanted.size(); ++i) {
      if (!is_as(wanted[i], &actual->get_array()[i])) {
        return false;
      }
    }
    return true;
  }
  return !actual->is_object() && !actual->is_array() && same_scalar(expected, *actual);
}

std::string shown(const json::value* value) {
  if (value == nullptr || value->is_null()) {
    return "nothing";
  }
  return value->is_object() || value->is_array() ? to_json_text(*value)
                                                 : "\"" + as_text(*value) + "\"";
}

} // namespace host_stub::story
