#include <algorithm>

#include "plugin/oneroster/documents/document_parts.hpp"
#include "plugin/oneroster/values/one_line.hpp"
#include "plugin/oneroster/values/wire_id.hpp"
#include "plugin/oneroster/wire/ascii.hpp"

namespace passback::oneroster {
namespace {

/// Four characters that stay the same as long as the record lives. Where the SIS gives the ids, the
/// record's id changes once, and ids that are counted up have the same beginning.
std::string suffix_of(const Profile& profile, const LineItemInput& input) {
  const gradebook::SourcedId id =
      profile.writes.ids == WireIds::client
          ? input.wire_id
          : derive_wire_id({"title", input.class_id.value, input.activity_id.value});
  return id.value.substr(0, 4);
}

bool is_taken(const std::vector<std::string>& taken, std::string_view title) {
  return std::ranges::any_of(taken, [&](const std::string& other) {
    return ascii::same_without_case(ascii::trimmed(other), ascii::trimmed(title));
  });
}

} // namespace

Result<std::string> line_item_title(const Profile& profile, const LineItemInput& input) {
  if (profile.owner.title == Owner::sis && input.in_sis && !input.in_sis->title.empty()) {
    return input.in_sis->title;
  }
  const std::string whole = one_line(input.facts.title);
  if (whole.empty()) {
    return Code::title_missing;
  }
  const std::string suffix = suffix_of(profile, input);
  std::string title = title_within(whole, profile.title_max, suffix);
  if (profile.title_unique == TitleUnique::no) {
    return title;
  }
  std::string apart = title_apart(whole, profile.title_max, suffix);
  // Once apart it stays apart: a name that changes with those of others is no name.
  const bool was_apart = input.in_sis && !apart.empty() && input.in_sis->title == apart;
  if (!was_apart && !is_taken(input.taken_titles, title)) {
    return title;
  }
  if (apart.empty() || is_taken(input.taken_titles, apart)) {
    return Code::title_taken;
  }
  return apart;
}

} // namespace passback::oneroster
