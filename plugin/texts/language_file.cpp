#include "plugin/texts/language_file.hpp"

#include <boost/json.hpp>

#include "plugin/texts/catalogue.hpp"

namespace passback::texts {
namespace {

namespace json = boost::json;

std::string why_not(std::string_view key, const json::value& value) {
  const std::string name = "\"" + std::string(key) + "\": ";
  const auto in_english = english(key);
  if (in_english.empty()) {
    return name + "there is no text of this key.";
  }
  if (!value.is_string() || value.get_string().empty()) {
    return name + "expected a text.";
  }
  const auto wanted = placeholders_of(in_english);
  const auto given = placeholders_of(value.get_string());
  for (const auto& one : given) {
    if (!wanted.contains(one)) {
      return name + "the text has no placeholder {" + one + "}.";
    }
  }
  for (const auto& one : wanted) {
    if (!given.contains(one)) {
      return name + "the placeholder {" + one + "} is missing.";
    }
  }
  return {};
}

} // namespace

LanguageReading read_language(const LanguageFile& file) {
  LanguageReading reading;
  reading.language.locale = file.locale;
  json::error_code failure;
  const auto document = json::parse(file.json, failure);
  const auto* object = failure ? nullptr : document.if_object();
  const auto* schema = object == nullptr ? nullptr : object->if_contains("schema");
  const auto* texts = object == nullptr ? nullptr : object->if_contains("texts");
  if (schema == nullptr || *schema != "passback.texts/1" || texts == nullptr ||
      !texts->is_object()) {
    reading.problems.push_back("Expected a JSON object of the schema passback.texts/1 with texts.");
    return reading;
  }
  for (const auto& text : texts->get_object()) {
    if (auto problem = why_not(text.key(), text.value()); !problem.empty()) {
      reading.problems.push_back(std::move(problem));
    } else {
      reading.language.texts.emplace(text.key(), text.value().get_string());
    }
  }
  return reading;
}

} // namespace passback::texts
