// The tables of docs/sis-profiles-format.md are made from the table of profile fields and the
// schema. After a change: PASSBACK_UPDATE_DOCS=1 oneroster_test
// --gtest_filter='ProfileFormatPage.*'
#include <algorithm>
#include <cstdlib>

#include <gtest/gtest.h>

#include "plugin/oneroster/profile/profile_read.hpp"
#include "plugin/oneroster/profile/profile_sentences.hpp"
#include "tests/unit/oneroster/profile_table.hpp"

namespace passback::oneroster {
namespace {

namespace json = boost::json;

std::string code(std::string_view text) {
  return "`" + std::string(text) + "`";
}

/// A value as the file would write it.
std::string written(const Field& field, const json::value& value) {
  std::ostringstream text;
  if (field.value.count > 0 && value.is_int64()) {
    text << choice_of(field, value).word;
  } else if (value.is_string()) {
    text << value.get_string().c_str();
  } else if (value.is_double()) {
    text << value.get_double();
  } else if (value.is_array()) {
    for (const json::value& item : value.get_array()) {
      text << (text.view().empty() ? "[" : ", ") << written(field, item);
    }
    text << (text.view().empty() ? "" : "]");
  } else if (!value.is_object()) {
    text << json::serialize(value);
  }
  return text.str();
}

std::string default_of(const Field& field, OneRosterVersion version) {
  const std::size_t dot = field.path.rfind('.');
  const json::value schema = dot == std::string_view::npos
                                 ? json::parse(manifests::kSisSchema)
                                 : json::value(schema_of(field.path.substr(0, dot)));
  const json::value* required = schema.as_object().if_contains("required");
  const json::value key(field.path.substr(dot + 1)); // npos + 1 is 0
  if (required != nullptr && std::ranges::count(required->as_array(), key) > 0) {
    return "required";
  }
  const std::string text = written(field, field.value.get(default_profile(version)));
  return text.empty() ? "none" : code(text);
}

/// What a choice does, in the words of `profile show`. A part of a sentence may begin with the mark
/// that joins it to what stands before.
std::string explained(std::string_view word, std::string_view says, const Field& field,
                      unsigned only = 0) {
  static constexpr std::string_view kOnly[] = {"", " (1.2 only)", " (class gradebook only)",
                                               " (1.2 and class gradebook only)"};
  std::string words = filled(says, default_profile(OneRosterVersion::v1p2), field.details.subject);
  words.erase(0, words.find_first_not_of(",; "));
  return " · " + code(word) + std::string(kOnly[only]) + (words.empty() ? "" : ": " + words);
}

std::string explained(const Field& field) {
  std::ostringstream text;
  text << schema_of(field.path).at("description").as_string().c_str();
  if (field.value.most > 0) {
    text << " (" << field.value.least << " to " << field.value.most << ")";
  }
  for (const Choice& choice : field.value.choices()) {
    text << explained(choice.word, choice.says, field, choice.only);
  }
  if (field.value.get(Profile()).is_bool()) {
    text << explained("true", field.details.says, field)
         << explained("false", field.details.otherwise, field);
  }
  return text.str();
}

/// The fields of a map of the file ("top": those at its top), of one section of `profile show` or
/// of all.
std::string table_of(std::string_view map, std::string_view title) {
  const std::string prefix = map == "top" ? "" : std::string(map) + ".";
  std::string text = "| key | what | default in 1.1 | default in 1.2 |\n|---|---|---|---|\n";
  for (const FieldSection& section : field_sections()) {
    for (const Field& field : section.fields) {
      const bool is_in_map =
          map == "top" ? field.path.find('.') == field.path.npos : field.path.starts_with(prefix);
      if (is_in_map && (title.empty() || title == section.title)) {
        text += "| " + code(field.path.substr(prefix.size())) + " | " + explained(field) + " | " +
                default_of(field, OneRosterVersion::v1p1) + " | " +
                default_of(field, OneRosterVersion::v1p2) + " |\n";
      }
    }
  }
  return text;
}

/// The page with its tables made anew. Each stands after a mark that names its map.
std::string renewed(const std::string& page) {
  constexpr std::string_view kMark = "<!-- fields: ";
  std::istringstream lines(page);
  std::string text;
  bool in_table = false;
  for (std::string line; std::getline(lines, line);) {
    in_table = in_table && !line.empty();
    text += in_table ? "" : line + "\n";
    if (line.starts_with(kMark)) {
      const std::string name = line.substr(kMark.size(), line.find(" -->") - kMark.size());
      const std::size_t comma = name.find(", ");
      text += table_of(name.substr(0, comma), comma == name.npos ? "" : name.substr(comma + 2));
      in_table = true;
    }
  }
  return text;
}

TEST(ProfileFormatPage, HasTheFieldsOfTheTable) {
  const auto path = std::filesystem::path(SOURCE_DIR) / "docs" / "sis-profiles-format.md";
  const std::string wanted = renewed(text_of_file(path));
  if (std::getenv("PASSBACK_UPDATE_DOCS") != nullptr) {
    std::ofstream(path) << wanted;
  }
  EXPECT_EQ(text_of_file(path), wanted) << path << " is stale";
  for (const Field& field : all_fields()) {
    const std::size_t dot = field.path.find('.');
    const auto key = field.path.substr(dot + 1); // npos + 1 is 0
    EXPECT_NE(wanted.find("| " + code(key) + " |"), std::string::npos) << field.path;
  }
}

} // namespace
} // namespace passback::oneroster
