#include "plugin/oneroster/profile_review.hpp"

#include <algorithm>
#include <utility>

#include "lms_plugin/strict_yaml.hpp"
#include "plugin/oneroster/json_read.hpp"

namespace passback::oneroster {
namespace {

namespace json = boost::json;

struct Warning {
  int line = 1;
  std::string text;
};

struct Reading {
  const lms_plugin::YamlDocument& document;
  const json::object& schema;
  const std::map<std::string, std::string>& evidence;
  std::vector<Warning> warnings = {};

  void warn(const std::string& pointer, std::string text) {
    warnings.push_back({document.place_of(pointer).line, std::move(text)});
  }
};

const json::object* object_of(const json::object& holder, std::string_view name) {
  const json::value* found = holder.if_contains(name);
  return found == nullptr ? nullptr : found->if_object();
}

/// The schema of a member, or nullptr: `documents.title_max` -> its description.
const json::object* schema_of(const json::object& schema, std::string_view field) {
  const json::object* here = &schema;
  while (here != nullptr && !field.empty()) {
    const std::size_t dot = field.find('.');
    const std::string_view key = field.substr(0, dot);
    field = dot == std::string_view::npos ? std::string_view() : field.substr(dot + 1);
    const json::object* properties = object_of(*here, "properties");
    here = properties == nullptr ? nullptr : object_of(*properties, key);
  }
  return here;
}

bool has_evidence(const Reading& reading, std::string field) {
  for (;;) {
    if (reading.evidence.contains(field)) {
      return true;
    }
    const std::size_t dot = field.rfind('.');
    if (dot == std::string::npos) {
      break;
    }
    field.erase(dot);
  }
  const auto all = reading.evidence.find("");
  return all != reading.evidence.end() && all->second != "unverified";
}

/// The fields that are set: the members of sections, and of sections in sections; a list and a map
/// of the vendor's own words are one field.
void find_unproven(Reading& reading, const json::object& section, const json::object& schema,
                   const std::string& field, const std::string& pointer) {
  const json::object* known = object_of(schema, "properties");
  for (const auto& [key, value] : section) {
    const json::object* inner = known == nullptr ? nullptr : object_of(*known, key);
    if (inner == nullptr) {
      continue;
    }
    const std::string name = field.empty() ? std::string(key) : field + "." + std::string(key);
    const std::string at = pointer + "/" + std::string(key);
    if (value.is_object() && inner->contains("properties")) {
      find_unproven(reading, value.get_object(), *inner, name, at);
    } else if (!has_evidence(reading, name)) {
      reading.warn(at, "nothing under 'evidence' says where " + name + " comes from");
    }
  }
}

void check_evidence(Reading& reading, const json::object& top) {
  static constexpr std::string_view kAboutTheFile[] = {"name", "title", "version", "evidence"};
  json::object fields = top;
  for (const std::string_view key : kAboutTheFile) {
    fields.erase(key);
  }
  find_unproven(reading, fields, reading.schema, "", "");
  for (const auto& [field, kind] : reading.evidence) {
    if (!field.empty() && field != "grades_written" &&
        schema_of(reading.schema, field) == nullptr) {
      reading.warn("/evidence/" + field,
                   "'" + field + "' under 'evidence' is no field of a profile");
    }
  }
}

std::string name_of_file(std::string_view file) {
  file = file.substr(file.rfind('/') + 1); // npos + 1 is 0
  return std::string(file.substr(0, file.rfind('.')));
}

} // namespace

Result<ProfileReview> review_profile(std::string_view yaml, std::string_view schema_json,
                                     std::string_view file) {
  auto profile = parse_profile(yaml, schema_json, file);
  if (!profile) {
    return profile.error();
  }
  const auto parsed = lms_plugin::parse_strict_yaml(yaml);
  const auto schema = read_json(schema_json);
  const auto* document = std::get_if<lms_plugin::YamlDocument>(&parsed);
  if (document == nullptr || !schema || !schema->is_object()) {
    return Error{Code::internal, "a profile that was read cannot be read again"};
  }
  Reading reading{*document, schema->get_object(), profile->evidence};
  if (name_of_file(file) != profile->name) {
    reading.warn("/name", "the file should be named " + profile->name + ".yaml");
  }
  if (!profile->evidence.contains("grades_written")) {
    reading.warn("/evidence", "no 'grades_written' under 'evidence': the profile is listed as not "
                              "confirmed");
  }
  if (profile->before_you_start.empty()) {
    reading.warn("/before_you_start",
                 "'before_you_start' tells an administrator nothing about licence, plug-in and "
                 "permissions");
  }
  check_evidence(reading, document->value.get_object());
  std::ranges::stable_sort(reading.warnings, {}, &Warning::line);
  ProfileReview review{*std::move(profile), {}};
  for (const Warning& warning : reading.warnings) {
    review.warnings.push_back(std::string(file) + ":" + std::to_string(warning.line) + ": " +
                              warning.text);
  }
  return review;
}

} // namespace passback::oneroster
