#include "plugin/delivery/worker/curl_transport.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstring>
#include <map>
#include <set>
#include <string_view>
#include <sys/socket.h>
#include <utility>
#include <vector>

#include <curl/curl.h>

#include "plugin/delivery/worker/curl_library.hpp"
#include "plugin/oneroster/wire/url.hpp"
#include "plugin/platform/try.hpp"

namespace passback::delivery {

namespace {

constexpr std::size_t kBodyMax = 1024UL * 1024;
// Some SISs do not page: a whole district's categories come as one list.
constexpr std::size_t kReadBodyMax = 16 * kBodyMax;
constexpr std::size_t kHeadersMax = 64UL * 1024;

struct CloseMulti {
  void operator()(CURLM* handle) const { curl_multi_cleanup(handle); }
};
struct CloseEasy {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
struct FreeList {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using Multi = std::unique_ptr<CURLM, CloseMulti>;
using Easy = std::unique_ptr<CURL, CloseEasy>;
using List = std::unique_ptr<curl_slist, FreeList>;

/// One transfer; libcurl keeps pointers into it, so it never moves.
struct RunningTransfer {
  TransferId id = 0;
  Transfer transfer;
  Transport::Done done;
  List headers;
  std::size_t read = 0;
  bool left = false;
  bool held_back = false;
  bool body_full = false;
  bool cut = false;
  bool head_ended = false; ///< of the answer itself, not of an interim one
  std::size_t header_bytes = 0;
  std::array<char, CURL_ERROR_SIZE> words{}; ///< libcurl's, about what failed
  oneroster::HttpAnswer answer;
  const platform::AddressPolicy* addresses = nullptr; ///< the transport's
  bool plain = false;                                 ///< not encrypted
  bool tried = false;                                 ///< an address that is allowed
  Code refused = Code::none;                          ///< why another was not
  std::string refused_address;
  std::string trusted; ///< certificates, if the transfer has some of its own
  Easy easy;           ///< last, so that it goes first: it points at all of the above

