#include "host_stub/replay/recorded_sis.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <ctime>

#include <boost/json/parse.hpp>

#include "host_stub/http/date.hpp"
#include "host_stub/support/json_member.hpp"
#include "host_stub/support/json_text.hpp"

namespace host_stub::replay {
namespace {

namespace json = boost::json;

// What the server itself says of its answer.
constexpr std::array<std::string_view, 6> kOfTheServer = {
    "date", "content-length", "transfer-encoding", "content-encoding", "connection", "server"};

class RecordedVisit final : public http::Visit {
 public:
  RecordedVisit(RecordedSis& sis, const http::Request& request) : sis_(sis), request_(request) {}
  http::Outcome answer() override { return sis_.answer(request_); }

 private:
  RecordedSis& sis_;
  const http::Request& request_;
};

std::string address_of(const http::Request& request) {
  return request.path + (request.query.empty() ? "" : "?" + request.query);
}

std::string asked_in(const json::object& exchange) {
  const auto method = text_at(exchange, "method");
  return method.empty() ? "a token" : method + " " + path_of(text_at(exchange, "url"));
}

// The recorded clock of the SIS was ahead of ours, or behind, by so much; it is so again. Empty
// where the SIS did not tell its time: then it does not now.
std::string date_now(const json::object& exchange, const json::value& answer) {
  const auto* headers = at(answer, "headers");
  const auto told = headers == nullptr ? std::string() : text_at(*headers, "date");
  std::tm parts{};
  if (told.empty() || ::strptime(told.c_str(), "%a, %d %b %Y %H:%M:%S", &parts) == nullptr) {
    return {};
  }
  const auto* then = exchange.if_contains("at_unix_ms");
  const auto at_ms = then != nullptr && then->is_number() ? then->to_number<std::int64_t>() : 0;
  const auto ahead = std::chrono::seconds(::timegm(&parts) - at_ms / 1000);
  return http::date_header(std::chrono::system_clock::now() + ahead);
}

} // namespace

std::unique_ptr<http::Visit> RecordedSis::receive(const http::Request& request) {
  return std::make_unique<RecordedVisit>(*this, request);
}

http::Outcome RecordedSis::answer(const http::Request& request) {
  const std::lock_guard guard(lock_);
  if (next_ >= exchanges_.size()) {
    return lose_the_way("nothing more", request);
  }
  const auto& exchange = exchanges_[next_].as_object();
  if (!fits(exchange, request)) {
    return lose_the_way(asked_in(exchange), request);
  }
  ++next_;
  auto& played = played_.emplace_back();
  played.step = text_at(exchange, "step");
  played.asked = asked_in(exchange);
  boost::system::error_code error;
  const auto body = json::parse(request.body, error);
  if (const auto* recorded = exchange.if_contains("body"); recorded != nullptr && !error) {
    played.differences = likeness_.compare(*recorded, body);
  }
  return answer_of(exchange);
}

bool RecordedSis::fits(const json::object& exchange, const http::Request& request) {
  const auto method = text_at(exchange, "method");
  if (method.empty()) {
    return request.path == kTokenPath;
  }
  return method == request.method &&
         likeness_.same_address(path_of(text_at(exchange, "url")), address_of(request));
}

http::Outcome RecordedSis::answer_of(const json::object& exchange) {
  const auto* recorded = exchange.if_contains("answer");
  if (recorded == nullptr || !recorded->is_object()) {
    played_.back().answered = "nothing (" + text_at(exchange, "failed") + ")";
    return {.response = {}, .ending = http::Ending::drop, .truncate = {}};
  }
  const auto& answer = recorded->get_object();
  http::Response response;
  response.status = static_cast<int>(answer.at("status").to_number<std::int64_t>());
  played_.back().answered = std::to_string(response.status);
  if (const auto* headers = at(*recorded, "headers"); headers != nullptr && headers->is_object()) {
    for (const auto& header : headers->get_object()) {
      const std::string_view name = header.key();
      if (std::ranges::find(kOfTheServer, name) == kOfTheServer.end() &&
          header.value().is_string()) {
        response.set(name, likeness_.as_of_now(std::string_view(header.value().get_string())));
      }
    }
  }
  response.set("Date", date_now(exchange, *recorded));
  if (const auto* body = answer.if_contains("body")) {
    const auto now = likeness_.as_of_now(*body);
    response.body = now.is_string() ? std::string(now.get_string()) : to_json_text(now);
  }
  return {.response = std::move(response), .truncate = {}};
}

http::Outcome RecordedSis::lose_the_way(const std::string& recorded, const http::Request& request) {
  if (!way_left_) {
    way_left_ = "recorded: " + recorded + "; now: " + request.method + " " + address_of(request);
  }
  http::Response response = http::json_response(500, "{}");
  return {.response = std::move(response), .truncate = {}};
}

} // namespace host_stub::replay
