#include "plugin/oneroster/documents/document_parts.hpp"

#include <algorithm>

#include "plugin/oneroster/values/date_text.hpp"
#include "plugin/oneroster/wire/ascii.hpp"
#include "plugin/oneroster/wire/url.hpp"
#include "plugin/oneroster/wire/utf8.hpp"

namespace passback::oneroster {

JsonObject base_object(const Profile& profile, const gradebook::SourcedId& id,
                       const DocumentContext& context) {
  JsonObject object;
  if (profile.writes.id_in_body) {
    object.text("sourcedId", id.value);
  }
  if (profile.writes.base_members || context.withdrawn) {
    object.text("status", context.withdrawn ? "tobedeleted" : "active");
  }
  if (profile.writes.base_members) {
    object.text("dateLastModified", utc_date_time(context.now_unix_ms));
  }
  return object;
}

JsonObject reference(const Profile& profile, const std::string& base, std::string_view collection,
                     std::string_view type, const gradebook::SourcedId& id) {
  JsonObject object;
  if (profile.references == References::id_only) {
    object.text("sourcedId", id.value);
    return object;
  }
  object.text("href", base + "/" + std::string(collection) + "/" + path_segment(id.value))
      .text("sourcedId", id.value)
      .text("type", type);
  return object;
}

bool add_reference(JsonObject& object, std::string_view name, Need need,
                   const gradebook::SourcedId& id, const JsonObject& value) {
  if (need == Need::never) {
    return true;
  }
  if (id.empty()) {
    return need != Need::required;
  }
  object.object(name, value);
  return true;
}

std::string envelope(std::string_view name, const JsonObject& object) {
  JsonObject outer;
  outer.object(name, object);
  return outer.str();
}

std::string title_apart(std::string_view title, int max, std::string_view suffix) {
  const auto limit = static_cast<std::size_t>(std::max(max, 0));
  const std::size_t added = utf8::length(suffix) + 1;
  if (limit != 0 && added >= limit) {
    return {};
  }
  const std::size_t room = limit == 0 ? utf8::length(title) : limit - added;
  const std::string_view kept = ascii::trimmed(utf8::first_characters(title, room));
  return std::string(kept) + "~" + std::string(suffix);
}

std::string title_within(std::string_view title, int max, std::string_view suffix) {
  const auto limit = static_cast<std::size_t>(std::max(max, 0));
  if (limit == 0 || utf8::length(title) <= limit) {
    return std::string(title);
  }
  if (std::string apart = title_apart(title, max, suffix); !apart.empty()) {
    return apart;
  }
  return std::string(ascii::trimmed(utf8::first_characters(title, limit)));
}

} // namespace passback::oneroster
