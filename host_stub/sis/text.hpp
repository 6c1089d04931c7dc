#pragma once
// The small encodings of the web that this provider needs: percent and form encoding (RFC 3986, and
// application/x-www-form-urlencoded), Base64 (RFC 4648) and the dates of ISO 8601 as OneRoster uses
// them.
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace host_stub::sis {

/// Encodes all but RFC 3986's unreserved characters, upper-case hex: what RFC 5849, 3.6 asks for.
std::string percent_encode(std::string_view text);
/// Decodes %XX and leaves '+' alone; nothing when an escape is broken.
std::optional<std::string> percent_decode(std::string_view text);
/// Decodes %XX and '+'.
std::optional<std::string> form_decode(std::string_view text);

using Parameters = std::vector<std::pair<std::string, std::string>>;
/// Splits "a=1&b=2" at '&' and at the first '='; nothing when an escape is broken.
std::optional<Parameters> parse_form(std::string_view text);
/// The first value of a name, or nullptr.
const std::string* find_parameter(const Parameters& parameters, std::string_view name);

std::string base64_encode(std::string_view bytes);
/// Strict: padding obligatory, no white space.
std::optional<std::string> base64_decode(std::string_view text);

std::vector<std::string> split(std::string_view text, char separator);
std::string_view trim(std::string_view text);

/// "2012-04-23T18:25:43.511Z" from milliseconds since 1970.
std::string iso_time(std::int64_t unix_ms);
/// A calendar date "2012-01-05" that exists; its midnight UTC in milliseconds since 1970.
std::optional<std::int64_t> parse_date(std::string_view text);

enum class Zone { utc, offset, none };
struct DateTime {
  std::int64_t unix_ms;
  Zone zone;
};
/// "2012-04-23T18:25:43[.fraction][Z|+hh:mm]"; +00:00 counts as UTC. A missing zone is read as UTC
/// and said so.
std::optional<DateTime> parse_date_time(std::string_view text);

bool is_uuid(std::string_view text);

} // namespace host_stub::sis
