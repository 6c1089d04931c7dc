#include "host_stub/import/api/sis_api.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <thread>

#include "host_stub/import/api/page_loop.hpp"

namespace host_stub::import {
namespace {

constexpr int kTries = 4;
constexpr std::chrono::seconds kLongestWait{60};

bool may_pass(const HttpAnswer& answer) {
  return answer.status == 0 || answer.status == 429 || answer.status >= 500;
}

std::chrono::seconds wait_before(int next_try, const HttpAnswer& answer) {
  auto text = answer.header("retry-after");
  int seconds = 0;
  auto end = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (!text.empty() && end.ec == std::errc() && seconds >= 0) {
    return std::min(std::chrono::seconds(seconds), kLongestWait);
  }
  return std::chrono::seconds(1 << (next_try - 2)); // 1, 2, 4
}

Failure refusal(const Url& url, const HttpAnswer& answer, const std::string& credential) {
  auto where = url.text();
  if (answer.status == 0) {
    return {"The SIS was not read at " + where + ": " + answer.transport_error + ".",
            "Check the address, and whether the SIS can be reached from here.", ExitCode::failed,
            "sis.unreachable"};
  }
  auto message = "The SIS answered " + std::to_string(answer.status) + " to GET " + where;
  switch (answer.status) {
  case 401:
    return {message + ": it does not take the " + credential + ".",
            "Check --key and the secret (or the token), and the way of signing in.",
            ExitCode::failed, "sis.sign_in"};
  case 403:
    return {message + ": this account may not read that.",
            "Let the SIS's administrator allow reading the roster, or name other scopes with "
            "--scope.",
            ExitCode::failed, "sis.scope"};
  case 404:
  case 405:
  case 501:
    return {message + ": it has no such thing.",
            "Check the address and --version; --rostering-url takes the base path as the SIS's "
            "documents give it.",
            ExitCode::failed, "sis.missing"};
  default:
    if (answer.status / 100 == 3) {
      return {message + ", which points to another address.",
              "Give the address that it points to; credentials are not sent along to another one.",
              ExitCode::failed, "sis.redirect"};
    }
    return {message + ".", may_pass(answer) ? "Try again later." : "Ask the SIS's support why.",
            ExitCode::failed, "sis.refused"};
  }
}

Failure unsound(const Url& url, const std::string& why) {
  return {"The answer to GET " + url.text() + " cannot be used: " + why + ".",
          "Nothing was changed. Try again; if it stays, show this to the SIS's support.",
          ExitCode::bad_roster, "sis.answer"};
}

} // namespace

Url SisApi::at(Service service, const std::string& path) const {
  Url url = service == Service::rostering ? address_.rostering : address_.gradebook;
  auto mark = path.find('?');
  url.path += path.substr(0, mark);
  url.query = mark == std::string::npos ? "" : path.substr(mark + 1);
  return url;
}

Result<HttpAnswer> SisApi::get(const Url& url) {
  bool signed_in_again = false;
  for (int attempt = 1;; ++attempt) {
    auto header = sign_in_.header(http_, "GET", url);
    if (!header) {
      return header.failure();
    }
    auto answer = http_.get(url, {header.value(), "Accept: application/json"});
    if (answer.status == 200) {
      return answer;
    }
    if (answer.status == 401 && !signed_in_again && sign_in_.forget()) {
      // The token may have run out on the way.
      signed_in_again = true;
      continue;
    }
    if (!may_pass(answer) || attempt >= kTries) {
      return refusal(url, answer, sign_in_.what());
    }
    std::this_thread::sleep_for(wait_before(attempt + 1, answer));
  }
}

Result<SisApi::Objects> SisApi::collection(Service service, const std::string& path,
                                           const std::string& member) {
  PageLoop pages(at(service, path), member, page_size_);
  while (pages.next()) {
    auto url = *pages.next();
    auto answer = get(url);
    if (!answer) {
      return answer.failure();
    }
    if (auto problem = pages.add(answer.value())) {
      return unsound(url, *problem);
    }
    progress_(path, pages.objects().size(), pages.total());
  }
  return std::move(pages.objects());
}

Result<boost::json::value> SisApi::object(const std::string& path, const std::string& member) {
  auto url = at(Service::rostering, path);
  auto answer = get(url);
  if (!answer) {
    return answer.failure();
  }
  std::string why;
  auto objects = objects_in(answer.value().body, member, why);
  if (!objects || objects->size() != 1) {
    return unsound(url, objects ? "it is not one object" : why);
  }
  return objects->front();
}

} // namespace host_stub::import
