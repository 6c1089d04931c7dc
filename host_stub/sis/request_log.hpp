#pragma once
// What arrived, in order, with when it began and ended, so that a test can prove what a client did
// and did not do. Secrets are redacted as they are written down. Not synchronised.
#include <cstdint>
#include <deque>
#include <string>

#include "host_stub/http/message.hpp"
#include "host_stub/sis/json.hpp"

namespace host_stub::sis {

struct Entry {
  std::uint64_t number = 0;    ///< from 1, without gaps
  std::int64_t time_ms = 0;    ///< wall clock at the start
  std::int64_t started_us = 0; ///< steady clock since the server's start: the header had been read
  std::int64_t ended_us =
      -1; ///< the last byte was written or the connection was closed; -1 = not yet
  std::string method;
  std::string path;
  std::string query;
  std::vector<http::Header> headers;
  std::string body;
  int status = 0;        ///< as answered; 0 = no answer (yet)
  bool answered = false; ///< the whole answer left
  bool stored = false;   ///< the provider's data changed
  std::string auth;      ///< "oauth1", "oauth2", "bearer", "token" (the token endpoint) or "none"
  std::string client;
  std::string fault; ///< the rule that fired
};

class RequestLog {
 public:
  explicit RequestLog(std::size_t limit) : limit_(limit) {}

  /// Writes down a request and returns its number.
  std::uint64_t begin(const http::Request& request, std::int64_t time_ms, std::int64_t started_us);
  /// The entry, or nullptr when it was cleared meanwhile.
  Entry* find(std::uint64_t number);
  void clear() { entries_.clear(); }
  /// {"requests": […]} of those with a number greater than `since`.
  json::value list(std::uint64_t since) const;

 private:
  std::size_t limit_;
  std::uint64_t next_ = 1;
  std::deque<Entry> entries_;
};

} // namespace host_stub::sis
