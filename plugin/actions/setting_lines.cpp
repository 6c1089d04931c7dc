#include "plugin/actions/setting_lines.hpp"

#include <algorithm>
#include <string>

#include "plugin/settings/sending_rules.hpp"
#include "plugin/texts/catalogue.hpp"

namespace passback::actions {
namespace {

namespace json = boost::json;

constexpr std::string_view kConnectionPrefix = "connection.";
constexpr std::string_view kTimeZone = "connection.time_zone";

std::string_view string_at(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  return value != nullptr && value->is_string() ? std::string_view(value->get_string())
                                                : std::string_view();
}

/// What holds: the domain's own value, or what it inherits.
const json::value& value_that_holds(const json::object& field) {
  static const json::value kNothing;
  const auto& own = field.at("value");
  const auto* effective = field.if_contains("effective");
  return own.is_null() && effective != nullptr ? *effective : own;
}

bool is_empty_value(const json::value& value) {
  return value.is_null() || (value.is_string() && value.get_string().empty()) ||
         (value.is_array() && value.get_array().empty()) ||
         (value.is_object() && value.get_object().empty());
}

std::string joined(const json::array& list) {
  std::string text;
  for (const auto& one : list) {
    std::string part;
    if (one.is_string()) {
      part = std::string(one.get_string());
    } else if (one.is_object()) {
      const auto from = string_at(one.get_object(), "from");
      const auto to = string_at(one.get_object(), "to");
      part = std::string(from) + (from == to ? "" : " - " + std::string(to));
    }
    text += (text.empty() ? "" : ", ") + part;
  }
  return text;
}

/// The rows of a map that somebody chose something for.
std::size_t chosen_in(const json::object& rows) {
  return static_cast<std::size_t>(std::ranges::count_if(rows, [](const auto& row) {
    const auto* object = row.value().if_object();
    const auto* value = object == nullptr ? nullptr : object->if_contains("value");
    return value == nullptr || !value->is_null();
  }));
}

/// What holds where nobody chose anything: the text card.unset.NAME, of a field that has one.
Phrase unset_text(std::string_view name) {
  const std::string key = "card.unset." + std::string(name);
  if (name == "removal_brake") {
    return say(key, {{"count", std::to_string(settings::kRemovedUnasked)}});
  }
  if (name == "notice_hour") {
    return say(key, {{"hour", std::to_string(settings::kNoticeHour)}});
  }
  if (!texts::has_text(key)) {
    return {};
  }
  return say(key);
}

Phrase text_of_value(const json::value& value, std::string_view name) {
  if (is_empty_value(value)) {
    if (auto unset = unset_text(name); !unset.empty()) {
      return unset;
    }
    return say(value.is_array() || value.is_object() ? "card.none" : "card.not_set");
  }
  if (value.is_bool()) {
    return say(value.get_bool() ? "card.on" : "card.off");
  }
  if (value.is_string()) {
    return Phrase(std::string(value.get_string()));
  }
  if (value.is_array()) {
    return Phrase(joined(value.get_array()));
  }
  if (value.is_object()) {
    return say("card.entries", {{"count", std::to_string(chosen_in(value.get_object()))}});
  }
  return Phrase(json::serialize(value));
}

/// The label of a choice stands for it, with its key.
bool put_choice(json::object& line, const json::object& field, const json::value& value) {
  const auto* choices = field.if_contains("choices");
  if (choices == nullptr || !choices->is_array()) {
    return false;
  }
  for (const auto& one : choices->get_array()) {
    const auto& choice = one.as_object();
    if (choice.at("value") != value) {
      continue;
    }
    for (const std::string end : {"", "_key", "_params"}) {
      if (const auto* part = choice.if_contains("label" + end)) {
        line["text" + end] = *part;
      }
    }
    return true;
  }
  return false;
}

bool has_line(const json::object& field, std::string_view name) {
  const bool of_connection = name.starts_with(kConnectionPrefix);
  const auto* secret = field.if_contains("has_secret");
  if (secret != nullptr) {
    return secret->as_bool();
  }
  return !of_connection || name == kTimeZone || !is_empty_value(value_that_holds(field));
}

void put_text(json::object& line, const json::object& field, const texts::Words& words) {
  const auto& value = value_that_holds(field);
  const bool is_told_only = field.contains("has_secret") || field.contains("multiline");
  if (is_told_only) {
    put_phrase(line, "text", words, say("card.entered"));
  } else if (!put_choice(line, field, value)) {
    put_phrase(line, "text", words, text_of_value(value, string_at(field, "name")));
  }
}

/// The nearest domain whose settings have the member, or the block that it is in.
void put_source(json::object& line, std::string_view name,
                std::span<const settings::PathStep> steps,
                const std::vector<json::object>& documents) {
  const auto member = name.substr(0, name.find('.'));
  for (auto i = steps.size(); i-- > 0;) {
    if (documents[i].contains(member)) {
      line["set"] = i + 1 == steps.size() ? "here" : "above";
      line["domain_id"] = steps[i].domain.value;
      return;
    }
  }
  line["set"] = "default";
}

} // namespace

json::array setting_lines(const json::object& form, const texts::Words& words,
                          std::span<const settings::PathStep> steps) {
  std::vector<json::object> documents;
  for (const auto& step : steps) {
    documents.push_back(step.settings ? json::parse(settings::to_json(*step.settings)).as_object()
                                      : json::object());
  }
  const bool connected = std::ranges::any_of(
      documents, [](const json::object& document) { return document.contains("connection"); });
  json::array lines;
  for (const auto& one : form.at("fields").as_array()) {
    const auto& field = one.as_object();
    const auto name = string_at(field, "name");
    if (!has_line(field, name) || (!connected && name.starts_with(kConnectionPrefix))) {
      continue;
    }
    json::object line{{"name", name}, {"label", field.at("label")}};
    line["label_key"] = field.at("label_key");
    put_text(line, field, words);
    put_source(line, name, steps, documents);
    lines.push_back(std::move(line));
  }
  return lines;
}

} // namespace passback::actions
