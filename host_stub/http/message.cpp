#include "host_stub/http/message.hpp"

#include <algorithm>

namespace host_stub::http {

namespace {
char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}
} // namespace

bool same_word(std::string_view left, std::string_view right) {
  return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                    [](char a, char b) { return lower(a) == lower(b); });
}

const std::string* find_header(const std::vector<Header>& headers, std::string_view name) {
  for (const auto& header : headers) {
    if (same_word(header.name, name)) {
      return &header.value;
    }
  }
  return nullptr;
}

std::string_view Request::header(std::string_view name) const {
  const auto* value = find_header(headers, name);
  return value == nullptr ? std::string_view{} : std::string_view{*value};
}

std::string Request::origin() const {
  return std::string(tls ? "https://" : "http://") + std::string(header("Host"));
}

void Response::set(std::string_view name, std::string value) {
  for (auto& header : headers) {
    if (same_word(header.name, name)) {
      header.value = std::move(value);
      return;
    }
  }
  headers.push_back({std::string(name), std::move(value)});
}

Response json_response(int status, std::string body) {
  Response response;
  response.status = status;
  response.body = std::move(body);
  response.set("Content-Type", "application/json");
  return response;
}

} // namespace host_stub::http
