// The HTTP server with a site of its own: what it serves is no business of it.
#include <chrono>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>

#include <curl/curl.h>
#include <gtest/gtest.h>

#include "host_stub/http/date.hpp"
#include "host_stub/http/server.hpp"

namespace host_stub::http {
namespace {

/// Answers with what it was asked.
class Mirror : public Site {
 public:
  std::unique_ptr<Visit> receive(const Request& request) override {
    return std::make_unique<Reflection>(request);
  }

 private:
  class Reflection : public Visit {
   public:
    explicit Reflection(const Request& request) : request_(request) {}
    Outcome answer() override {
      if (request_.path == "/broken") {
        throw std::runtime_error("the mirror is broken");
      }
      Outcome outcome;
      outcome.response.status = 203;
      outcome.response.body =
          request_.method + " " + request_.path + "?" + request_.query + " " + request_.body;
      return outcome;
    }

   private:
    const Request& request_;
  };
};

struct Answer {
  CURLcode code = CURLE_OK;
  long status = 0;
  std::string headers;
  std::string body;
};

std::size_t append(char* data, std::size_t size, std::size_t count, void* text) {
  static_cast<std::string*>(text)->append(data, size * count);
  return size * count;
}

class HttpServer : public testing::Test {
 protected:
  HttpServer() : server_(mirror_, {.name = "mirror"}) {}
  ~HttpServer() override {
    server_.stop();
    runner_.join();
  }

  Answer post(const std::string& target, const std::string& body) const {
    const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> curl(curl_easy_init(),
                                                                   &curl_easy_cleanup);
    Answer answer;
    const auto url = "http://127.0.0.1:" + std::to_string(server_.port()) + target;
    curl_easy_setopt(curl.get(), CURLOPT_URL, url.c_str());
    curl_easy_setopt(curl.get(), CURLOPT_POSTFIELDS, body.c_str());
    curl_easy_setopt(curl.get(), CURLOPT_TIMEOUT_MS, 20000L);
    curl_easy_setopt(curl.get(), CURLOPT_HEADERFUNCTION, &append);
    curl_easy_setopt(curl.get(), CURLOPT_HEADERDATA, &answer.headers);
    curl_easy_setopt(curl.get(), CURLOPT_WRITEFUNCTION, &append);
    curl_easy_setopt(curl.get(), CURLOPT_WRITEDATA, &answer.body);
    answer.code = curl_easy_perform(curl.get());
    curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &answer.status);
    return answer;
  }

  Mirror mirror_;
  Server server_;
  std::thread runner_{[this] { server_.run(); }};
};

TEST_F(HttpServer, HandsTheSiteWhatWasAskedAndTheClientWhatItAnswers) {
  const auto answer = post("/classes/7?page=2", "Ada");
  EXPECT_EQ(answer.status, 203);
  EXPECT_EQ(answer.body, "POST /classes/7?page=2 Ada");
  EXPECT_NE(answer.headers.find("Server: mirror\r\n"), std::string::npos) << answer.headers;
}

TEST_F(HttpServer, ClosesTheConnectionOfAVisitThatThrewAndServesTheNext) {
  EXPECT_EQ(post("/broken", "").code, CURLE_GOT_NOTHING);
  EXPECT_EQ(post("/whole", "").status, 203);
}

TEST(HttpDate, IsThatOfRfc9110) {
  EXPECT_EQ(date_header(std::chrono::system_clock::time_point(std::chrono::seconds(784111777))),
            "Sun, 06 Nov 1994 08:49:37 GMT");
}

} // namespace
} // namespace host_stub::http
