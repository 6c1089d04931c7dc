// The addresses of one connection, and the ids on them.
#pragma once

#include <string>

#include "plugin/gradebook/ids.hpp"
#include "plugin/oneroster/profile/profile.hpp"

namespace passback::oneroster {

struct Endpoint {
  OneRosterVersion version = OneRosterVersion::v1p2;
  std::string rostering_base, gradebook_base; ///< without a slash at the end
  std::string token_url;                      ///< empty = none
};

/// From what the administrator typed and the profile. A base URL that already ends in the service's
/// path is taken as it is; one that ends in a path of the other version is refused by name.
Result<Endpoint> resolve_endpoint(const settings::Connection& connection, const Profile& profile);

/// "scheme://host:port" in lower case with the port spelled out; Code::config for what is no
/// http(s) URL.
Result<std::string> origin(std::string_view url);

} // namespace passback::oneroster
