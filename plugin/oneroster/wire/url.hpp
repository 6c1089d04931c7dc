// Absolute http(s) URLs, as far as an address that an administrator typed needs them (RFC 3986).
#pragma once

#include <string>
#include <string_view>

#include "plugin/platform/result.hpp"

namespace passback::oneroster {

/// Percent-encodes everything but the unreserved characters of RFC 3986 2.3, with upper-case
/// digits. This is also the encoding of RFC 5849 3.6.
std::string percent_encoded(std::string_view text);
/// An id as one segment of a path. "." and ".." are encoded too: a client or server that tidies the
/// path would otherwise take the request to another address.
std::string path_segment(std::string_view id);
/// application/x-www-form-urlencoded, as RFC 6749 appendix B wants it: a space becomes "+".
std::string form_encoded(std::string_view text);
/// Undoes percent-encoding; a "+" stays unless `plus_is_space`. A stray "%" stays as it is.
std::string percent_decoded(std::string_view text, bool plus_is_space = false);

struct Url {
  std::string scheme; ///< "http" or "https"
  std::string host;   ///< lower case; an IPv6 address with its brackets
  int port = 0;       ///< spelled out
  std::string path;   ///< "" or begins with a slash; as typed
  std::string query;  ///< without the question mark

  bool default_port() const { return port == (scheme == "http" ? 80 : 443); }
  /// "scheme://host" and the port only where it is not the scheme's own.
  std::string short_origin() const;
};

/// White space around the URL is dropped. Code::config, with a sentence about the part that is
/// wrong, for anything but an absolute http(s) URL without user name, fragment, control or
/// non-ASCII characters.
Result<Url> parse_url(std::string_view text);

/// localhost, 127.0.0.0/8, [::1]: where plain http is allowed, because nothing leaves the machine.
bool is_loopback(const Url& url);

} // namespace passback::oneroster
