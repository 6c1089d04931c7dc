#include "plugin/oneroster/profile/profile_review.hpp"

#include <algorithm>
#include <utility>

#include "lms_plugin/strict_yaml.hpp"
#include "plugin/oneroster/profile/profile_fields.hpp"
#include "plugin/oneroster/profile/profile_read.hpp"

namespace passback::oneroster {
namespace {

struct Warning {
  lms_plugin::YamlPlace place;
  std::string text;
};

struct Reading {
  const lms_plugin::YamlDocument& document;
  const std::map<std::string, std::string>& evidence;
  std::vector<Warning> warnings = {};

  void warn(std::string_view pointer, std::string text) {
    warnings.push_back({document.place_of(pointer), std::move(text)});
  }
};

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

/// A field, or a section of fields.
bool is_in_table(const std::string& path) {
  return std::ranges::any_of(all_fields(), [&](const Field& field) {
    return field.path == path || field.path.starts_with(path + ".");
  });
}

/// A list and a map of the vendor's own words are one field.
void check_evidence(Reading& reading) {
  static constexpr std::string_view kAboutTheFile[] = {"name", "title", "version", "evidence"};
  for (const Field& field : all_fields()) {
    const std::string path(field.path);
    if (std::ranges::count(kAboutTheFile, path) == 0 &&
        value_at(reading.document.value.get_object(), path) != nullptr &&
        !has_evidence(reading, path)) {
      reading.warn(pointer_of(field),
                   "nothing under 'evidence' says where " + path + " comes from");
    }
  }
  for (const auto& [field, kind] : reading.evidence) {
    if (!field.empty() && field != "grades_written" && !is_in_table(field)) {
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
  const auto* document = std::get_if<lms_plugin::YamlDocument>(&parsed);
  if (document == nullptr) {
    return Error{Code::internal, "a profile that was read cannot be read again"};
  }
  Reading reading{*document, profile->evidence};
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
  check_evidence(reading);
  std::ranges::stable_sort(reading.warnings, {}, [](const Warning& warning) {
    return std::pair(warning.place.line, warning.place.column);
  });
  ProfileReview review{*std::move(profile), {}};
  for (const Warning& warning : reading.warnings) {
    review.warnings.push_back(std::string(file) + ":" + std::to_string(warning.place.line) + ": " +
                              warning.text);
  }
  return review;
}

} // namespace passback::oneroster
