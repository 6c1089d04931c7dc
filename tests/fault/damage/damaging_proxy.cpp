#include "tests/fault/damage/damaging_proxy.hpp"

#include <algorithm>
#include <charconv>
#include <istream>
#include <iterator>
#include <optional>
#include <sstream>
#include <sys/socket.h>

namespace passback::fault {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;
using Tcp = asio::ip::tcp;

bool same_name(std::string_view a, std::string_view b) {
  return std::ranges::equal(
      a, b, [](unsigned char x, unsigned char y) { return std::tolower(x) == std::tolower(y); });
}

struct Head {
  std::string first_line;
  std::vector<std::pair<std::string, std::string>> headers;

  std::size_t body_size() const {
    std::size_t size = 0;
    for (const auto& [name, value] : headers) {
      if (same_name(name, "Content-Length")) {
        std::from_chars(value.data(), value.data() + value.size(), size);
      }
    }
    return size;
  }
};

Head parse_head(std::istream& in) {
  Head head;
  std::getline(in, head.first_line);
  for (std::string line; std::getline(in, line) && line != "\r";) {
    auto colon = line.find(':');
    auto end = line.find_last_not_of("\r");
    if (colon != std::string::npos) {
      head.headers.emplace_back(line.substr(0, colon), line.substr(colon + 2, end - colon - 1));
    }
  }
  if (head.first_line.ends_with('\r')) {
    head.first_line.pop_back();
  }
  return head;
}

// The SIS's own answer to a request, which it is asked on a connection of its own.
std::optional<Answer> ask_sis(asio::io_context& io, std::uint16_t port, const Head& head,
                              const std::string& body) {
  error_code error;
  Tcp::socket sis(io);
  sis.connect({asio::ip::address_v4::loopback(), port}, error);
  if (error) {
    return std::nullopt;
  }
  std::string request = head.first_line + "\r\n";
  for (const auto& [name, value] : head.headers) {
    if (!same_name(name, "Connection")) {
      request += name + ": " + value + "\r\n";
    }
  }
  request += "Connection: close\r\n\r\n" + body;
  asio::write(sis, asio::buffer(request), error);
  asio::streambuf buffer;
  asio::read(sis, buffer, error); // to its end
  std::istream in(&buffer);
  auto answered = parse_head(in);
  Answer answer;
  std::istringstream line(answered.first_line);
  std::string version;
  if (!(line >> version >> answer.status)) {
    return std::nullopt;
  }
  for (auto& [name, value] : answered.headers) {
    if (!same_name(name, "Content-Length") && !same_name(name, "Connection")) {
      answer.headers.emplace_back(name, value);
    }
  }
  answer.body.assign(std::istreambuf_iterator<char>(in), {});
  return answer;
}

} // namespace

DamagingProxy::DamagingProxy(std::uint16_t sis_port, std::uint64_t seed)
    : acceptor_(io_, {asio::ip::address_v4::loopback(), 0}),
      port_(acceptor_.local_endpoint().port()), sis_port_(sis_port), dice_(seed) {
  acceptor_thread_ = std::thread([this] { accept_loop(); });
}

DamagingProxy::~DamagingProxy() {
  stopping_ = true;
  ::shutdown(acceptor_.native_handle(), SHUT_RDWR);
  acceptor_thread_.join();
  std::vector<std::thread> left;
  {
    const std::lock_guard lock(mutex_);
    for (int socket : open_sockets_) {
      ::shutdown(socket, SHUT_RDWR);
    }
    left.swap(connections_);
  }
  for (std::thread& connection : left) {
    connection.join();
  }
}

void DamagingProxy::accept_loop() {
  while (!stopping_) {
    error_code error;
    Socket client(io_);
    acceptor_.accept(client, error);
    if (error) {
      continue;
    }
    const std::lock_guard lock(mutex_);
    open_sockets_.push_back(client.native_handle());
    connections_.emplace_back(
        [this, socket = std::move(client)]() mutable { serve(std::move(socket)); });
  }
}

