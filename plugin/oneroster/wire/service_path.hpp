// Where a OneRoster service is, given an address of which nobody knows how much of it was typed.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace passback::oneroster {

/// The path of a service, without a slash at the end. `typed` is the path of the API Base URL,
/// `service` the service's own path below the host, `other` that of the sibling service. What was
/// typed may be nothing, a beginning of the service's path ("/sis/ims/oneroster"), the whole of it,
/// the sibling's, or the root with the version ("/ims/oneroster/v1p2"); whatever stands before it
/// is kept.
std::string service_path(std::string_view typed, std::string_view service, std::string_view other);

/// What stands before the OneRoster path of that version ("v1p1") that `typed` ends in: "/sis" of
/// "/sis/ims/oneroster/v1p1". None if it ends otherwise.
std::optional<std::string> before_version(std::string_view typed, std::string_view version);

} // namespace passback::oneroster
