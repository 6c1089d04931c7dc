// Answers as gateways and busy servers send them: compressed though nobody asked, or complete
// before the request was.
#include <array>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>

#include <boost/asio/ssl.hpp>
#include <gtest/gtest.h>
#include <zlib.h>

#include "host_stub/http/tls.hpp"
#include "plugin/delivery/worker/curl_transport.hpp"
#include "tests/integration/delivery/raw_server.hpp"

namespace passback::integration {
namespace {

namespace asio = boost::asio;
using delivery::Transfer;
using delivery::TransferResult;
using oneroster::TransportFailure;
using Socket = RawServer::Socket;

constexpr std::size_t kBig = 512UL * 1024; // more than a connection takes before it is read

std::string gzipped(const std::string& text) {
  z_stream stream{};
  EXPECT_EQ(deflateInit2(&stream, 1, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY), Z_OK);
  std::string packed(deflateBound(&stream, text.size()), '\0');
  std::string in = text;
  stream.next_in = reinterpret_cast<Bytef*>(in.data());
  stream.avail_in = static_cast<uInt>(in.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  return packed;
}

std::string answer(const std::string& status, const std::string& headers, const std::string& body) {
  return "HTTP/1.1 " + status + "\r\n" + headers +
         "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

std::string head_of(Socket& client) {
  std::string head;
  asio::read_until(client, asio::dynamic_buffer(head), "\r\n\r\n");
  return head;
}

class OddAnswersTest : public ::testing::Test {
 protected:
  OddAnswersTest()
      : transport_(std::move(*delivery::make_curl_transport(
            {"Passback/test", platform::AddressPolicy({*platform::Cidr::parse("127.0.0.0/8")}),
             {}}))) {}

  TransferResult put(const std::string& url, std::size_t size, const std::string& ca_pem = {}) {
    Transfer transfer;
    transfer.request = {"PUT", url, {{"Content-Type", "application/json"}}, std::string(size, ' ')};
    transfer.total_timeout = std::chrono::milliseconds(5'000);
    transfer.ca_pem = ca_pem;
    return end_of(std::move(transfer));
  }
  TransferResult end_of(Transfer transfer) {
    std::optional<TransferResult> outcome;
    transport_->start(std::move(transfer), [&](TransferResult end) { outcome = std::move(end); });
    while (!outcome) {
      transport_->run();
      if (!outcome) {
        transport_->wait(std::chrono::milliseconds(50));
      }
    }
    return std::move(*outcome);
  }
  /// What a GET brings from a server that answers so.
  TransferResult answered_with(const std::string& bytes) {
    RawServer server([&](Socket& client) {
      asked_ = head_of(client);
      asio::write(client, asio::buffer(bytes));
    });
    Transfer transfer;
    transfer.request = {"GET", "http://" + server.at() + "/x", {}, {}};
    transfer.total_timeout = std::chrono::milliseconds(5'000);
    return end_of(std::move(transfer));
  }

  std::string asked_;
  std::unique_ptr<delivery::Transport> transport_;
};

TEST_F(OddAnswersTest, ACompressedAnswerIsUnpacked) {
  const auto end = answered_with(
      answer("200 OK", "Content-Encoding: gzip\r\n", gzipped(R"({"lineItems":[]})")));
  ASSERT_TRUE(end.answer) << end.detail;
  EXPECT_EQ(end.answer->body, R"({"lineItems":[]})");
  EXPECT_NE(asked_.find("Accept-Encoding: "), std::string::npos) << asked_;
  EXPECT_NE(asked_.find("gzip"), std::string::npos) << asked_;
}

TEST_F(OddAnswersTest, AnAnswerThatSaysItIsCompressedAndIsEmptyIsAnAnswer) {
  const auto end = answered_with(answer("201 Created", "Content-Encoding: gzip\r\n", ""));
  ASSERT_TRUE(end.answer) << end.detail;
  EXPECT_EQ(end.answer->status, 201);
}

TEST_F(OddAnswersTest, WhatIsUnpackedIsKeptToTheSameSizeAsWhatIsNot) {
  constexpr std::size_t kMost = 16UL * 1024 * 1024;
  const auto bomb = gzipped(std::string(2 * kMost, ' '));
  ASSERT_LT(bomb.size(), 200'000U);
  const auto end = answered_with(answer("200 OK", "Content-Encoding: gzip\r\n", bomb));
  ASSERT_TRUE(end.answer) << end.detail;
  EXPECT_TRUE(end.answer->body == std::string(kMost, ' ')) << end.answer->body.size();
}

TEST_F(OddAnswersTest, AListOfADistrictThatDoesNotPageArrivesWhole) {
  const std::string list = R"({"categories":[)" + std::string(2UL * 1024 * 1024, ' ') + "]}";
  const auto end = answered_with(answer("200 OK", "", list));
  ASSERT_TRUE(end.answer) << end.detail;
  EXPECT_TRUE(end.answer->body == list) << end.answer->body.size();
}

TEST_F(OddAnswersTest, WhatCannotBeUnpackedCannotBeRead) {
  for (const char* coding : {"gzip", "something-new"}) {
    const auto end = answered_with(
        answer("200 OK", std::string("Content-Encoding: ") + coding + "\r\n", "no gzip at all"));
    EXPECT_FALSE(end.answer) << coding;
    EXPECT_EQ(end.failure, TransportFailure::maybe_stored) << coding;
    EXPECT_EQ(end.code, Code::answer_unreadable) << coding;
  }
}

TEST_F(OddAnswersTest, AnAnswerBeforeTheWholeRequestWasReadCounts) {
  for (const char* status : {"201 Created", "401 Unauthorized", "413 Too Large"}) {
    RawServer server([&](Socket& client) {
      head_of(client);
      asio::write(client,
                  asio::buffer(answer(status, "Connection: close\r\n", R"({"error":"x"})")));
      // Waits for the client to have it; closing with bytes unread then resets the connection.
      client.shutdown(Socket::shutdown_send);
    });
    const auto end = put("http://" + server.at() + "/x", 8 * kBig);
    ASSERT_TRUE(end.answer) << status << ": " << end.detail;
    EXPECT_EQ(end.answer->status, std::atoi(status));
    EXPECT_EQ(end.answer->body, R"({"error":"x"})");
  }
}

TEST_F(OddAnswersTest, HalfAnAnswerBeforeTheWholeRequestWasReadIsNone) {
  RawServer server([&](Socket& client) {
    head_of(client);
    asio::write(client, asio::buffer(std::string("HTTP/1.1 201 Created\r\nConnection: close\r\n"
                                                 "Content-Length: 50\r\n\r\n{\"result\":")));
    client.shutdown(Socket::shutdown_send);
  });
  const auto end = put("http://" + server.at() + "/x", 8 * kBig);
  EXPECT_FALSE(end.answer);
  EXPECT_EQ(end.failure, TransportFailure::maybe_stored);
}

// HTTP/2 by hand (RFC 9113): enough of it to answer one request early. Whoever wants HTTP/1.1 gets
// a whole answer to a whole request.
class Http2Server {
 public:
  /// What the answer's stream says after its HEADERS.
  struct Says {
    std::string headers; ///< HPACK
    bool ends = true;    ///< END_STREAM with the headers, or with the data
    std::string data;
    std::uint32_t reset = 0; ///< error code of the RST_STREAM that follows
    bool at_once = false;    ///< in one piece with the answer, not once the client has read that
  };

  explicit Http2Server(Says says)
      : says_(std::move(says)), context_(asio::ssl::context::tls_server) {
    const auto identity = host_stub::http::make_tls_identity();
    context_.use_certificate_chain(asio::buffer(identity.certificate_pem));
    context_.use_private_key(asio::buffer(identity.key_pem), asio::ssl::context::pem);
    SSL_CTX_set_alpn_select_cb(
        context_.native_handle(),
        [](SSL*, const unsigned char** out, unsigned char* size, const unsigned char* offered,
           unsigned int length, void*) {
          const std::string all(reinterpret_cast<const char*>(offered), length);
          const bool http2 = all.find("\x02h2") != std::string::npos;
          *out = reinterpret_cast<const unsigned char*>(http2 ? "h2" : "http/1.1");
          *size = http2 ? 2 : 8;
          return SSL_TLSEXT_ERR_OK;
        },
        nullptr);
    ca_pem_ = identity.ca_pem;
    server_.emplace([this](Socket& client) { talk(client); });
  }
  Http2Server(const Http2Server&) = delete;
  Http2Server& operator=(const Http2Server&) = delete;

  std::string url() const { return "https://" + server_->at() + "/x"; }
  const std::string& ca_pem() const { return ca_pem_; }

 private:
  enum Type : std::uint8_t {
    data = 0,
    headers = 1,
    reset = 3,
    settings = 4,
    ping = 6,
    window_update = 8
  };
  static constexpr std::uint8_t kEndStream = 1, kAck = 1, kEndHeaders = 4;

  static std::string number(std::uint32_t value, int bytes) {
    std::string text;
    for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
      text.push_back(static_cast<char>(value >> shift));
    }
    return text;
  }
  static std::string frame(Type type, int flags, std::uint32_t stream, const std::string& payload) {
    return number(static_cast<std::uint32_t>(payload.size()), 3) + number(type, 1) +
           number(static_cast<std::uint32_t>(flags), 1) + number(stream, 4) + payload;
  }

  void talk(Socket& client) {
    asio::ssl::stream<Socket&> stream(client, context_);
    std::uint32_t answered = 0;
    stream.handshake(asio::ssl::stream_base::server);
    const unsigned char* protocol = nullptr;
    unsigned int length = 0;
    SSL_get0_alpn_selected(stream.native_handle(), &protocol, &length);
    if (length != 2) {
      std::string request;
      asio::read_until(stream, asio::dynamic_buffer(request), "\r\n\r\n");
      const auto head = request.find("\r\n\r\n") + 4;
      asio::read(stream, asio::dynamic_buffer(request),
                 asio::transfer_exactly(head + kBig - request.size()));
      asio::write(stream, asio::buffer(answer("201 Created", "", "")));
      return;
    }
    std::array<char, 24> preface{};
    asio::read(stream, asio::buffer(preface));
    asio::write(stream, asio::buffer(frame(settings, 0, 0, "")));
    while (true) {
      std::array<unsigned char, 9> head{};
      asio::read(stream, asio::buffer(head));
      std::string payload((head[0] << 16U) | (head[1] << 8U) | head[2], '\0');
      asio::read(stream, asio::buffer(payload));
      if (head[3] == data && !payload.empty()) {
        // For the next request on this connection: what was sent in vain has used up its window.
        const auto size = static_cast<std::uint32_t>(payload.size());
        asio::write(stream, asio::buffer(frame(window_update, 0, 0, number(size, 4))));
      }
      if (head[3] == settings && (head[4] & kAck) == 0) {
        asio::write(stream, asio::buffer(frame(settings, kAck, 0, "")));
      } else if (head[3] == data && head[8] != answered) {
        // The body has begun to leave; of it the client sends 65,535 bytes before we say more.
        const std::uint32_t id = head[8];
        const int ends = says_.ends ? kEndStream : 0;
        std::string bytes =
            frame(headers, kEndHeaders | (says_.data.empty() ? ends : 0), id, says_.headers);
        if (!says_.data.empty()) {
          bytes += frame(data, ends, id, says_.data);
        }
        answered = id;
        bytes += says_.at_once ? end_of(answered) : frame(ping, 0, 0, "answered");
        asio::write(stream, asio::buffer(bytes));
      } else if (head[3] == ping && (head[4] & kAck) != 0) {
        asio::write(stream, asio::buffer(end_of(answered)));
      }
    }
  }

  std::string end_of(std::uint32_t stream) const {
    return frame(reset, 0, stream, number(says_.reset, 4));
  }

  Says says_;
  asio::ssl::context context_;
  std::string ca_pem_;
  std::optional<RawServer> server_;
};

// HPACK (RFC 7541): ":status" without indexing is 0x08, "content-length" 0x0f 0x0d.
std::string status_field(const std::string& status) {
  return std::string("\x08\x03", 2) + status;
}
std::string length_field(const std::string& length) {
  return std::string("\x0f\x0d", 2) + static_cast<char>(length.size()) + length;
}

TEST_F(OddAnswersTest, AnHttp2AnswerThatIsCompleteBeforeTheRequestCounts) {
  const std::string body = R"({"error":"invalid_token"})";
  const Http2Server::Says answers[] = {
      {status_field("201"), true, "", 0, false},
      {status_field("204"), true, "", 0, false},
      {status_field("200") + length_field("25"), true, body, 0, false},
      {status_field("401") + length_field("25"), true, body, 0, false},
      {status_field("413"), true, body, 0, false}};
  for (const auto& says : answers) {
    Http2Server server(says);
    const auto end = put(server.url(), kBig, server.ca_pem());
    ASSERT_TRUE(end.answer) << says.headers.substr(2, 3) << ": " << end.detail;
    EXPECT_EQ(end.answer->status, std::atoi(says.headers.substr(2, 3).c_str()));
    EXPECT_EQ(end.answer->body, says.data);
  }
}

TEST_F(OddAnswersTest, AnHttp2AnswerThatBreaksOffIsNone) {
  const Http2Server::Says answers[] = {
      {status_field("201") + length_field("99"), false, R"({"result":)", 0, false},
      {status_field("201"), false, R"({"result":)", 8, false}, // CANCEL
      {status_field("201"), false, "", 2, false}};             // INTERNAL_ERROR
  for (const auto& says : answers) {
    Http2Server server(says);
    const auto end = put(server.url(), kBig, server.ca_pem());
    EXPECT_FALSE(end.answer) << says.reset;
    EXPECT_EQ(end.failure, TransportFailure::maybe_stored) << says.reset;
  }
}

TEST_F(OddAnswersTest, AServerWhoseHttp2AnswersAreLostIsSpokenToByHttp1) {
  Http2Server server({status_field("201"), true, "", 0, true});
  // Some releases of libcurl hear the first one.
  const auto first = put(server.url(), kBig, server.ca_pem());
  EXPECT_TRUE(first.answer || first.failure == TransportFailure::maybe_stored);
  const auto second = put(server.url(), kBig, server.ca_pem());
  ASSERT_TRUE(second.answer) << second.detail;
  EXPECT_EQ(second.answer->status, 201);
}

} // namespace
} // namespace passback::integration
