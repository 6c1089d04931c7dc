// The real transport, against the real network of this machine: what left, and what did not.
#include <optional>

#include <gtest/gtest.h>

#include "plugin/delivery/worker/curl_transport.hpp"
#include "tests/integration/delivery/sis.hpp"

namespace passback::integration {
namespace {

using delivery::Transfer;
using delivery::TransferResult;
using oneroster::TransportFailure;

class TransportTest : public ::testing::Test {
 protected:
  TransportTest() : transport(transport_to({"127.0.0.0/8", "::1/128"})) {}

  /// One that may go to public addresses and to these networks.
  static std::unique_ptr<delivery::Transport> transport_to(const std::vector<const char*>& allowed) {
    std::vector<platform::Cidr> networks;
    for (const char* one : allowed) {
      networks.push_back(*platform::Cidr::parse(one));
    }
    return std::move(*delivery::make_curl_transport(
        {"Passback/test", platform::AddressPolicy(std::move(networks)), {}}));
  }

  Transfer put(const std::string& path, const std::string& body = R"({"result":{}})") {
    Transfer transfer;
    transfer.request = {
        "PUT",
        sis.url() + path,
        {{"Authorization", "Bearer lms-token"}, {"Content-Type", "application/json"}},
        body};
    transfer.total_timeout = std::chrono::milliseconds(1'500);
    return transfer;
  }

  TransferResult end_of(Transfer transfer) {
    std::optional<TransferResult> outcome;
    transport->start(std::move(transfer), [&](TransferResult end) { outcome = std::move(end); });
    while (!outcome) {
      transport->run();
      if (!outcome) {
        transport->wait(std::chrono::milliseconds(50));
      }
    }
    return std::move(*outcome);
  }

  Sis sis;
  std::unique_ptr<delivery::Transport> transport;
  const std::string result = "/ims/oneroster/gradebook/v1p2/results/r1";
};

TEST_F(TransportTest, CarriesAnAnswerWithItsHeadersAndBody) {
  const auto end = end_of(put(result));
  ASSERT_TRUE(end.answer);
  EXPECT_EQ(end.answer->status, 422);
  EXPECT_FALSE(end.answer->body.empty());
  EXPECT_TRUE(oneroster::header(*end.answer, "content-type"));
}

TEST_F(TransportTest, NobodyListeningMeansNeverLeft) {
  auto transfer = put(result);
  transfer.request.url = "http://127.0.0.1:1/x";
  const auto end = end_of(std::move(transfer));
  EXPECT_FALSE(end.answer);
  EXPECT_EQ(end.failure, TransportFailure::never_left);
  EXPECT_EQ(end.code, Code::sis_unreachable);
}

TEST_F(TransportTest, GoesOnlyWhereTheOperatorOrTheInternetLeads) {
  const std::string port = ":" + std::to_string(sis.port());
  struct Case {
    std::vector<const char*> networks;
    std::string host;
    bool open;
  };
  for (const auto& [networks, host, open] : {Case{{}, "127.0.0.1", false},
                                             Case{{}, "localhost", false},
                                             Case{{}, "[::1]", false},
                                             Case{{}, "[::ffff:127.0.0.1]", false},
                                             Case{{}, "2130706433", false},
                                             Case{{}, "0177.0.0.1", false},
                                             Case{{"::1/128", "127.0.0.2"}, "127.0.0.1", false},
                                             Case{{"127.0.0.1"}, "127.0.0.1", true},
                                             Case{{"127.0.0.1"}, "localhost", true},
                                             Case{{"127.0.0.0/8"}, "[::ffff:127.0.0.1]", true}}) {
    transport = transport_to(networks);
    auto transfer = put(result);
    transfer.request.url = "http://" + host + port + result;
    const auto end = end_of(std::move(transfer));
    EXPECT_EQ(end.answer.has_value(), open) << host << " " << end.detail;
    if (!open) {
      EXPECT_EQ(end.failure, TransportFailure::never_left) << host;
      EXPECT_EQ(end.code, Code::address_not_allowed) << host << " " << info(end.code).id;
    }
  }
  EXPECT_EQ(sis.count("PUT"), 3u);
}

TEST_F(TransportTest, AnAddressThatIsRefusedIsNotTried) {
  transport = transport_to({});
  for (const int port : {static_cast<int>(sis.port()), 1}) {
    for (const char* scheme : {"http", "https"}) {
      auto transfer = put(result);
      transfer.request.url = scheme + ("://127.0.0.1:" + std::to_string(port)) + result;
      const auto end = end_of(std::move(transfer));
      EXPECT_EQ(end.code, Code::address_not_allowed) << port << info(end.code).id;
      EXPECT_EQ(end.detail, "127.0.0.1");
    }
  }
}

TEST_F(TransportTest, WithoutEncryptionOnlyThisMachineIsReachedWhateverTheNameSays) {
  // To Linux 0.0.0.0 is this machine; to the rules it is an address like any other.
  transport = transport_to({"0.0.0.0/0"});
  auto transfer = put(result);
  transfer.request.url = "http://0.0.0.0:" + std::to_string(sis.port()) + result;
  EXPECT_EQ(end_of(std::move(transfer)).code, Code::address_not_encrypted);
  EXPECT_EQ(sis.count("PUT"), 0u);
}

TEST_F(TransportTest, AnUnknownNameMeansNeverLeft) {
  auto transfer = put(result);
  transfer.request.url = "http://no-such-host.invalid/x";
  EXPECT_EQ(end_of(std::move(transfer)).failure, TransportFailure::never_left);
}

TEST_F(TransportTest, ATimeOutAfterTheBodyMeansMaybeStored) {
  sis.fault(R"({"rules":[{"path":"/results/","action":{"hang":true}}]})");
  const auto end = end_of(put(result));
  EXPECT_EQ(end.failure, TransportFailure::maybe_stored);
  EXPECT_EQ(end.code, Code::sis_timeout);
}

TEST_F(TransportTest, AResetAfterTheBodyMeansMaybeStored) {
  sis.fault(R"({"rules":[{"path":"/results/","action":{"reset":true}}]})");
  EXPECT_EQ(end_of(put(result)).failure, TransportFailure::maybe_stored);
}

TEST_F(TransportTest, ATruncatedAnswerIsNoAnswer) {
  sis.fault(R"({"rules":[{"path":"/results/","action":{"truncate_body":3}}]})");
  const auto end = end_of(put(result));
  EXPECT_FALSE(end.answer);
  EXPECT_EQ(end.failure, TransportFailure::maybe_stored);
}

TEST_F(TransportTest, AsksBeforeTheFirstByteAndHoldsTheRequestBack) {
  int asked = 0;
  auto transfer = put(result);
  transfer.may_leave = [&] {
    ++asked;
    return false;
  };
  const auto end = end_of(std::move(transfer));
  EXPECT_EQ(end.failure, TransportFailure::never_left);
  EXPECT_EQ(end.code, Code::deadline);
  EXPECT_GE(asked, 1);
  EXPECT_EQ(sis.count("PUT"), 0u);
}

TEST_F(TransportTest, AsksOnceMoreBeforeTheBodyOfAPut) {
  int asked = 0;
  auto transfer = put(result);
  transfer.may_leave = [&] { return ++asked == 1; };
  const auto end = end_of(std::move(transfer));
  EXPECT_EQ(end.failure, TransportFailure::never_left);
  EXPECT_EQ(asked, 2);
  EXPECT_FALSE(sis.has("results", "r1"));
}

TEST_F(TransportTest, FollowsNoRedirect) {
  sis.fault(R"({"rules":[{"path":"/results/","action":{"status":307,
                          "headers":{"Location":"/elsewhere"}}}]})");
  const auto end = end_of(put(result));
  ASSERT_TRUE(end.answer);
  EXPECT_EQ(end.answer->status, 307);
  EXPECT_EQ(sis.count("", "/elsewhere"), 0u);
}

