#pragma once
// What a Server serves: a site takes each request and says how it is answered. It is called on any
// of the server's threads, by several at once, and never with a socket in sight.
#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>

#include "host_stub/http/message.hpp"

namespace host_stub::http {

/// What happens to the connection after a request.
enum class Ending { answer, answer_and_close, drop, reset, hang };

struct Outcome {
  Response response;
  Ending ending = Ending::answer;
  std::chrono::milliseconds delay{0};  ///< to wait before the answer is sent
  std::optional<std::size_t> truncate; ///< bytes of the body to send before the connection closes
};

/// One request on its way through a site. The server asks once each, in this order; what is thrown
/// ends the connection without an answer.
class Visit {
 public:
  virtual ~Visit() = default;

  /// To wait before the request is handled.
  virtual std::chrono::milliseconds delay() const { return std::chrono::milliseconds{0}; }
  virtual Outcome answer() = 0;
  /// The answer left whole (or not), and nothing more happens to this request.
  virtual void finished(bool /*sent*/) {}
};

class Site {
 public:
  virtual ~Site() = default;
  /// Header and body have arrived. The request outlives the visit.
  virtual std::unique_ptr<Visit> receive(const Request& request) = 0;
};

} // namespace host_stub::http
