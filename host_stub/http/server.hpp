#pragma once
// HTTP/1.1 over TCP or TLS for a Site: keep-alive, many connections, each on a strand of its own.
// What is served is no business of it. The only file that knows Boost.Beast is server.cpp.
#include <cstddef>
#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>

#include "host_stub/http/site.hpp"

namespace host_stub::http {

/// Where a server listens, and what holds for every request.
struct Listening {
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;   ///< 0 = the system chooses; Server::port() tells
  unsigned threads = 2;     ///< threads that serve connections, at least 1
  bool tls = false;         ///< serve https with a certificate generated at start
  std::string ca_file = {}; ///< where the generated CA certificate (PEM) is written; "" = nowhere
  std::size_t max_body = 8U * 1024 * 1024; ///< larger request bodies are answered 413
  std::string name = {};                   ///< what the header Server says
};

/// Somebody else listens on that port.
class PortInUse : public std::runtime_error {
 public:
  explicit PortInUse(std::uint16_t port)
      : std::runtime_error("Port " + std::to_string(port) + " is in use") {}
};

class Server {
 public:
  /// Binds and listens. Throws PortInUse, or std::runtime_error that names the address. The site
  /// must outlive this.
  Server(Site& site, Listening listening);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  std::uint16_t port() const;
  /// From now on SIGINT and SIGTERM do what stop() does, instead of ending the process.
  void stop_on_signals();
  /// Serves on the calling thread and Listening::threads - 1 others until stop() is called; returns
  /// when all of them are done.
  void run();
  /// From any thread, also before run(): open connections are closed, no answer is waited for.
  void stop();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

} // namespace host_stub::http
