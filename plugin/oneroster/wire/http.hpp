// The one HTTP seam: requests and answers as values. delivery/ carries them; nothing here opens a
// socket.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace passback::oneroster {

struct Header {
  std::string name, value;
  bool operator==(const Header&) const = default;
};

struct HttpRequest {
  std::string method; ///< "GET", "PUT", "POST", "DELETE"
  std::string url;    ///< absolute, query already encoded
  std::vector<Header> headers;
  std::string body;
};

struct HttpAnswer {
  int status = 0;
  std::vector<Header> headers; ///< names as received; compare without case
  std::string body;            ///< at most the transport's cap
};

/// A GET that asks for JSON.
HttpRequest read_request(std::string url);

/// 2xx. Whether the body agrees, answer_body.hpp tells.
constexpr bool is_success(int status) {
  return status >= 200 && status < 300;
}
inline bool is_success(const HttpAnswer& answer) {
  return is_success(answer.status);
}

/// Value of the first header of that name, case-insensitively.
std::optional<std::string_view> header(const HttpAnswer& answer, std::string_view name);

/// What happened instead of an answer. The difference that matters: can the SIS have acted on it?
enum class TransportFailure {
  never_left,   ///< refused, name unknown, TLS failed, cut off by us before the first body byte:
                ///< certainly not stored
  maybe_stored, ///< time-out, reset, cut off after bytes had left: in doubt
};

} // namespace passback::oneroster
