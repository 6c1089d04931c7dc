#pragma once
// An SIS's answer as plain values, so that what reads it is tested without a socket.
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace host_stub::import {

// What came back, or why nothing did.
struct HttpAnswer {
  int status = 0;                                           // 0: no whole answer came
  std::vector<std::pair<std::string, std::string>> headers; // names in lower case
  std::string body;
  std::string transport_error; // in plain words, when status is 0

  // The first header of that (lower-case) name; empty if there is none.
  std::string_view header(std::string_view name) const {
    for (const auto& [key, value] : headers) {
      if (key == name) {
        return value;
      }
    }
    return {};
  }
};

} // namespace host_stub::import
