#include "host_stub/http/server.hpp"

#include <fstream>
#include <optional>
#include <stdexcept>
#include <thread>
#include <vector>

#include <boost/asio.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl.hpp>

#include "host_stub/http/date.hpp"
#include "host_stub/http/tls.hpp"

namespace host_stub::http {

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace wire = boost::beast::http;
using Tcp = asio::ip::tcp;
using Plain = asio::basic_stream_socket<Tcp, asio::any_io_executor>;
using Secure = asio::ssl::stream<Plain>;
using boost::system::error_code;

constexpr auto kToken = asio::as_tuple(asio::use_awaitable);

Plain& socket_of(Plain& stream) {
  return stream;
}
Plain& socket_of(Secure& stream) {
  return stream.next_layer();
}

Request take(const wire::request<wire::string_body>& message, bool tls) {
  Request request;
  request.method = std::string(message.method_string());
  const std::string target(message.target());
  const auto mark = target.find('?');
  request.path = target.substr(0, mark);
  request.query = mark == std::string::npos ? std::string() : target.substr(mark + 1);
  request.body = message.body();
  request.tls = tls;
  for (const auto& field : message) {
    request.headers.push_back({std::string(field.name_string()), std::string(field.value())});
  }
  return request;
}

wire::response<wire::string_body> give(const Response& response, const std::string& name,
                                       bool keep_alive) {
  wire::response<wire::string_body> message;
  message.version(11);
  message.result(static_cast<unsigned>(response.status));
  if (!name.empty()) {
    message.set(wire::field::server, name);
  }
  if (find_header(response.headers, "Date") == nullptr) {
    message.set(wire::field::date, date_header(std::chrono::system_clock::now()));
  }
  for (const auto& header : response.headers) {
    message.insert(header.name, header.value);
  }
  message.body() = response.body;
  message.keep_alive(keep_alive);
  const bool bodiless = response.status == 204 || response.status == 304;
  if (!bodiless) {
    message.prepare_payload();
    message.content_length(response.body.size());
  }
  return message;
}

asio::awaitable<void> wait(std::chrono::milliseconds time) {
  if (time.count() > 0) {
    asio::steady_timer timer(co_await asio::this_coro::executor, time);
    co_await timer.async_wait(kToken);
  }
}

/// Blocks this connection until the client gives up; whatever it sends meanwhile is thrown away.
template <class Stream> asio::awaitable<void> wait_for_hang_up(Stream& stream) {
  std::array<char, 512> waste{};
  while (true) {
    const auto [error, size] = co_await stream.async_read_some(asio::buffer(waste), kToken);
    if (error) {
      co_return;
    }
  }
}

void close_with_reset(Plain& socket) {
  error_code ignored;
  socket.set_option(asio::socket_base::linger(true, 0), ignored);
  socket.close(ignored);
}

/// Reads one request, answering "Expect: 100-continue" on the way. False when the connection is
/// done; a body that is too large is told so first.
template <class Stream>
asio::awaitable<bool> read_request(Stream& stream, beast::flat_buffer& buffer, std::size_t max_body,
                                   wire::request<wire::string_body>& message) {
  wire::request_parser<wire::string_body> parser;
  parser.body_limit(max_body);
  auto [error, size] = co_await wire::async_read_header(stream, buffer, parser, kToken);
  if (!error && beast::iequals(parser.get()[wire::field::expect], "100-continue")) {
    wire::response<wire::empty_body> go_on(wire::status::continue_, 11);
    std::tie(error, size) = co_await wire::async_write(stream, go_on, kToken);
  }
  if (!error) {
    std::tie(error, size) = co_await wire::async_read(stream, buffer, parser, kToken);
  }
  if (error) {
    const bool too_large = error == wire::error::body_limit;
    if (too_large || error.category() == make_error_code(wire::error::bad_method).category()) {
      if (error != wire::error::end_of_stream && error != wire::error::partial_message) {
        wire::response<wire::string_body> refusal(
            too_large ? wire::status::payload_too_large : wire::status::bad_request, 11);
        refusal.keep_alive(false);
        refusal.prepare_payload();
        co_await wire::async_write(stream, refusal, kToken);
      }
    }
    co_return false;
  }
  message = parser.release();
  co_return true;
}

/// Sends the header and the first bytes of the body that the header promises whole.
template <class Stream>
asio::awaitable<void> send_part(Stream& stream, wire::response<wire::string_body>& message,
                                std::size_t bytes) {
  const auto body = message.body();
  wire::response_serializer<wire::string_body> serializer(message);
  const auto [error, size] = co_await wire::async_write_header(stream, serializer, kToken);
  if (!error) {
    co_await asio::async_write(stream, asio::buffer(body.data(), std::min(bytes, body.size())),
                               kToken);
  }
}

/// One request and its answer; false when the connection ends here.
template <class Stream>
asio::awaitable<bool> serve_one(Stream& stream, beast::flat_buffer& buffer, Site& site,
                                const Listening& listening) {
  wire::request<wire::string_body> message;
  if (!co_await read_request(stream, buffer, listening.max_body, message)) {
    co_return false;
  }
  constexpr bool kTls = std::is_same_v<Stream, Secure>;
  const auto request = take(message, kTls);
  const auto visit = site.receive(request);
  co_await wait(visit->delay());
  const auto outcome = visit->answer();
  co_await wait(outcome.delay);

  if (outcome.ending == Ending::hang) {
    co_await wait_for_hang_up(stream);
    visit->finished(false);
    co_return false;
  }
  if (outcome.ending == Ending::reset || outcome.ending == Ending::drop) {
    if (outcome.ending == Ending::reset) {
      close_with_reset(socket_of(stream));
    } else {
      error_code ignored;
      socket_of(stream).close(ignored);
    }
    visit->finished(false);
    co_return false;
  }
  const bool keep_alive = message.keep_alive() && outcome.ending == Ending::answer;
  auto answer = give(outcome.response, listening.name, keep_alive);
  if (outcome.truncate) {
    co_await send_part(stream, answer, *outcome.truncate);
    error_code ignored;
    socket_of(stream).close(ignored);
    visit->finished(false);
    co_return false;
  }
  error_code error;
  std::size_t size = 0;
  if (request.method == "HEAD") {
    wire::response_serializer<wire::string_body> serializer(answer);
    std::tie(error, size) = co_await wire::async_write_header(stream, serializer, kToken);
  } else {
    std::tie(error, size) = co_await wire::async_write(stream, answer, kToken);
  }
  visit->finished(!error);
  co_return !error && keep_alive;
}

template <class Stream>
asio::awaitable<void> serve_all(Stream& stream, Site& site, const Listening& listening) {
  beast::flat_buffer buffer;
  error_code ignored;
  socket_of(stream).set_option(Tcp::no_delay(true), ignored);
  while (co_await serve_one(stream, buffer, site, listening)) {
  }
}

} // namespace

