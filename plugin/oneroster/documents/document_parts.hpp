// What the documents have in common.
#pragma once

#include <string>
#include <string_view>

#include "plugin/oneroster/documents/documents.hpp"
#include "plugin/oneroster/wire/json_text.hpp"

namespace passback::oneroster {

/// sourcedId, status, dateLastModified: the base of every object, as far as the profile sends it.
/// A record that is taken back always says so.
JsonObject base_object(const Profile& profile, const gradebook::SourcedId& id,
                       const DocumentContext& context);

/// A GUIDRef with all three members (a reader that only knows sourcedId ignores the others), or
/// with sourcedId alone, by profile.
JsonObject reference(const Profile& profile, const std::string& base, std::string_view collection,
                     std::string_view type, const gradebook::SourcedId& id);

/// Adds a reference as the profile wants it; false if it is required and not known.
bool add_reference(JsonObject& object, std::string_view name, Need need,
                   const gradebook::SourcedId& id, const JsonObject& value);

/// {"name":{...}}
std::string envelope(std::string_view name, const JsonObject& object);

/// `title` within `max` code points (0 = no limit). A longer one is cut and ends in "~" and
/// `suffix`, so that two titles with the same beginning stay apart and a repeat gives the same.
std::string title_within(std::string_view title, int max, std::string_view suffix);
/// The same, with the suffix even if the title fits. Empty if there is no room for it.
std::string title_apart(std::string_view title, int max, std::string_view suffix);

/// The record inside the document, for a request that holds several. `wire_id` is always in it: the
/// answer to a POST refers to it.
Result<JsonObject> line_item_object(const Profile& profile, const Endpoint& endpoint,
                                    const LineItemInput& input, const DocumentContext& context);
Result<JsonObject> result_object(const Profile& profile, const Endpoint& endpoint,
                                 const ResultInput& input, const DocumentContext& context);

} // namespace passback::oneroster
