#include "host_stub/sis/request_log.hpp"

#include <algorithm>
#include <array>

#include "host_stub/sis/text.hpp"

namespace host_stub::sis {

namespace {

constexpr std::string_view kRedacted = "[redacted]";
constexpr std::array<std::string_view, 4> kSecretParameters = {"client_secret", "client_assertion",
                                                               "access_token", "oauth_signature"};

bool is_secret_header(std::string_view name) {
  return http::same_word(name, "Authorization") || http::same_word(name, "Cookie") ||
         http::same_word(name, "X-Vendor-Authorization") ||
         http::same_word(name, "Proxy-Authorization");
}

/// "Bearer abc" becomes "Bearer [redacted]".
std::string redact_header(const http::Header& header) {
  const auto space = header.value.find(' ');
  const bool has_scheme =
      http::same_word(header.name, "Authorization") && space != std::string::npos;
  return (has_scheme ? header.value.substr(0, space + 1) : std::string()) + std::string(kRedacted);
}

std::string redact_parameters(std::string_view text) {
  std::string out;
  for (const auto& part : split(text, '&')) {
    const auto name = std::string_view(part).substr(0, part.find('='));
    const bool secret = std::find(kSecretParameters.begin(), kSecretParameters.end(), name) !=
                        kSecretParameters.end();
    out += (out.empty() ? "" : "&") +
           (secret ? std::string(name) + "=" + std::string(kRedacted) : part);
  }
  return out;
}

json::value describe(const Entry& entry) {
  json::object headers;
  for (const auto& header : entry.headers) {
    headers[header.name] = header.value;
  }
  const auto header = [&entry](std::string_view name) {
    const auto* value = http::find_header(entry.headers, name);
    return value == nullptr ? json::value() : json::value(*value);
  };
  json::object out;
  out["number"] = entry.number;
  out["time"] = iso_time(entry.time_ms);
  out["started_us"] = entry.started_us;
  out["ended_us"] = entry.ended_us < 0 ? json::value() : json::value(entry.ended_us);
  out["method"] = entry.method;
  out["path"] = entry.path;
  out["query"] = entry.query;
  out["status"] = entry.status;
  out["answered"] = entry.answered;
  out["stored"] = entry.stored;
  out["auth"] = entry.auth;
  out["client"] = entry.client;
  out["fault"] = entry.fault;
  out["x_request_id"] = header("X-Request-Id");
  out["user_agent"] = header("User-Agent");
  out["headers"] = std::move(headers);
  out["body"] = entry.body;
  return out;
}

} // namespace

std::uint64_t RequestLog::begin(const http::Request& request, std::int64_t time_ms,
                                std::int64_t started_us) {
  Entry entry;
  entry.number = next_++;
  entry.time_ms = time_ms;
  entry.started_us = started_us;
  entry.method = request.method;
  entry.path = request.path;
  entry.query = redact_parameters(request.query);
  entry.headers = request.headers;
  for (auto& header : entry.headers) {
    if (is_secret_header(header.name)) {
      header.value = redact_header(header);
    }
  }
  const bool form = request.header("Content-Type").starts_with("application/x-www-form-urlencoded");
  entry.body = form ? redact_parameters(request.body) : request.body;
  entry.auth = "none";
  entries_.push_back(std::move(entry));
  if (entries_.size() > limit_) {
    entries_.pop_front();
  }
  return entries_.empty() ? next_ - 1 : entries_.back().number;
}

Entry* RequestLog::find(std::uint64_t number) {
  const auto found =
      std::lower_bound(entries_.begin(), entries_.end(), number,
                       [](const Entry& entry, std::uint64_t n) { return entry.number < n; });
  return found == entries_.end() || found->number != number ? nullptr : &*found;
}

json::value RequestLog::list(std::uint64_t since) const {
  json::array out;
  for (const auto& entry : entries_) {
    if (entry.number > since) {
      out.emplace_back(describe(entry));
    }
  }
  return json::object{{"requests", std::move(out)}};
}

} // namespace host_stub::sis
