#include "plugin/oneroster/values/metadata_template.hpp"

namespace passback::oneroster {
namespace {

constexpr std::string_view kPlaceholders[] = {"points",     "possible",    "percent",
                                              "text_score", "activity_id", "class_id",
                                              "late",       "missing",     "incomplete"};

/// The placeholder that begins at the brace at the front of `text`; empty if there is none.
std::string_view placeholder_at(std::string_view text) {
  for (const std::string_view name : kPlaceholders) {
    if (text.substr(1).starts_with(name) && text.substr(1 + name.size()).starts_with('}')) {
      return name;
    }
  }
  return {};
}

} // namespace

std::optional<std::string> filled(std::string_view text, const TemplateValues& values) {
  std::string result;
  while (!text.empty()) {
    const std::string_view name = text.front() == '{' ? placeholder_at(text) : std::string_view();
    if (name.empty()) {
      result += text.front();
      text.remove_prefix(1);
      continue;
    }
    const auto value = values.find(name);
    if (value == values.end()) {
      return std::nullopt;
    }
    result += value->second;
    text.remove_prefix(name.size() + 2);
  }
  return result;
}

JsonObject merged_metadata(const std::map<std::string, std::string>& ours,
                           const boost::json::object& in_sis, bool ours_win) {
  JsonObject metadata;
  for (const auto& [name, value] : ours) {
    if (ours_win || !in_sis.contains(name)) {
      metadata.text(name, value);
    }
  }
  for (const auto& [name, value] : in_sis) {
    if (!ours_win || !ours.contains(std::string(name))) {
      metadata.raw(name, json_text(value));
    }
  }
  return metadata;
}

} // namespace passback::oneroster