TEST_F(TransportTest, RefusesOtherProtocolsAndHeadersWithLineBreaks) {
  auto file = put(result);
  file.request.url = "file:///etc/passwd";
  EXPECT_EQ(end_of(std::move(file)).failure, TransportFailure::never_left);
  auto smuggled = put(result);
  smuggled.request.headers.push_back({"X-One", "1\r\nX-Two: 2"});
  EXPECT_EQ(end_of(std::move(smuggled)).failure, TransportFailure::never_left);
  EXPECT_EQ(sis.count("PUT"), 0u);
}

TEST_F(TransportTest, CuttingATransferTellsWhetherItLeft) {
  sis.fault(R"({"rules":[{"path":"/results/","action":{"hang":true}}]})");
  std::optional<TransferResult> end;
  const auto id =
      transport->start(put(result), [&](TransferResult outcome) { end = std::move(outcome); });
  while (sis.count("PUT") == 0) {
    transport->run();
    transport->wait(std::chrono::milliseconds(5));
  }
  transport->cut(id);
  ASSERT_TRUE(end);
  EXPECT_EQ(end->failure, TransportFailure::maybe_stored);
  EXPECT_EQ(end->code, Code::deadline);
  EXPECT_EQ(transport->in_flight(), 0u);
}

} // namespace
} // namespace passback::integration