class Server::Impl {
 public:
  Impl(Site& site, Listening listening)
      : site_(site), listening_(std::move(listening)), acceptor_(io_), signals_(io_) {
    if (listening_.tls) {
      prepare_tls();
    }
    try {
      const Tcp::endpoint endpoint(asio::ip::make_address(listening_.address), listening_.port);
      acceptor_.open(endpoint.protocol());
      acceptor_.set_option(asio::socket_base::reuse_address(true));
      acceptor_.bind(endpoint);
      acceptor_.listen();
    } catch (const boost::system::system_error& error) {
      if (error.code() == asio::error::address_in_use) {
        throw PortInUse(listening_.port);
      }
      // Its what() names a line of Boost's sources.
      throw std::runtime_error("cannot listen on " + listening_.address + ":" +
                               std::to_string(listening_.port) + ": " + error.code().message());
    }
    asio::co_spawn(io_, accept(), asio::detached);
  }

  std::uint16_t port() const { return acceptor_.local_endpoint().port(); }

  void stop_on_signals() {
    signals_.add(SIGINT);
    signals_.add(SIGTERM);
    signals_.async_wait([this](error_code error, int) {
      if (!error) {
        io_.stop();
      }
    });
  }

  void run() {
    std::vector<std::jthread> others;
    for (unsigned i = 1; i < listening_.threads; ++i) {
      others.emplace_back([this] { io_.run(); });
    }
    io_.run();
  }

  void stop() { io_.stop(); }

 private:
  void prepare_tls() {
    const auto identity = make_tls_identity();
    tls_.emplace(asio::ssl::context::tls_server);
    tls_->set_options(asio::ssl::context::no_tlsv1 | asio::ssl::context::no_tlsv1_1);
    tls_->use_certificate_chain(asio::buffer(identity.certificate_pem));
    tls_->use_private_key(asio::buffer(identity.key_pem), asio::ssl::context::pem);
    if (!listening_.ca_file.empty()) {
      std::ofstream file(listening_.ca_file, std::ios::binary | std::ios::trunc);
      file << identity.ca_pem;
      file.close();
      if (!file) {
        throw std::runtime_error(listening_.ca_file + ": cannot be written");
      }
    }
  }

  asio::awaitable<void> accept() {
    while (true) {
      auto [error, socket] = co_await acceptor_.async_accept(asio::make_strand(io_), kToken);
      if (error == asio::error::operation_aborted) {
        co_return;
      }
      if (!error) {
        const auto executor = socket.get_executor();
        asio::co_spawn(executor, serve(Plain(std::move(socket))), asio::detached);
      }
    }
  }

  asio::awaitable<void> serve(Plain socket) {
    if (!tls_) {
      co_await serve_all(socket, site_, listening_);
      error_code ignored;
      socket.shutdown(Plain::shutdown_both, ignored);
      co_return;
    }
    Secure stream(std::move(socket), *tls_);
    const auto [error] = co_await stream.async_handshake(asio::ssl::stream_base::server, kToken);
    if (error) {
      co_return;
    }
    co_await serve_all(stream, site_, listening_);
    if (stream.next_layer().is_open()) {
      co_await stream.async_shutdown(kToken);
    }
  }

  Site& site_;
  const Listening listening_;
  std::optional<asio::ssl::context> tls_;
  asio::io_context io_;
  Tcp::acceptor acceptor_;
  asio::signal_set signals_;
};

Server::Server(Site& site, Listening listening)
    : impl_(std::make_unique<Impl>(site, std::move(listening))) {}
Server::~Server() = default;

std::uint16_t Server::port() const {
  return impl_->port();
}
void Server::stop_on_signals() {
  impl_->stop_on_signals();
}
void Server::run() {
  impl_->run();
}
void Server::stop() {
  impl_->stop();
}

} // namespace host_stub::http
