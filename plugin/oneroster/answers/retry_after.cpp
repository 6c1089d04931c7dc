#include "plugin/oneroster/answers/retry_after.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <string>
#include <vector>

#include "plugin/oneroster/wire/ascii.hpp"

namespace passback::oneroster {
namespace {

// However long an SIS asks us to wait: it is asked again within the hour, in case its clock or its
// wish is wrong.
constexpr std::int64_t kLongestMs = 3600LL * 1000;

/// Words and numbers of a date, split at everything else: "Sun", "06", "Nov", "1994", "08", ...
std::vector<std::string_view> parts_of(std::string_view text) {
  std::vector<std::string_view> parts;
  while (!text.empty()) {
    const auto in_part = [](char c) { return ascii::is_digit(c) || ascii::is_letter(c); };
    const auto begin = std::ranges::find_if(text, in_part);
    text.remove_prefix(static_cast<std::size_t>(begin - text.begin()));
    const auto end = std::ranges::find_if_not(text, in_part);
    const auto size = static_cast<std::size_t>(end - text.begin());
    if (size > 0) {
      parts.push_back(text.substr(0, size));
    }
    text.remove_prefix(size);
  }
  return parts;
}

std::optional<int> date_part(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || value < 0 || value > 9999) {
    return std::nullopt;
  }
  return value;
}

std::optional<unsigned> month(std::string_view name) {
  static constexpr std::array<std::string_view, 12> kNames = {
      "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"};
  for (unsigned i = 0; i < kNames.size(); ++i) {
    if (ascii::same_without_case(name, kNames[i])) {
      return i + 1;
    }
  }
  return std::nullopt;
}

std::optional<std::int64_t> unix_ms(int year, unsigned month_number, int day, int hour, int minute,
                                    int second) {
  using namespace std::chrono;
  const year_month_day date{std::chrono::year(year), std::chrono::month(month_number),
                            std::chrono::day(static_cast<unsigned>(day))};
  if (!date.ok() || hour > 23 || minute > 59 || second > 60) {
    return std::nullopt;
  }
  const auto moment = sys_days(date) + hours(hour) + minutes(minute) + seconds(second);
  return duration_cast<milliseconds>(moment.time_since_epoch()).count();
}

/// Two-digit years of RFC 850 lie at most 50 years ahead.
int full_year(std::string_view digits, int year, std::int64_t now_unix_ms) {
  if (digits.size() > 2) {
    return year;
  }
  const int now = 1970 + static_cast<int>(now_unix_ms / 31'556'952'000);
  const int candidate = now - now % 100 + year;
  return candidate > now + 50 ? candidate - 100 : candidate;
}

} // namespace

std::optional<std::int64_t> read_http_date(std::string_view text, std::int64_t now_unix_ms) {
  const auto parts = parts_of(text);
  if (parts.size() < 7) {
    return std::nullopt;
  }
  // asctime puts the month before the day and the year last: Sun Nov  6 08:49:37 1994
  const bool asctime = month(parts[1]).has_value();
  const auto month_number = month(asctime ? parts[1] : parts[2]);
  const auto day = date_part(asctime ? parts[2] : parts[1]);
  const std::string_view year_digits = asctime ? parts[6] : parts[3];
  const std::size_t time_at = asctime ? 3 : 4;
  const auto year = date_part(year_digits);
  const auto hour = date_part(parts[time_at]);
  const auto minute = date_part(parts[time_at + 1]);
  const auto second = date_part(parts[time_at + 2]);
  if (!month_number || !day || !year || !hour || !minute || !second) {
    return std::nullopt;
  }
  return unix_ms(full_year(year_digits, *year, now_unix_ms), *month_number, *day, *hour, *minute,
                 *second);
}

std::optional<std::int64_t> read_retry_after(const HttpAnswer& answer, std::int64_t now_unix_ms) {
  const std::string_view value = ascii::trimmed(header(answer, "Retry-After").value_or(""));
  if (value.empty()) {
    return std::nullopt;
  }
  // Some servers write a fraction; more digits than an hour has only ever mean "long".
  const std::string_view whole = value.substr(0, value.find('.'));
  if (!whole.empty() && std::ranges::all_of(whole, ascii::is_digit)) {
    std::int64_t seconds = kLongestMs;
    std::from_chars(whole.data(), whole.data() + whole.size(), seconds);
    return std::min(seconds, kLongestMs / 1000) * 1000;
  }
  const auto date = read_http_date(value, now_unix_ms);
  if (!date) {
    return std::nullopt;
  }
  // Both times are the SIS's own: a clock that is wrong there is wrong twice.
  const auto said_at = read_http_date(header(answer, "Date").value_or(""), now_unix_ms);
  return std::clamp<std::int64_t>(*date - said_at.value_or(now_unix_ms), 0, kLongestMs);
}

} // namespace passback::oneroster
