#include <algorithm>

#include "plugin/oneroster/auth/auth.hpp"

namespace passback::oneroster {
namespace {

constexpr std::string_view kKey = "{api_key}";
constexpr std::string_view kSecret = "{api_secret}";

/// False if the placeholder stands there and has no value.
bool put_in(std::string& text, std::string_view placeholder, std::string_view value) {
  std::size_t at = text.find(placeholder);
  if (at != std::string::npos && value.empty()) {
    return false;
  }
  while (at != std::string::npos) {
    text.replace(at, placeholder.size(), value);
    at = text.find(placeholder, at + value.size());
  }
  return true;
}

/// Nothing that would end the header and begin another.
bool fits_a_header(std::string_view text) {
  return std::ranges::none_of(
      text, [](char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7f'; });
}

} // namespace

std::vector<Header> extra_headers(const Profile& profile, std::string_view api_key,
                                  std::string_view api_secret) {
  std::vector<Header> headers;
  for (const auto& [name, pattern] : profile.headers) {
    std::string value = pattern;
    // The secret last: what looks like a placeholder inside it is not one.
    const bool known = put_in(value, kKey, api_key) && put_in(value, kSecret, api_secret);
    if (known && fits_a_header(value)) {
      headers.push_back({name, std::move(value)});
    }
  }
  return headers;
}

bool headers_carry_secret(const Profile& profile) {
  return std::ranges::any_of(profile.headers, [](const auto& header) {
    return header.second.find(kSecret) != std::string::npos;
  });
}

} // namespace passback::oneroster
