// The Link header (RFC 8288), as far as paging needs it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "plugin/oneroster/wire/http.hpp"

namespace passback::oneroster {

/// The target of rel="next" as an absolute URL. None if there is none, if it cannot be read, or if
/// it points to another origin than `url`, the address that was asked: credentials would travel
/// there.
std::optional<std::string> next_link(const HttpAnswer& answer, std::string_view url);

/// A reference resolved against an absolute URL (RFC 3986 5.2), without its fragment. None for what
/// leads to another origin or is no URL, such as "~/ims/oneroster/v1p1/orgs/894".
std::optional<std::string> resolved_within(std::string_view url, std::string_view reference);

} // namespace passback::oneroster
