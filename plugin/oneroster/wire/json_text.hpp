// Writes JSON as the servers of SISs read it: numbers in plain notation (Boost.JSON writes 2.5 as
// 2.5E0, which some of them refuse), UTF-8 kept as it is.
#pragma once

#include <string>
#include <string_view>

#include <boost/json/fwd.hpp>

#include "plugin/gradebook/decimal.hpp"

namespace passback::oneroster {

/// `text` with its quotation marks, escaped (RFC 8259 7). Bytes that are no UTF-8 become U+FFFD, so
/// the result is always valid JSON.
std::string json_string(std::string_view text);

/// A value that was read, written again: numbers in plain notation, the shortest that reads back as
/// the same double.
std::string json_text(const boost::json::value& value);
std::string json_text(const boost::json::object& object);

/// One object, written member by member in the order of the calls. The caller keeps names unique.
class JsonObject {
 public:
  JsonObject& text(std::string_view name, std::string_view value);
  JsonObject& number(std::string_view name, const gradebook::Decimal& value);
  JsonObject& boolean(std::string_view name, bool value);
  JsonObject& object(std::string_view name, const JsonObject& value);
  /// `json` is JSON already.
  JsonObject& raw(std::string_view name, std::string_view json);
  bool empty() const { return members_.empty(); }
  std::string str() const { return "{" + members_ + "}"; }

 private:
  void name(std::string_view name);
  std::string members_;
};

} // namespace passback::oneroster
