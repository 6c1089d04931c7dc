#include "host_stub/sis/http_server.hpp"

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

#include "host_stub/sis/text.hpp"
#include "host_stub/sis/tls.hpp"

namespace host_stub::sis {

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
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

Request take(const http::request<http::string_body>& message, bool tls) {
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

http::response<http::string_body> give(const Response& response, bool keep_alive) {
  http::response<http::string_body> message;
  message.version(11);
  message.result(static_cast<unsigned>(response.status));
  message.set(http::field::server, "oneroster-simulator");
  if (find_header(response.headers, "Date") == nullptr) {
    message.set(http::field::date, http_date(std::chrono::system_clock::now()));
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
                                   http::request<http::string_body>& message) {
  http::request_parser<http::string_body> parser;
  parser.body_limit(max_body);
  auto [error, size] = co_await http::async_read_header(stream, buffer, parser, kToken);
  if (!error && beast::iequals(parser.get()[http::field::expect], "100-continue")) {
    http::response<http::empty_body> go_on(http::status::continue_, 11);
    std::tie(error, size) = co_await http::async_write(stream, go_on, kToken);
  }
  if (!error) {
    std::tie(error, size) = co_await http::async_read(stream, buffer, parser, kToken);
  }
  if (error) {
    const bool too_large = error == http::error::body_limit;
    if (too_large || error.category() == make_error_code(http::error::bad_method).category()) {
      if (error != http::error::end_of_stream && error != http::error::partial_message) {
        http::response<http::string_body> refusal(
            too_large ? http::status::payload_too_large : http::status::bad_request, 11);
        refusal.keep_alive(false);
        refusal.prepare_payload();
        co_await http::async_write(stream, refusal, kToken);
      }
    }
    co_return false;
  }
  message = parser.release();
  co_return true;
}

/// Sends the header and the first bytes of the body that the header promises whole.
template <class Stream>
asio::awaitable<void> send_part(Stream& stream, http::response<http::string_body>& message,
                                std::size_t bytes) {
  const auto body = message.body();
  http::response_serializer<http::string_body> serializer(message);
  const auto [error, size] = co_await http::async_write_header(stream, serializer, kToken);
  if (!error) {
    co_await asio::async_write(stream, asio::buffer(body.data(), std::min(bytes, body.size())),
                               kToken);
  }
}

/// One request and its answer; false when the connection ends here.
template <class Stream>
asio::awaitable<bool> serve_one(Stream& stream, beast::flat_buffer& buffer, Service& service) {
  http::request<http::string_body> message;
  if (!co_await read_request(stream, buffer, service.config().max_body, message)) {
    co_return false;
  }
  constexpr bool kTls = std::is_same_v<Stream, Secure>;
  const auto request = take(message, kTls);
  const auto admission = service.admit(request);
  co_await wait(admission.fault.delay_before);
  const auto outcome = service.answer(admission, request);
  co_await wait(outcome.delay);

  if (outcome.ending == Ending::hang) {
    co_await wait_for_hang_up(stream);
    service.finished(admission, false);
    co_return false;
  }
  if (outcome.ending == Ending::reset || outcome.ending == Ending::drop) {
    if (outcome.ending == Ending::reset) {
      close_with_reset(socket_of(stream));
    } else {
      error_code ignored;
      socket_of(stream).close(ignored);
    }
    service.finished(admission, false);
    co_return false;
  }
  const bool keep_alive = message.keep_alive() && outcome.ending == Ending::answer;
  auto answer = give(outcome.response, keep_alive);
  if (outcome.truncate) {
    co_await send_part(stream, answer, *outcome.truncate);
    error_code ignored;
    socket_of(stream).close(ignored);
    service.finished(admission, false);
    co_return false;
  }
  error_code error;
  std::size_t size = 0;
  if (request.method == "HEAD") {
    http::response_serializer<http::string_body> serializer(answer);
    std::tie(error, size) = co_await http::async_write_header(stream, serializer, kToken);
  } else {
    std::tie(error, size) = co_await http::async_write(stream, answer, kToken);
  }
  service.finished(admission, !error);
  co_return !error && keep_alive;
}

template <class Stream> asio::awaitable<void> serve_all(Stream& stream, Service& service) {
  beast::flat_buffer buffer;
  error_code ignored;
  socket_of(stream).set_option(Tcp::no_delay(true), ignored);
  while (co_await serve_one(stream, buffer, service)) {
  }
}

} // namespace

class HttpServer::Impl {
 public:
  explicit Impl(Service& service) : service_(service), acceptor_(io_), signals_(io_) {
    const auto& config = service.config();
    if (config.tls) {
      prepare_tls(config);
    }
    try {
      const Tcp::endpoint endpoint(asio::ip::make_address(config.bind_address), config.port);
      acceptor_.open(endpoint.protocol());
      acceptor_.set_option(asio::socket_base::reuse_address(true));
      acceptor_.bind(endpoint);
      acceptor_.listen();
    } catch (const std::exception& error) {
      throw std::runtime_error("cannot listen on " + config.bind_address + ":" +
                               std::to_string(config.port) + ": " + error.what());
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
    for (unsigned i = 1; i < service_.config().threads; ++i) {
      others.emplace_back([this] { io_.run(); });
    }
    io_.run();
  }

  void stop() { io_.stop(); }

 private:
  void prepare_tls(const SisConfig& config) {
    const auto identity = make_tls_identity();
    tls_.emplace(asio::ssl::context::tls_server);
    tls_->set_options(asio::ssl::context::no_tlsv1 | asio::ssl::context::no_tlsv1_1);
    tls_->use_certificate_chain(asio::buffer(identity.certificate_pem));
    tls_->use_private_key(asio::buffer(identity.key_pem), asio::ssl::context::pem);
    if (!config.ca_file.empty()) {
      std::ofstream file(config.ca_file, std::ios::binary | std::ios::trunc);
      file << identity.ca_pem;
      file.close();
      if (!file) {
        throw std::runtime_error(config.ca_file + ": cannot be written");
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
      co_await serve_all(socket, service_);
      error_code ignored;
      socket.shutdown(Plain::shutdown_both, ignored);
      co_return;
    }
    Secure stream(std::move(socket), *tls_);
    const auto [error] = co_await stream.async_handshake(asio::ssl::stream_base::server, kToken);
    if (error) {
      co_return;
    }
    co_await serve_all(stream, service_);
    if (stream.next_layer().is_open()) {
      co_await stream.async_shutdown(kToken);
    }
  }

  Service& service_;
  std::optional<asio::ssl::context> tls_;
  asio::io_context io_;
  Tcp::acceptor acceptor_;
  asio::signal_set signals_;
};

HttpServer::HttpServer(Service& service) : impl_(std::make_unique<Impl>(service)) {}
HttpServer::~HttpServer() = default;

std::uint16_t HttpServer::port() const {
  return impl_->port();
}
void HttpServer::stop_on_signals() {
  impl_->stop_on_signals();
}
void HttpServer::run() {
  impl_->run();
}
void HttpServer::stop() {
  impl_->stop();
}

} // namespace host_stub::sis
