// The provider over a real loopback connection, with libcurl as the client.
#include <array>
#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <unistd.h>
#include <vector>

#include <curl/curl.h>
#include <gtest/gtest.h>

#include "host_stub/sis/json.hpp"
#include "host_stub/sis/server.hpp"
#include "tests/unit/sis/fixture.hpp"

namespace host_stub::sis {
namespace {

using namespace host_stub::sis::testing;

struct Answer {
  CURLcode code = CURLE_OK;
  long status = 0;
  std::string body;
  long connects = 0;
};

std::size_t collect(char* data, std::size_t size, std::size_t count, void* out) {
  static_cast<std::string*>(out)->append(data, size * count);
  return size * count;
}

/// One client; its connection stays open between calls.
class HttpClient {
 public:
  explicit HttpClient(std::string url, std::string ca_file = {})
      : url_(std::move(url)), ca_file_(std::move(ca_file)), curl_(curl_easy_init()) {}

  Answer call(const std::string& method, const std::string& target, const std::string& body = {},
              std::initializer_list<const char*> extra = {}) {
    auto* curl = curl_.get();
    curl_easy_reset(curl);
    Answer answer;
    struct FreeList {
      void operator()(curl_slist* list) const { curl_slist_free_all(list); }
    };
    std::unique_ptr<curl_slist, FreeList> headers;
    const auto add = [&headers](const char* line) {
      headers.reset(curl_slist_append(headers.release(), line));
    };
    add("Authorization: Bearer lms-token");
    add("Content-Type: application/json");
    for (const auto* line : extra) {
      add(line);
    }
    const auto url = url_ + target;
    curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
    curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, method.c_str());
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers.get());
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, &collect);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &answer.body);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, timeout_ms);
    if (method == "HEAD") {
      curl_easy_setopt(curl, CURLOPT_NOBODY, 1L);
    }
    if (!body.empty()) {
      curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body.c_str());
      curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE, static_cast<long>(body.size()));
    }
    if (!ca_file_.empty()) {
      curl_easy_setopt(curl, CURLOPT_CAINFO, ca_file_.c_str());
    }
    answer.code = curl_easy_perform(curl);
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &answer.status);
    curl_easy_getinfo(curl, CURLINFO_NUM_CONNECTS, &answer.connects);
    return answer;
  }

  long timeout_ms = 20000;

 private:
  struct Cleanup {
    void operator()(CURL* curl) const { curl_easy_cleanup(curl); }
  };
  std::string url_;
  std::string ca_file_;
  std::unique_ptr<CURL, Cleanup> curl_;
};

class Http : public ::testing::Test {
 protected:
  void start(SisConfig config = {}) {
    server_.emplace(std::move(config));
    runner_ = std::thread([this] { server_->run(); });
    client_.emplace(server_->url());
  }
  void TearDown() override {
    if (server_) {
      server_->stop();
      runner_.join();
    }
  }
  void load_school() {
    ASSERT_EQ(client_->call("POST", "/_sis/roster", roster_json()).status, 200);
  }
  std::string item_path(const std::string& id) {
    return std::string(kGradebook) + "/lineItems/" + id;
  }
  static std::string item_body(const std::string& id) {
    return to_text(json::object{{"lineItem", line_item(id)}});
  }
  void set_fault(const std::string& action) {
    const auto answer =
        client_->call("POST", "/_sis/faults",
                      R"({"rules":[{"method":"PUT","count":1,"action":)" + action + "}]}");
    ASSERT_EQ(answer.status, 200) << answer.body;
  }
  json::array requests() {
    return json::parse(client_->call("GET", "/_sis/requests").body).at("requests").as_array();
  }

  std::optional<SisServer> server_;
  std::thread runner_;
  std::optional<HttpClient> client_;
};

TEST_F(Http, StoresALineItemAndKeepsTheConnection) {
  start();
  load_school();
  const auto put = client_->call("PUT", item_path("li-1"), item_body("li-1"));
  EXPECT_EQ(put.status, 201);
  EXPECT_EQ(put.body, "");
  EXPECT_EQ(put.connects, 0) << "the connection of the first call is used again";
  const auto get = client_->call("GET", item_path("li-1"));
  EXPECT_EQ(get.status, 200);
  EXPECT_EQ(json::parse(get.body).at("lineItem").at("title").as_string(), "Essay");
  const auto gone = client_->call("DELETE", item_path("li-1"));
  EXPECT_EQ(gone.status, 204);
  EXPECT_EQ(client_->call("GET", item_path("li-1")).status, 404);
}

TEST_F(Http, AnswersHeadWithoutABodyAndGoesOn) {
  start();
  const auto head = client_->call("HEAD", item_path("x"));
  EXPECT_EQ(head.code, CURLE_OK);
  EXPECT_EQ(head.status, 405);
  EXPECT_EQ(client_->call("GET", "/_sis/records").status, 200);
}

TEST_F(Http, ContinuesWhenTheClientExpectsIt) {
  start();
  load_school();
  const auto put =
      client_->call("PUT", item_path("li-1"), item_body("li-1"), {"Expect: 100-continue"});
  EXPECT_EQ(put.status, 201);
}

TEST_F(Http, RefusesABodyThatIsTooLarge) {
  SisConfig config;
  config.max_body = 1000;
  start(config);
  EXPECT_EQ(client_->call("PUT", item_path("li-1"), std::string(2000, ' ')).status, 413);
}

