// A server on loopback that says what a test tells it, byte by byte: what the simulated SIS, being
// a sound web server, never says. Each connection has a thread of its own.
#pragma once

#include <atomic>
#include <functional>
#include <list>
#include <string>
#include <sys/socket.h>
#include <thread>
#include <utility>

#include <boost/asio.hpp>

namespace passback::integration {

class RawServer {
 public:
  using Socket = boost::asio::ip::tcp::socket;
  /// May throw boost::system::system_error: the connection is then over.
  using Handler = std::function<void(Socket&)>;

  explicit RawServer(Handler handler)
      : handler_(std::move(handler)), acceptor_(io_, {boost::asio::ip::address_v4::loopback(), 0}),
        thread_([this] { serve(); }) {}
  ~RawServer() {
    stopping_ = true;
    ::shutdown(acceptor_.native_handle(), SHUT_RDWR);
    thread_.join();
    for (Connection& one : connections_) {
      // A client that keeps its connection for later would keep us here for ever.
      ::shutdown(one.socket.native_handle(), SHUT_RDWR);
      one.thread.join();
    }
  }
  RawServer(const RawServer&) = delete;
  RawServer& operator=(const RawServer&) = delete;

  std::string at() const {
    return "127.0.0.1:" + std::to_string(acceptor_.local_endpoint().port());
  }

 private:
  struct Connection {
    Socket socket;
    std::thread thread = {};
  };

  void serve() {
    while (!stopping_) {
      boost::system::error_code error;
      Socket client(io_);
      acceptor_.accept(client, error);
      if (error) {
        continue;
      }
      auto& one = connections_.emplace_back(Connection{std::move(client)});
      one.thread = std::thread([this, &one] {
        try {
          handler_(one.socket);
        } catch (const boost::system::system_error&) {
          // The client went away, which it may.
        }
        // The descriptor lives on, so that whoever stops us cannot hit another's.
        ::shutdown(one.socket.native_handle(), SHUT_RDWR);
      });
    }
  }

  Handler handler_;
  boost::asio::io_context io_;
  boost::asio::ip::tcp::acceptor acceptor_;
  std::atomic<bool> stopping_{false};
  std::list<Connection> connections_; ///< grown by thread_, read once that has ended
  std::thread thread_;
};

} // namespace passback::integration