  bool may_leave() {
    if (transfer.may_leave && !transfer.may_leave()) {
      held_back = true;
      return false;
    }
    return true;
  }
};

RunningTransfer& running(void* pointer) {
  return *static_cast<RunningTransfer*>(pointer);
}

// libcurl calls these; nothing may be thrown through it.
curl_socket_t on_socket(void* user, curlsocktype, curl_sockaddr* target) noexcept {
  auto& self = running(user);
  try {
    const auto address = platform::IpAddress::of(target->addr, target->addrlen);
    const bool allowed = address && self.addresses->allows(*address);
    if (!allowed || (self.plain && !address->is_loopback())) {
      self.refused = allowed ? Code::address_not_encrypted : Code::address_not_allowed;
      self.refused_address = address ? address->text() : "no internet address";
      return CURL_SOCKET_BAD;
    }
  } catch (...) {
    return CURL_SOCKET_BAD;
  }
  self.tried = true;
  return ::socket(target->family, target->socktype | SOCK_CLOEXEC, target->protocol);
}

int on_request(void* user, char*, char*, int, int) noexcept {
  auto& self = running(user);
  try {
    if (!self.may_leave()) {
      return CURL_PREREQFUNC_ABORT;
    }
  } catch (...) {
    return CURL_PREREQFUNC_ABORT;
  }
  self.left = self.left || self.transfer.request.body.empty();
  return CURL_PREREQFUNC_OK;
}

std::size_t on_read(char* buffer, std::size_t size, std::size_t count, void* user) noexcept {
  auto& self = running(user);
  const std::string& body = self.transfer.request.body;
  try {
    if (self.read == 0 && !self.may_leave()) {
      return CURL_READFUNC_ABORT;
    }
  } catch (...) {
    return CURL_READFUNC_ABORT;
  }
  const std::size_t part = std::min(size * count, body.size() - self.read);
  if (part > 0) {
    std::memcpy(buffer, body.data() + self.read, part);
    self.read += part;
    self.left = true;
  }
  return part;
}

int on_seek(void* user, curl_off_t offset, int origin) noexcept {
  auto& self = running(user);
  const auto size = static_cast<curl_off_t>(self.transfer.request.body.size());
  if (origin != SEEK_SET || offset < 0 || offset > size) {
    return CURL_SEEKFUNC_CANTSEEK;
  }
  self.read = static_cast<std::size_t>(offset);
  return CURL_SEEKFUNC_OK;
}

std::size_t on_header(char* data, std::size_t size, std::size_t count, void* user) noexcept {
  auto& self = running(user);
  const std::size_t length = size * count;
  try {
    std::string_view line(data, length);
    if (line.starts_with("HTTP/")) {
      // A new head: that of an interim answer (100, 103) is forgotten.
      self.answer.headers.clear();
      self.head_ended = false;
      return length;
    }
    self.head_ended = self.head_ended || line == "\r\n" || line == "\n";
    self.header_bytes += length;
    const auto colon = line.find(':');
    if (colon == std::string_view::npos || self.header_bytes > kHeadersMax) {
      return length;
    }
    auto value = line.substr(colon + 1);
    const auto first = value.find_first_not_of(" \t\r\n");
    const auto last = value.find_last_not_of(" \t\r\n");
    value = first == std::string_view::npos ? std::string_view{}
                                            : value.substr(first, last - first + 1);
    self.answer.headers.push_back({std::string(line.substr(0, colon)), std::string(value)});
    return length;
  } catch (...) {
    return 0;
  }
}

std::size_t on_write(char* data, std::size_t size, std::size_t count, void* user) noexcept {
  auto& self = running(user);
  const std::size_t length = size * count;
  try {
    const std::size_t most = self.transfer.request.method == "GET" ? kReadBodyMax : kBodyMax;
    const std::size_t part = std::min(length, most - self.answer.body.size());
    self.answer.body.append(data, part);
    self.body_full = part < length;
    return self.body_full ? 0 : length;
  } catch (...) {
    return 0;
  }
}

Code code_of(CURLcode result) {
  switch (result) {
  case CURLE_OPERATION_TIMEDOUT:
    return Code::sis_timeout;
  case CURLE_SSL_CONNECT_ERROR:
  case CURLE_PEER_FAILED_VERIFICATION:
  case CURLE_SSL_CERTPROBLEM:
  case CURLE_SSL_CIPHER:
  case CURLE_SSL_CACERT_BADFILE:
  case CURLE_SSL_ISSUER_ERROR:
  case CURLE_SSL_INVALIDCERTSTATUS:
  case CURLE_USE_SSL_FAILED:
    return Code::sis_tls;
  case CURLE_URL_MALFORMAT:
  case CURLE_UNSUPPORTED_PROTOCOL:
    return Code::address_refused;
  case CURLE_ABORTED_BY_CALLBACK:
    return Code::deadline;
  case CURLE_BAD_CONTENT_ENCODING:
    return Code::answer_unreadable;
  default:
    return Code::sis_unreachable;
  }
}

std::string origin_of(const std::string& url) {
  const auto parsed = oneroster::parse_url(url);
  return parsed ? parsed->short_origin() : url;
}

class CurlTransport final : public Transport {
 public:
  CurlTransport(Multi multi, TransportOptions options)
      : multi_(std::move(multi)), options_(std::move(options)) {
    curl_multi_setopt(multi_.get(), CURLMOPT_PIPELINING, CURLPIPE_MULTIPLEX);
  }

  ~CurlTransport() override {
    for (auto& [id, one] : running_) {
      curl_multi_remove_handle(multi_.get(), one->easy.get());
    }
  }

  CurlTransport(const CurlTransport&) = delete;
  CurlTransport& operator=(const CurlTransport&) = delete;

  TransferId start(Transfer transfer, Done done) override {
    auto one = std::make_unique<RunningTransfer>();
    one->id = ++last_id_;
    one->transfer = std::move(transfer);
    one->done = std::move(done);
    one->easy.reset(curl_easy_init());
    const TransferId id = one->id;
    if (!one->easy || !set_up(*one) ||
        curl_multi_add_handle(multi_.get(), one->easy.get()) != CURLM_OK) {
      one->easy.reset();
      stillborn_.push_back(std::move(one));
      return id;
    }
    running_.emplace(id, std::move(one));
    return id;
  }

  void cut(TransferId id) override {
    const auto found = running_.find(id);
    if (found == running_.end()) {
      return;
    }
    found->second->cut = true;
    finish(found->first, CURLE_ABORTED_BY_CALLBACK);
  }

