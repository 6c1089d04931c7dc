#pragma once
// The simulated SIS: a strict OneRoster provider, 1.1 and 1.2 at once, that listens, keeps what it
// is sent and tells what it received. See docs/sis-simulator.md.
#include <cstdint>
#include <string>

#include "host_stub/http/server.hpp"
#include "host_stub/sis/config.hpp"
#include "host_stub/sis/service.hpp"

namespace host_stub::sis {

class SisServer {
 public:
  /// Loads data and roster, makes the certificate when asked, binds. Throws std::runtime_error in
  /// plain words.
  explicit SisServer(SisConfig config);

  std::uint16_t port() const { return http_.port(); }
  /// "http://127.0.0.1:8080", without a path; https with TLS.
  std::string url() const;
  const SisConfig& config() const { return service_.config(); }

  /// From now on SIGINT and SIGTERM stop the server cleanly. Call it before anyone is told the
  /// address.
  void stop_on_signals() { http_.stop_on_signals(); }
  /// Blocks until stop(). Once per server.
  void run() { http_.run(); }
  /// From any thread.
  void stop() { http_.stop(); }

 private:
  Service service_;
  http::Server http_;
};

} // namespace host_stub::sis
