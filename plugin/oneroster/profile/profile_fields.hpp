// The table of all fields of a profile. The reader (profile_read), the sentences of `profile show`
// (profile_words), the review of a file and the tables of docs/sis-profiles-format.md are made from
// it, and a test holds manifests/sis.schema.json against it. A new field is a member of Profile, a
// row in one of the profile_fields_*.hpp, and a line in the schema that describes it.
#pragma once

#include <ranges>

#include "plugin/oneroster/profile/profile_field.hpp"

namespace passback::oneroster {

/// The fields that `profile show` puts under one title, in the order of their sentences.
struct FieldSection {
  std::string_view title;
  std::span<const Field> fields;
};
std::span<const FieldSection> field_sections();
/// All of them, section by section.
inline auto all_fields() {
  return field_sections() | std::views::transform(&FieldSection::fields) | std::views::join;
}
/// The field of that path, which must be one.
const Field& field_at(std::string_view path);
/// Where the field stands in the file: "/documents/title_max".
std::string pointer_of(const Field& field);
/// The choice with that number. A file can make each; what only code can make counts as the first.
const Choice& choice_of(const Field& field, const boost::json::value& value);

} // namespace passback::oneroster