  std::size_t run() override {
    std::size_t ended = 0;
    for (auto& one : std::exchange(stillborn_, {})) {
      ++ended;
      one->done({std::nullopt, oneroster::TransportFailure::never_left, Code::internal,
                 "libcurl refused the transfer"});
    }
    int still_running = 0;
    curl_multi_perform(multi_.get(), &still_running);
    // Collected first: a callback may start or cut transfers.
    std::vector<std::pair<TransferId, CURLcode>> over;
    int left_in_queue = 0;
    while (const CURLMsg* message = curl_multi_info_read(multi_.get(), &left_in_queue)) {
      if (message->msg == CURLMSG_DONE) {
        char* pointer = nullptr;
        curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &pointer);
        over.emplace_back(running(pointer).id, message->data.result);
      }
    }
    for (const auto& [id, result] : over) {
      ended += finish(id, result) ? 1 : 0;
    }
    return ended;
  }

  void wait(std::chrono::milliseconds at_most) override {
    const auto bounded = std::clamp<std::int64_t>(at_most.count(), 0, 60'000);
    curl_multi_poll(multi_.get(), nullptr, 0, static_cast<int>(bounded), nullptr);
  }

  void wake() noexcept override { curl_multi_wakeup(multi_.get()); }
  std::size_t in_flight() const override { return running_.size() + stillborn_.size(); }

 private:
  bool set_up(RunningTransfer& one);
  bool finish(TransferId id, CURLcode result);
  static bool is_whole(const RunningTransfer& one, CURLcode result);
  static bool ended_early(const RunningTransfer& one, CURLcode result);
  static TransferResult result_of(RunningTransfer& one, CURLcode result);

  Multi multi_;
  TransportOptions options_;
  TransferId last_id_ = 0;
  std::map<TransferId, std::unique_ptr<RunningTransfer>> running_;
  std::vector<std::unique_ptr<RunningTransfer>> stillborn_;
  /// Servers whose early answers libcurl loses over HTTP/2.
  std::set<std::string> by_http1_;
};

bool CurlTransport::set_up(RunningTransfer& one) {
  CURL* easy = one.easy.get();
  bool good = true;
  const auto set = [&](CURLoption option, auto value) {
    good = good && curl_easy_setopt(easy, option, value) == CURLE_OK;
  };
  const auto& request = one.transfer.request;
  // libcurl copies strings, but not the list; and `Expect: 100-continue` would cost a round trip.
  const auto add = [&](const std::string& line) {
    curl_slist* longer = curl_slist_append(one.headers.get(), line.c_str());
    if (longer == nullptr) {
      good = false;
      return;
    }
    one.headers.release();
    one.headers.reset(longer);
  };
  add("Expect:");
  for (const auto& header : request.headers) {
    const std::string line = header.name + ": " + header.value;
    // A line break inside a value (a token, a cookie) would smuggle in headers of its own.
    good = good && line.find_first_of("\r\n") == std::string::npos;
    add(line);
  }

  set(CURLOPT_PRIVATE, &one);
  set(CURLOPT_URL, request.url.c_str());
  set(CURLOPT_PROTOCOLS_STR, "http,https");
  set(CURLOPT_FOLLOWLOCATION, 0L);
  set(CURLOPT_PROXY, "");
  set(CURLOPT_NOSIGNAL, 1L);
  set(CURLOPT_QUICK_EXIT, 1L);
  set(CURLOPT_USERAGENT, options_.user_agent.c_str());
  set(CURLOPT_HTTPHEADER, one.headers.get());
  set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(one.transfer.connect_timeout.count()));
  set(CURLOPT_TIMEOUT_MS, static_cast<long>(one.transfer.total_timeout.count()));
  set(CURLOPT_TCP_KEEPALIVE, 1L);
  set(CURLOPT_SSL_VERIFYPEER, 1L);
  set(CURLOPT_SSL_VERIFYHOST, 2L);
  set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  const bool by_http1 = !by_http1_.empty() && by_http1_.contains(origin_of(request.url));
  set(CURLOPT_HTTP_VERSION,
      static_cast<long>(by_http1 ? CURL_HTTP_VERSION_1_1 : CURL_HTTP_VERSION_2TLS));
  set(CURLOPT_ERRORBUFFER, one.words.data());
  // All that libcurl can unpack; on_write counts what is unpacked, so that a small answer cannot
  // become a large one in memory.
  set(CURLOPT_ACCEPT_ENCODING, "");
  if (!one.transfer.ca_pem.empty()) {
    one.trusted = options_.ca_pem + one.transfer.ca_pem;
  }
  std::string& trusted = one.trusted.empty() ? options_.ca_pem : one.trusted;
  if (!trusted.empty()) {
    curl_blob blob{trusted.data(), trusted.size(), CURL_BLOB_NOCOPY};
    set(CURLOPT_CAINFO_BLOB, &blob);
  }
  one.addresses = &options_.addresses;
  one.plain = !request.url.starts_with("https:");
  set(CURLOPT_OPENSOCKETFUNCTION, &on_socket);
  set(CURLOPT_OPENSOCKETDATA, &one);
  set(CURLOPT_FRESH_CONNECT, one.transfer.once ? 1L : 0L);
  set(CURLOPT_PREREQFUNCTION, &on_request);
  set(CURLOPT_PREREQDATA, &one);
  set(CURLOPT_HEADERFUNCTION, &on_header);
  set(CURLOPT_HEADERDATA, &one);
  set(CURLOPT_WRITEFUNCTION, &on_write);
  set(CURLOPT_WRITEDATA, &one);
  if (!request.body.empty()) {
    set(CURLOPT_UPLOAD, 1L);
    set(CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
    set(CURLOPT_READFUNCTION, &on_read);
    set(CURLOPT_READDATA, &one);
    set(CURLOPT_SEEKFUNCTION, &on_seek);
    set(CURLOPT_SEEKDATA, &one);
  }
  set(CURLOPT_CUSTOMREQUEST, request.method.c_str());
  return good;
}

// An HTTP/2 stream that ended without an error while the request was still being sent.
bool CurlTransport::ended_early(const RunningTransfer& one, CURLcode result) {
  return result == CURLE_HTTP2_STREAM &&
         std::string_view(one.words.data()).find("not closed cleanly") == std::string_view::npos;
}

// A server may answer before it has read the whole request, and then refuse the rest (RFC 9110
// 10.1.1, RFC 9113 8.1). libcurl tells that the sending failed; an answer that came whole counts.
bool CurlTransport::is_whole(const RunningTransfer& one, CURLcode result) {
  const bool sending_failed = result == CURLE_SEND_ERROR || result == CURLE_RECV_ERROR ||
                              result == CURLE_HTTP2_STREAM || result == CURLE_OPERATION_TIMEDOUT;
  if (!sending_failed || !one.head_ended) {
    return false;
  }
  curl_off_t announced = -1;
  curl_off_t received = 0;
  curl_easy_getinfo(one.easy.get(), CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &announced);
  curl_easy_getinfo(one.easy.get(), CURLINFO_SIZE_DOWNLOAD_T, &received);
  return announced >= 0 ? received == announced : ended_early(one, result);
}

TransferResult CurlTransport::result_of(RunningTransfer& one, CURLcode result) {
  long status = 0;
  curl_easy_getinfo(one.easy.get(), CURLINFO_RESPONSE_CODE, &status);
  // A longer answer than we keep is an answer all the same: its status decides.
  const bool by_us = one.cut || one.held_back;
  if (status >= 200 && (result == CURLE_OK || one.body_full || (!by_us && is_whole(one, result)))) {
    one.answer.status = static_cast<int>(status);
    return {std::move(one.answer), {}, Code::none, {}};
  }
  TransferResult failed;
  // Also where no byte of the body was asked for yet: whoever begins to answer has the request.
  failed.failure = one.left || status >= 200 ? oneroster::TransportFailure::maybe_stored
                                             : oneroster::TransportFailure::never_left;
  if (!by_us && one.refused != Code::none && !one.tried && !one.left) {
    failed.code = one.refused;
    failed.detail = one.refused_address;
    return failed;
  }
  failed.code = by_us ? Code::deadline : code_of(result);
  failed.detail = by_us ? "cut by Passback" : curl_easy_strerror(result);
  return failed;
}

bool CurlTransport::finish(TransferId id, CURLcode result) {
  const auto found = running_.find(id);
  if (found == running_.end()) {
    return false;
  }
  const auto one = std::move(found->second);
  running_.erase(found);
  auto answer = result_of(*one, result);
  if (!answer.answer && ended_early(*one, result)) {
    // Up to 8.x libcurl forgets an answer that comes together with the end of its stream. Whoever
    // answers so does it each time; over HTTP/1.1 the answer is heard.
    by_http1_.insert(origin_of(one->transfer.request.url));
  }
  curl_multi_remove_handle(multi_.get(), one->easy.get());
  one->done(std::move(answer));
  return true;
}

} // namespace

Result<std::unique_ptr<Transport>> make_curl_transport(TransportOptions options) {
  PASSBACK_TRY(start_curl_library());
  Multi multi(curl_multi_init());
  if (!multi) {
    return Error{Code::internal, "libcurl has no multi handle to give"};
  }
  return std::unique_ptr<Transport>(
      std::make_unique<CurlTransport>(std::move(multi), std::move(options)));
}

} // namespace passback::delivery