void DamagingProxy::serve(Socket client) {
  asio::streambuf buffer;
  while (serve_one(client, buffer)) {
  }
  const std::lock_guard lock(mutex_);
  std::erase(open_sockets_, client.native_handle());
  error_code ignored;
  client.close(ignored);
}

bool DamagingProxy::serve_one(Socket& client, asio::streambuf& buffer) {
  error_code error;
  asio::read_until(client, buffer, "\r\n\r\n", error);
  if (error) {
    return false;
  }
  std::istream in(&buffer);
  auto head = parse_head(in);
  auto size = head.body_size();
  if (buffer.size() < size) {
    asio::read(client, buffer, asio::transfer_exactly(size - buffer.size()), error);
  }
  if (error) {
    return false; // the client gave up: the request was never whole
  }
  std::string body(size, '\0');
  in.read(body.data(), static_cast<std::streamsize>(size));
  ++requests_;
  {
    const std::lock_guard lock(mutex_);
    auto target = head.first_line.substr(0, head.first_line.rfind(' '));
    ++paths_[target.substr(0, target.find('?'))];
  }
  const auto fate = draw();
  // What a gateway answers itself has reached nobody.
  auto answer = fate.reaches_sis ? ask_sis(io_, sis_port_, head, body) : Answer{};
  if (!answer) {
    return false;
  }
  answer->reached = fate.reaches_sis;
  answer->of_read = head.first_line.starts_with("GET ");
  const bool as_it_is = !fate.kind;
  auto damaged = answer_of(*answer, fate);
  {
    const std::lock_guard lock(mutex_);
    tale_.push_back(head.first_line + (fate.reaches_sis ? ", SIS " : ", not the SIS ") +
                    std::to_string(answer->status) + ", " +
                    (fate.kind ? name_of(*fate.kind) : "as it is") + ": " +
                    damaged.bytes.substr(0, damaged.bytes.find('\r')));
  }
  asio::write(client, asio::buffer(damaged.bytes), error);
  if (damaged.reset) {
    client.set_option(asio::socket_base::linger(true, 0), error);
  }
  return as_it_is && !error;
}

DamagingProxy::Fate DamagingProxy::draw() {
  const std::lock_guard lock(mutex_);
  if (static_cast<int>(dice_() % 100) >= percent_) {
    return {};
  }
  if (order_.empty()) {
    for (int i = 0; i < kKinds; ++i) {
      order_.push_back(static_cast<Kind>(i));
    }
    // What is believed wrongly shows only in a cell that nobody changes later: pages come often.
    order_.insert(order_.end(), 12, Kind::html);
    std::shuffle(order_.begin(), order_.end(), dice_);
  }
  const auto kind = order_.back();
  order_.pop_back();
  ++kinds_[name_of(kind)];
  ++damaged_;
  const bool may_be_a_gateway = kind == Kind::html || kind == Kind::other_status ||
                                kind == Kind::retry_after || kind == Kind::error_shapes;
  return {.kind = kind, .reaches_sis = !may_be_a_gateway || dice_() % 2 == 0};
}

Damaged DamagingProxy::answer_of(const Answer& answer, const Fate& fate) {
  if (!fate.kind) {
    return {.bytes = plain(answer)};
  }
  const std::lock_guard lock(mutex_);
  return damage(*fate.kind, answer, dice_);
}

std::map<std::string, int> DamagingProxy::kinds() const {
  const std::lock_guard lock(mutex_);
  return kinds_;
}

std::map<std::string, int> DamagingProxy::paths() const {
  const std::lock_guard lock(mutex_);
  return paths_;
}

std::vector<std::string> DamagingProxy::tale_of(const std::string& part) const {
  const std::lock_guard lock(mutex_);
  std::vector<std::string> tale;
  std::ranges::copy_if(tale_, std::back_inserter(tale), [&](const std::string& line) {
    return line.find(part) != std::string::npos;
  });
  return tale;
}

void DamagingProxy::forget_paths() {
  const std::lock_guard lock(mutex_);
  paths_.clear();
}

} // namespace passback::fault
