#pragma once
// The whole provider without its sockets: a request goes in, an answer and the way in which it is
// to be sent come out. Thread-safe: any number of connections may call at once; one lock orders
// them.
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>

#include "host_stub/http/site.hpp"
#include "host_stub/sis/auth.hpp"
#include "host_stub/sis/config.hpp"
#include "host_stub/sis/faults.hpp"
#include "host_stub/sis/rate_limit.hpp"
#include "host_stub/sis/record_flags.hpp"
#include "host_stub/sis/request_log.hpp"
#include "host_stub/sis/routes.hpp"
#include "host_stub/sis/store.hpp"

namespace host_stub::sis {

/// Time comes in from outside, so that tests need not wait for it.
struct Clock {
  std::function<std::int64_t()> wall_ms;   ///< milliseconds since 1970
  std::function<std::int64_t()> steady_us; ///< microseconds since any moment
};
Clock system_clock();

/// How the transport is to treat a request: as the fault rules say, or as usual.
struct Admission {
  std::uint64_t number = 0; ///< in the request log; 0 = not logged (the /_sis routes)
  std::string rule;
  FaultAction fault;
};

class Service : public http::Site {
 public:
  /// Opens the journal and loads the roster that the settings name. Throws std::runtime_error.
  explicit Service(SisConfig config, Clock clock = system_clock());

  std::unique_ptr<http::Visit> receive(const http::Request& request) override;

  /// The three steps of a visit. The transport waits admission.fault.delay_before after the first.
  Admission admit(const http::Request& request);
  /// Handles the request, once.
  http::Outcome answer(const Admission& admission, const http::Request& request);
  /// The answer left whole (or not), and nothing more happens to this request.
  void finished(const Admission& admission, bool sent);

  /// admit, answer and finished in one, without delays: for tests.
  http::Response handle(const http::Request& request);

  const SisConfig& config() const { return config_; }

 private:
  friend class Control;

  http::Response dispatch(const http::Request& request, Entry& entry);
  http::Response discovery(const http::Request& request, std::string_view base) const;

  SisConfig config_; ///< changes only under the lock, and never where it listens
  const Clock clock_;
  const std::int64_t started_us_;
  std::mutex mutex_;
  Store store_;
  RecordFlags record_flags_;
  json::object roster_gradebook_; ///< what rosters brought into the gradebook: a reset keeps it
  RateLimit rate_;
  Router router_;
  Authenticator authenticator_;
  FaultRules faults_;
  RequestLog log_;
};

} // namespace host_stub::sis
