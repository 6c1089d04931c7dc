#pragma once
// HTTP/1.1 over TCP or TLS for a Service: keep-alive, many connections, each on a strand of its
// own. The only file that knows Boost.Beast is http_server.cpp.
#include <cstdint>
#include <memory>

#include "host_stub/sis/service.hpp"

namespace host_stub::sis {

class HttpServer {
 public:
  /// Binds and listens. Throws std::runtime_error that names the address. The service must outlive
  /// this.
  explicit HttpServer(Service& service);
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  std::uint16_t port() const;
  /// From now on SIGINT and SIGTERM do what stop() does, instead of ending the process.
  void stop_on_signals();
  /// Serves on the calling thread and config.threads - 1 others until stop() is called; returns
  /// when all of them are done.
  void run();
  /// From any thread, also before run(): open connections are closed, no answer is waited for.
  void stop();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

} // namespace host_stub::sis
