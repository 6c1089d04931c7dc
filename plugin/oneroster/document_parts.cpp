#include "plugin/oneroster/document_parts.hpp"

#include "plugin/oneroster/ascii.hpp"
#include "plugin/oneroster/date_text.hpp"
#include "plugin/oneroster/url.hpp"
#include "plugin/oneroster/utf8.hpp"

namespace passback::oneroster {

JsonObject base_object(const gradebook::SourcedId& id, const DocumentContext& context) {
  JsonObject object;
  object.text("sourcedId", id.value)
      .text("status", context.withdrawn ? "tobedeleted" : "active")
      .text("dateLastModified", utc_date_time(context.now_unix_ms));
  return object;
}

JsonObject reference(const std::string& base, std::string_view collection, std::string_view type,
                     const gradebook::SourcedId& id) {
  JsonObject object;
  object.text("href", base + "/" + std::string(collection) + "/" + path_segment(id.value))
      .text("sourcedId", id.value)
      .text("type", type);
  return object;
}

std::string envelope(std::string_view name, const JsonObject& object) {
  JsonObject outer;
  outer.object(name, object);
  return outer.str();
}

std::string title_within(std::string_view title, int max, const gradebook::SourcedId& wire_id) {
  const auto limit = static_cast<std::size_t>(std::max(max, 0));
  if (limit == 0 || utf8::length(title) <= limit) {
    return std::string(title);
  }
  std::string suffix = "~" + wire_id.value.substr(0, 4);
  if (suffix.size() >= limit) {
    suffix.clear();
  }
  const std::string_view kept =
      ascii::trimmed(utf8::first_characters(title, limit - suffix.size()));
  return std::string(kept) + suffix;
}

} // namespace passback::oneroster
