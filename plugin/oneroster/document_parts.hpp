// What the three documents have in common.
#pragma once

#include <string>
#include <string_view>

#include "plugin/oneroster/documents.hpp"
#include "plugin/oneroster/json_text.hpp"

namespace passback::oneroster {

/// sourcedId, status, dateLastModified: the base of every object.
JsonObject base_object(const gradebook::SourcedId& id, const DocumentContext& context);

/// A GUIDRef with all three members; a reader that only knows sourcedId ignores the others.
JsonObject reference(const std::string& base, std::string_view collection, std::string_view type,
                     const gradebook::SourcedId& id);

/// {"name":{...}}
std::string envelope(std::string_view name, const JsonObject& object);

/// `title` within `max` code points (0 = no limit). A longer one is cut and ends in four characters
/// of the wire id, so that two titles with the same beginning stay apart and a repeat gives the
/// same.
std::string title_within(std::string_view title, int max, const gradebook::SourcedId& wire_id);

} // namespace passback::oneroster
