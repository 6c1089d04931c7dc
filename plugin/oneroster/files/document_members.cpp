#include "plugin/oneroster/files/document_members.hpp"

#include <boost/json/parse.hpp>

namespace passback::oneroster {
namespace {

namespace json = boost::json;

json::value parsed(std::string_view text) {
  boost::system::error_code unread;
  auto value = json::parse(text, unread);
  return unread ? json::value() : value;
}

/// Behind the string that begins at `at`.
std::size_t behind_string(std::string_view text, std::size_t at) {
  for (++at; at < text.size() && text[at] != '"'; ++at) {
    at += text[at] == '\\' ? 1 : 0;
  }
  return at + 1;
}

/// Behind the value that begins at `at`.
std::size_t behind_value(std::string_view text, std::size_t at) {
  int depth = 0;
  while (at < text.size()) {
    const char c = text[at];
    if (c == '"') {
      at = behind_string(text, at);
      continue;
    }
    const bool closes = c == '}' || c == ']';
    if (depth == 0 && (closes || c == ',')) {
      break;
    }
    depth += c == '{' || c == '[' ? 1 : closes ? -1 : 0;
    ++at;
  }
  return at;
}

} // namespace

// The document is our own, written without spaces between its tokens (wire/json_text.hpp).
DocumentMembers::DocumentMembers(std::string_view document) {
  auto at = document.find(":{");
  if (at == std::string_view::npos) {
    return;
  }
  for (at += 2; at < document.size() && document[at] == '"';) {
    const auto name_end = behind_string(document, at);
    const auto end = behind_value(document, name_end + 1);
    const auto name = parsed(document.substr(at, name_end - at));
    if (name.is_string() && end <= document.size()) {
      members_[std::string(name.get_string())] =
          std::string(document.substr(name_end + 1, end - name_end - 1));
    }
    at = end + 1;
  }
}

json::value DocumentMembers::value(std::string_view name) const {
  const auto found = members_.find(name);
  return found == members_.end() ? json::value() : parsed(found->second);
}

std::string DocumentMembers::text(std::string_view name) const {
  const auto found = members_.find(name);
  if (found == members_.end() || found->second == "null") {
    return {};
  }
  if (!found->second.starts_with('"')) {
    return found->second;
  }
  const auto read = parsed(found->second);
  return read.is_string() ? std::string(read.get_string()) : std::string();
}

std::string DocumentMembers::id(std::string_view name) const {
  const auto reference = value(name);
  const auto* object = reference.if_object();
  const auto* id = object == nullptr ? nullptr : object->if_contains("sourcedId");
  return id != nullptr && id->is_string() ? std::string(id->get_string()) : std::string();
}

} // namespace passback::oneroster
