#pragma once
// What stands beside a step's verb, read as its verb needs it.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/object.hpp>

#include "host_stub/support/decimal.hpp"

namespace host_stub::story {

// A number, a text or a truth value as a person would type it; empty for anything else.
std::string as_text(const boost::json::value& value);

class Members {
 public:
  explicit Members(const boost::json::object& given) : given_(given) {}

  bool has(std::string_view name) const { return given_.contains(name); }
  const boost::json::value* find(std::string_view name) const { return given_.if_contains(name); }
  std::string text(std::string_view name, std::string fallback = {}) const;
  bool flag(std::string_view name, bool fallback = false) const;
  std::int64_t number(std::string_view name, std::int64_t fallback = 0) const;
  // One text, or a list of them.
  std::vector<std::string> texts(std::string_view name) const;
  // Empty if there is none of that name.
  boost::json::object map(std::string_view name) const;
  const boost::json::object& all() const { return given_; }

 private:
  const boost::json::object& given_;
};

} // namespace host_stub::story
