#include "host_stub/import/api/url.hpp"

#include <algorithm>
#include <cctype>

namespace host_stub::import {
namespace {

bool is_letter_or_digit(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0;
}

std::string lower(std::string_view text) {
  std::string small(text);
  std::ranges::transform(small, small.begin(), [](unsigned char c) { return std::tolower(c); });
  return small;
}

bool is_number(std::string_view text) {
  return !text.empty() && text.size() <= 5 &&
         std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

// Control characters and spaces never belong into an address.
bool is_clean(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) > ' '; });
}

int hex_digit(char c) {
  return c >= '0' && c <= '9'   ? c - '0'
         : c >= 'a' && c <= 'f' ? c - 'a' + 10
         : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                : -1;
}

std::string form_decoded(std::string_view text) {
  std::string decoded;
  for (std::size_t i = 0; i < text.size(); ++i) {
    auto high = i + 2 < text.size() ? hex_digit(text[i + 1]) : -1;
    auto low = i + 2 < text.size() ? hex_digit(text[i + 2]) : -1;
    if (text[i] == '%' && high >= 0 && low >= 0) {
      decoded += static_cast<char>(high * 16 + low);
      i += 2;
    } else {
      decoded += text[i] == '+' ? ' ' : text[i];
    }
  }
  return decoded;
}

void take_path_and_query(std::string_view text, Url& url) {
  text = text.substr(0, text.find('#'));
  auto mark = text.find('?');
  url.path = text.substr(0, mark);
  url.query = mark == std::string_view::npos ? "" : text.substr(mark + 1);
  if (url.path.empty()) {
    url.path = "/";
  }
}

} // namespace

std::string Url::text() const {
  return origin() + path + (query.empty() ? "" : "?" + query);
}

std::string Url::origin() const {
  return scheme + "://" + host + (is_default_port() ? "" : ":" + port);
}

bool Url::is_default_port() const {
  return port == (scheme == "https" ? "443" : "80");
}

bool Url::is_loopback() const {
  return host == "localhost" || host == "[::1]" || host.starts_with("127.");
}

std::optional<Url> parse_url(std::string_view text) {
  auto separator = text.find("://");
  if (separator == std::string_view::npos || !is_clean(text)) {
    return std::nullopt;
  }
  Url url;
  url.scheme = lower(text.substr(0, separator));
  if (url.scheme != "http" && url.scheme != "https") {
    return std::nullopt;
  }
  text.remove_prefix(separator + 3);
  auto end = std::min(text.find_first_of("/?#"), text.size());
  auto authority = text.substr(0, end);
  take_path_and_query(text.substr(end), url);
  // An IPv6 address has colons of its own.
  auto after_bracket = authority.rfind(']');
  auto colon = authority.find(':', after_bracket == std::string_view::npos ? 0 : after_bracket);
  url.host = lower(authority.substr(0, colon));
  url.port = colon != std::string_view::npos ? std::string(authority.substr(colon + 1))
             : url.scheme == "https"         ? "443"
                                             : "80";
  if (url.host.empty() || authority.find('@') != std::string_view::npos || !is_number(url.port)) {
    return std::nullopt;
  }
  return url;
}

std::optional<Url> resolve(const Url& base, std::string_view link) {
  if (link.find("://") != std::string_view::npos) {
    return parse_url(link);
  }
  if (link.empty() || link.starts_with("//") || link.starts_with('~') || !is_clean(link) ||
      link.substr(0, link.find_first_of("/?")).find(':') != std::string_view::npos) {
    return std::nullopt;
  }
  Url url = base;
  if (link.starts_with('?')) {
    url.query = link.substr(1, link.find('#') - 1);
  } else if (link.starts_with('/')) {
    take_path_and_query(link, url);
  } else {
    take_path_and_query(base.path.substr(0, base.path.rfind('/') + 1) + std::string(link), url);
  }
  return url;
}

std::string percent_encode(std::string_view text) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string encoded;
  for (char c : text) {
    if (is_letter_or_digit(c) || c == '-' || c == '.' || c == '_' || c == '~') {
      encoded += c;
    } else {
      auto byte = static_cast<unsigned char>(c);
      encoded += {'%', kHex[byte >> 4], kHex[byte & 15]};
    }
  }
  return encoded;
}

std::vector<std::pair<std::string, std::string>> query_parameters(std::string_view query) {
  std::vector<std::pair<std::string, std::string>> parameters;
  while (!query.empty()) {
    auto part = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(part.size() + 1, query.size()));
    if (!part.empty()) {
      auto equals = std::min(part.find('='), part.size());
      parameters.emplace_back(form_decoded(part.substr(0, equals)),
                              form_decoded(part.substr(std::min(equals + 1, part.size()))));
    }
  }
  return parameters;
}

} // namespace host_stub::import
