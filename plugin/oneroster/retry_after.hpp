// The Retry-After header (RFC 9110 10.2.3).
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace passback::oneroster {

/// An HTTP date in one of its three forms (RFC 9110 5.6.7); none for anything else.
std::optional<std::int64_t> read_http_date(std::string_view text, std::int64_t now_unix_ms);

/// Milliseconds to wait, 0 to 24 h; none for a value that is neither seconds nor a date. All three
/// forms of an HTTP date are read (RFC 9110 5.6.7).
std::optional<std::int64_t> read_retry_after(std::string_view value, std::int64_t now_unix_ms);

} // namespace passback::oneroster
