#pragma once
// Web addresses, taken apart and put together: where a request goes, and whether credentials may
// go along. Pure.
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace host_stub::import {

// An absolute http or https address without user information and without a fragment.
struct Url {
  std::string scheme; // lower case
  std::string host;   // lower case, an IPv6 address with its brackets
  std::string port;   // always there, digits
  std::string path;   // begins with '/', as it was written
  std::string query;  // as it was written, without '?'

  std::string text() const;
  // Where credentials may go: scheme, host and port.
  std::string origin() const;
  bool is_default_port() const;
  bool is_loopback() const;
};

std::optional<Url> parse_url(std::string_view text);

// What a link on a page of `base` points to: absolute, or relative as "/path", "path" or "?query".
// Nothing for other schemes, for "//host" and for what is no address ("~/ims/…").
std::optional<Url> resolve(const Url& base, std::string_view link);

// All but RFC 3986's unreserved characters as %XX, upper case.
std::string percent_encode(std::string_view text);
// The parameters of a query, decoded as a form is ('+' is a space).
std::vector<std::pair<std::string, std::string>> query_parameters(std::string_view query);

} // namespace host_stub::import