TEST_F(Http, ServesManyConnectionsAtOnce) {
  start();
  load_school();
  std::vector<std::thread> threads;
  std::array<int, 8> stored{};
  for (std::size_t t = 0; t < stored.size(); ++t) {
    threads.emplace_back([&, t] {
      HttpClient client(server_->url());
      for (int i = 0; i < 20; ++i) {
        const auto id = "li-" + std::to_string(t) + "-" + std::to_string(i);
        stored[t] += client.call("PUT", item_path(id), item_body(id)).status == 201 ? 1 : 0;
      }
    });
  }
  for (auto& thread : threads) {
    thread.join();
  }
  EXPECT_EQ(stored, (std::array<int, 8>{20, 20, 20, 20, 20, 20, 20, 20}));
  const auto all = client_->call("GET", std::string(kGradebook) + "/lineItems?limit=1000");
  EXPECT_EQ(json::parse(all.body).at("lineItems").as_array().size(), 160U);
}

TEST_F(Http, StoresAndThenDropsTheConnection) {
  start();
  load_school();
  set_fault(R"({"store_then_drop":true})");
  // A client of its own: libcurl sends again by itself when a connection that it reused is closed.
  EXPECT_EQ(HttpClient(server_->url()).call("PUT", item_path("li-1"), item_body("li-1")).code,
            CURLE_GOT_NOTHING);
  EXPECT_EQ(client_->call("GET", item_path("li-1")).status, 200);
  const auto log = requests();
  EXPECT_TRUE(log.at(0).at("stored").as_bool());
  EXPECT_FALSE(log.at(0).at("answered").as_bool());
}

TEST_F(Http, ResetsTheConnectionWithoutStoring) {
  start();
  load_school();
  set_fault(R"({"reset":true})");
  EXPECT_EQ(HttpClient(server_->url()).call("PUT", item_path("li-1"), item_body("li-1")).code,
            CURLE_RECV_ERROR);
  EXPECT_EQ(client_->call("GET", item_path("li-1")).status, 404);
}

TEST_F(Http, SendsATruncatedBody) {
  start();
  load_school();
  ASSERT_EQ(
      client_
          ->call("POST", "/_sis/faults",
                 R"({"rules":[{"path":"/classes$","count":1,"action":{"truncate_body":10}}]})")
          .status,
      200);
  const auto cut = client_->call("GET", std::string(kRostering) + "/classes");
  EXPECT_EQ(cut.code, CURLE_PARTIAL_FILE);
  EXPECT_EQ(cut.body.size(), 10U);
}

TEST_F(Http, WaitsAfterStoringAndLogsWhenTheRequestEnded) {
  start();
  load_school();
  set_fault(R"({"delay_after_store_ms":300})");
  EXPECT_EQ(client_->call("PUT", item_path("li-1"), item_body("li-1")).status, 201);
  const auto entry = requests().at(0);
  EXPECT_GE(entry.at("ended_us").as_int64() - entry.at("started_us").as_int64(), 300000);
}

TEST_F(Http, HangsUntilTheClientGivesUp) {
  start();
  load_school();
  set_fault(R"({"hang":true})");
  client_->timeout_ms = 200;
  EXPECT_EQ(client_->call("PUT", item_path("li-1"), item_body("li-1")).code,
            CURLE_OPERATION_TIMEDOUT);
  client_->timeout_ms = 20000;
  EXPECT_EQ(client_->call("GET", item_path("li-1")).status, 404);
}

TEST_F(Http, ServesTlsWithACertificateThatItsCaVouchesFor) {
  const auto ca = ::testing::TempDir() + "sis-ca-" + std::to_string(::getpid()) + ".pem";
  SisConfig config;
  config.tls = true;
  config.ca_file = ca;
  start(config);
  const auto port = std::to_string(server_->port());
  EXPECT_EQ(HttpClient("https://127.0.0.1:" + port, ca).call("GET", "/_sis/records").status, 200);
  EXPECT_EQ(HttpClient("https://localhost:" + port, ca).call("GET", "/_sis/records").status, 200);
  EXPECT_EQ(HttpClient("https://127.0.0.1:" + port).call("GET", "/_sis/records").code,
            CURLE_PEER_FAILED_VERIFICATION);
  std::filesystem::remove(ca);
}

TEST_F(Http, KeepsItsRecordsInAFile) {
  const auto file = ::testing::TempDir() + "sis-data-" + std::to_string(::getpid()) + ".db";
  SisConfig config;
  config.data_file = file;
  start(config);
  load_school();
  ASSERT_EQ(client_->call("PUT", item_path("li-1"), item_body("li-1")).status, 201);
  ASSERT_EQ(client_->call("PUT", item_path("li-1"), item_body("li-1")).status, 201);
  server_->stop();
  runner_.join();
  client_.reset();
  server_.reset();

  start(config);
  const auto records = json::parse(client_->call("GET", "/_sis/records").body);
  ASSERT_EQ(records.at("lineItems").as_array().size(), 1U);
  EXPECT_EQ(records.at("lineItems").at(0).at("writes").to_number<int>(), 2);
  for (const auto* suffix : {"", "-wal", "-shm"}) {
    std::filesystem::remove(file + suffix);
  }
}

TEST(SisServer, SaysWhyItCannotListen) {
  SisServer first{SisConfig{}};
  SisConfig second;
  second.port = first.port();
  try {
    SisServer server(second);
    FAIL() << "two servers on one port";
  } catch (const std::runtime_error& error) {
    EXPECT_EQ(std::string(error.what()), "Port " + std::to_string(first.port()) + " is in use");
  }
}

} // namespace
} // namespace host_stub::sis
