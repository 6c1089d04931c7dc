#include "plugin/oneroster/wire/url.hpp"

#include <charconv>
#include <optional>

#include "plugin/oneroster/wire/ascii.hpp"
#include "plugin/platform/ip_address.hpp"

namespace passback::oneroster {
namespace {

constexpr char kHexDigits[] = "0123456789ABCDEF";

bool is_unreserved(char c) {
  return ascii::is_letter(c) || ascii::is_digit(c) || c == '-' || c == '.' || c == '_' || c == '~';
}

void append_encoded(std::string& out, char c) {
  const auto byte = static_cast<unsigned char>(c);
  out += '%';
  out += kHexDigits[byte >> 4];
  out += kHexDigits[byte & 0x0f];
}

int hex_value(char c) {
  return ascii::is_digit(c) ? c - '0' : ascii::lower(c) - 'a' + 10;
}

Error unusable(std::string_view why) {
  return Error{Code::config, "The address " + std::string(why) + "."};
}

/// The address that a host is by itself, without a name that would have to be looked up.
std::optional<platform::IpAddress> literal_address(std::string_view host) {
  if (host.size() > 2 && host.front() == '[' && host.back() == ']') {
    const std::string_view inside = host.substr(1, host.size() - 2);
    return inside.find(':') == std::string_view::npos ? std::nullopt
                                                      : platform::IpAddress::parse(inside);
  }
  return host.find(':') == std::string_view::npos ? platform::IpAddress::parse(host) : std::nullopt;
}

/// True for what some readers take for an address in other forms: 2130706433, 0177.0.0.1, 127.1,
/// 0x7f000001. No name ends so (the top-level domains are words).
bool ends_in_a_number(std::string_view host) {
  host.remove_suffix(host.ends_with('.') ? 1 : 0);
  std::string_view last = host.substr(host.rfind('.') + 1);
  if (last.starts_with("0x")) {
    return std::ranges::all_of(last.substr(2), ascii::is_hex);
  }
  return !last.empty() && std::ranges::all_of(last, ascii::is_digit);
}

bool is_host(std::string_view host) {
  if (literal_address(host)) {
    return true;
  }
  return !host.empty() && host.front() != '.' && !ends_in_a_number(host) &&
         std::ranges::all_of(host, [](char c) {
           return ascii::is_letter(c) || ascii::is_digit(c) || c == '-' || c == '.' || c == '_';
         });
}

/// Where the port's colon is; an IPv6 address has colons of its own.
std::size_t port_colon(std::string_view authority) {
  const std::size_t colon = authority.rfind(':');
  const std::size_t bracket = authority.rfind(']');
  const bool inside_brackets =
      bracket != std::string_view::npos && colon != std::string_view::npos && colon < bracket;
  return inside_brackets ? std::string_view::npos : colon;
}

bool read_port(std::string_view text, int& port) {
  if (text.empty()) {
    return true;
  }
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  return error == std::errc{} && end == text.data() + text.size() && port > 0 && port < 65536;
}

} // namespace

std::string percent_encoded(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    if (is_unreserved(c)) {
      out += c;
    } else {
      append_encoded(out, c);
    }
  }
  return out;
}

std::string path_segment(std::string_view id) {
  return id == "." ? "%2E" : id == ".." ? "%2E%2E" : percent_encoded(id);
}

std::string form_encoded(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    if (ascii::is_letter(c) || ascii::is_digit(c) || c == '-' || c == '.' || c == '_' || c == '*') {
      out += c;
    } else if (c == ' ') {
      out += '+';
    } else {
      append_encoded(out, c);
    }
  }
  return out;
}

std::string percent_decoded(std::string_view text, bool plus_is_space) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size() && ascii::is_hex(text[i + 1]) &&
        ascii::is_hex(text[i + 2])) {
      out += static_cast<char>(hex_value(text[i + 1]) * 16 + hex_value(text[i + 2]));
      i += 2;
    } else {
      out += plus_is_space && text[i] == '+' ? ' ' : text[i];
    }
  }
  return out;
}

std::string Url::short_origin() const {
  return scheme + "://" + host + (default_port() ? "" : ":" + std::to_string(port));
}

Result<Url> parse_url(std::string_view text) {
  text = ascii::trimmed(text);
  if (text.empty()) {
    return unusable("is empty");
  }
  if (std::ranges::any_of(text, [](char c) { return c <= ' ' || c >= '\x7f'; })) {
    return unusable("holds a space or a character that must be percent-encoded");
  }
  Url url;
  const std::size_t scheme_end = text.find("://");
  url.scheme = ascii::lower(text.substr(0, std::min(scheme_end, text.size())));
  if (scheme_end == std::string_view::npos || (url.scheme != "https" && url.scheme != "http")) {
    return unusable("must begin with https://");
  }
  text.remove_prefix(scheme_end + 3);
  if (text.find('#') != std::string_view::npos) {
    return unusable("must not have a part behind #");
  }
  const std::string_view authority = text.substr(0, text.find_first_of("/?\\"));
  text.remove_prefix(authority.size());
  if (text.starts_with('\\')) {
    return unusable("holds a backslash");
  }
  if (authority.find('@') != std::string_view::npos) {
    return unusable("must not hold a user name or password");
  }
  const std::size_t colon = port_colon(authority);
  url.host = ascii::lower(authority.substr(0, colon));
  url.port = url.scheme == "http" ? 80 : 443;
  if (!is_host(url.host)) {
    return unusable("has no usable host name");
  }
  if (colon != std::string_view::npos && !read_port(authority.substr(colon + 1), url.port)) {
    return unusable("has a port that is no number from 1 to 65535");
  }
  const std::size_t question = text.find('?');
  url.path = text.substr(0, question);
  if (question != std::string_view::npos) {
    url.query = text.substr(question + 1);
  }
  return url;
}

bool is_loopback(const Url& url) {
  // Whether the name or number leads there is looked at once more when the connection is made.
  const auto address = literal_address(url.host);
  return address ? address->is_loopback() : url.host == "localhost";
}

} // namespace passback::oneroster
