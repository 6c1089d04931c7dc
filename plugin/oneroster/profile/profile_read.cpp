#include "plugin/oneroster/profile/profile_read.hpp"

#include <algorithm>

#include "plugin/oneroster/profile/profile_fields.hpp"
#include "plugin/oneroster/profile/profile_sentences.hpp"
#include "plugin/oneroster/wire/json_read.hpp"

namespace passback::oneroster {
namespace {

namespace json = boost::json;

/// The words of choices as the numbers of their enumerators.
json::value numbered(const json::value& found, std::span<const Choice> choices) {
  if (const json::array* list = found.if_array()) {
    json::array numbers;
    for (const json::value& item : *list) {
      numbers.push_back(numbered(item, choices));
    }
    return numbers;
  }
  const auto choice = std::ranges::find(choices, text_of(&found), &Choice::word);
  return choice == choices.end() ? json::value() : json::value(choice->value);
}

/// The schema has already refused what has the wrong form, so a value that still does not fit
/// leaves the default.
void read_value(const Field& field, const json::value& found, Profile& profile) {
  const auto choices = field.value.choices();
  field.value.set(profile, choices.empty() ? found : numbered(found, choices));
}

void read_field(const Field& field, const json::object& document, Profile& profile) {
  if (const json::value* found = value_at(document, field.path)) {
    read_value(field, *found, profile);
  }
}

std::string text_at(const json::object& object, std::string_view name) {
  return text_of(object.if_contains(name));
}

/// A percentage of the file; the schema has checked its form.
gradebook::Decimal percentage(const json::object& step, std::string_view name,
                              const gradebook::Decimal& otherwise) {
  const auto value = gradebook::Decimal::parse(text_at(step, name));
  return value ? *value : otherwise;
}

} // namespace

const json::value* value_at(const json::object& document, std::string_view path) {
  const std::size_t dot = path.find('.');
  const json::value* found = document.if_contains(path.substr(0, dot));
  if (found == nullptr || dot == std::string_view::npos) {
    return found;
  }
  return found->is_object() ? value_at(found->get_object(), path.substr(dot + 1)) : nullptr;
}

void read_evidence(Profile& profile, const json::value& found) {
  for (const auto& [field, kind] : found.get_object()) {
    profile.evidence.emplace(field == "all" ? "" : std::string(field), text_of(&kind));
  }
}

void read_scales(Profile& profile, const json::value& found) {
  for (const auto& [name, value] : found.get_object()) {
    const json::object& of_scale = value.get_object();
    Scale scale;
    scale.sourced_id.value = text_at(of_scale, "sourced_id");
    for (const json::value& item : of_scale.at("steps").get_array()) {
      const json::object& of_step = item.get_object();
      const auto percent = percentage(of_step, "percent", {});
      scale.steps.push_back(
          {text_at(of_step, "text"), percent, percentage(of_step, "from", percent)});
    }
    profile.scales.emplace(name, std::move(scale));
  }
}

void read_answers(Profile& profile, const json::value& found) {
  for (const json::value& item : found.get_array()) {
    const json::object& line = item.get_object();
    const json::value* status = line.if_contains("status");
    profile.answers.push_back(
        {status != nullptr && status->is_int64() ? static_cast<int>(status->get_int64()) : 0,
         text_at(line, "code_minor"), text_at(line, "text"), text_at(line, "means"),
         text_at(line, "sentence"), text_at(line, "next_step")});
  }
}

Profile default_profile(OneRosterVersion version, Gradebook gradebook) {
  Profile profile;
  profile.oneroster = version;
  profile.gradebook = gradebook;
  for (const Field& field : all_fields()) {
    const auto word = is_1p1(profile) ? field.details.in_1p1 : field.details.in_1p2;
    if (!word.empty()) {
      read_value(field, json::value(word), profile);
    }
  }
  if (gradebook == Gradebook::assessment) {
    // An assessment line item has none of these.
    profile.category = profile.school = profile.grading_period = Need::never;
  }
  return profile;
}

Profile read_profile(const json::object& document) {
  Profile basis;
  read_field(field_at("oneroster"), document, basis);
  read_field(field_at("documents.gradebook"), document, basis);
  Profile profile = default_profile(basis.oneroster, basis.gradebook);
  for (const Field& field : all_fields()) {
    read_field(field, document, profile);
  }
  if (value_at(document, "documents.line_item_withdrawal") == nullptr) {
    profile.line_item_withdrawal = profile.withdrawal;
  }
  return profile;
}

} // namespace passback::oneroster
