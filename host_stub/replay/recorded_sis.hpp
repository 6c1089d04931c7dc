#pragma once
// An SIS that answers as one did when it was recorded: request by request, in the recorded order.
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "host_stub/http/site.hpp"
#include "host_stub/replay/likeness.hpp"

namespace host_stub::replay {

// One step of the recording as it was played.
struct Played {
  std::string step;                     // empty: it belongs to the step before
  std::string asked;                    // "GET /ims/oneroster/v1p1/classes?limit=1"
  std::string answered;                 // "200", or "nothing"
  std::vector<std::string> differences; // of what was written
};

// The server's threads call it one after another; what was played is read when the server has
// stopped.
class RecordedSis final : public http::Site {
 public:
  // Where tokens are given out; a recording does not say where that was.
  static constexpr const char* kTokenPath = "/recorded/token";

  // `exchanges` outlives this.
  explicit RecordedSis(const boost::json::array& exchanges)
      : exchanges_(exchanges), likeness_(0, {}, {}) {}
  // Before the first request: what the server's address is made of is known once it listens.
  void play_as(Likeness likeness) { likeness_ = std::move(likeness); }

  std::unique_ptr<http::Visit> receive(const http::Request& request) override;
  http::Outcome answer(const http::Request& request);

  const std::vector<Played>& played() const { return played_; }
  // Where the talk of now leaves the recorded one: what was recorded there, and what was asked.
  const std::optional<std::string>& way_left() const { return way_left_; }

 private:
  bool fits(const boost::json::object& exchange, const http::Request& request);
  http::Outcome answer_of(const boost::json::object& exchange);
  http::Outcome lose_the_way(const std::string& recorded, const http::Request& request);

  const boost::json::array& exchanges_;
  std::mutex lock_; // guards everything below
  Likeness likeness_;
  std::size_t next_ = 0;
  std::vector<Played> played_;
  std::optional<std::string> way_left_;
};

} // namespace host_stub::replay
