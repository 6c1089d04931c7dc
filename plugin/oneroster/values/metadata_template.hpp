// Metadata members that a profile wants written, filled in.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include <boost/json/object.hpp>

#include "plugin/oneroster/wire/json_text.hpp"

namespace passback::oneroster {

/// Placeholder without its braces -> value. One that is not here has no value.
using TemplateValues = std::map<std::string, std::string, std::less<>>;

/// None if a placeholder has no value. A brace without a known name behind it stands for itself.
std::optional<std::string> filled(std::string_view text, const TemplateValues& values);

/// The metadata of a record: what the SIS holds, and on top of it ours. `ours_win` is false where
/// the SIS owns the members that we write: then a member that it has stays as it is.
JsonObject merged_metadata(const std::map<std::string, std::string>& ours,
                           const boost::json::object& in_sis, bool ours_win);

} // namespace passback::oneroster
