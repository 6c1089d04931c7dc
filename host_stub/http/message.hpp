#pragma once
// One HTTP request and its answer as plain values, so that what a site does with them is written
// and tested without a socket. Only server.cpp knows how they travel.
#include <string>
#include <string_view>
#include <vector>

namespace host_stub::http {

struct Header {
  std::string name;
  std::string value;
};

/// Case-insensitive look-up; the first of several headers of one name, or nullptr.
const std::string* find_header(const std::vector<Header>& headers, std::string_view name);

/// ASCII case-insensitive equality, as HTTP compares header names and schemes.
bool same_word(std::string_view left, std::string_view right);

struct Request {
  std::string method;
  std::string path;  ///< as on the request line, still percent-encoded
  std::string query; ///< without the '?', still encoded
  std::string body;
  std::vector<Header> headers;
  bool tls = false;

  /// The header's value, or an empty text.
  std::string_view header(std::string_view name) const;
  bool has_header(std::string_view name) const { return find_header(headers, name) != nullptr; }
  /// "http://host:port" as the client named this server in its Host header.
  std::string origin() const;
};

struct Response {
  int status = 200;
  std::vector<Header> headers;
  std::string body;

  void set(std::string_view name, std::string value);
};

/// An answer with a JSON body.
Response json_response(int status, std::string body);

} // namespace host_stub::http
