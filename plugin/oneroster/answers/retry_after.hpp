// The Retry-After header (RFC 9110 10.2.3).
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "plugin/oneroster/wire/http.hpp"

namespace passback::oneroster {

/// An HTTP date in one of its three forms (RFC 9110 5.6.7); none for anything else.
std::optional<std::int64_t> read_http_date(std::string_view text, std::int64_t now_unix_ms);

/// How long the answer asks us to wait, 0 to one hour; none for a value that is neither seconds nor
/// a date. A date is read against the answer's own Date, where it has one.
std::optional<std::int64_t> read_retry_after(const HttpAnswer& answer, std::int64_t now_unix_ms);

} // namespace passback::oneroster
