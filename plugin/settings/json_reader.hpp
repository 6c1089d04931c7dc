// Reading stored documents: absent is fine, unknown is ignored, of the wrong kind is an error that
// names the member.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json.hpp>

#include "plugin/gradebook/decimal.hpp"
#include "plugin/platform/result.hpp"

namespace passback::settings {

/// The members of one JSON object. The first member of a wrong kind is remembered; what was asked
/// for is then as if absent. Ask error() once, at the end.
class JsonReader {
 public:
  JsonReader(const boost::json::object& object, std::string_view what)
      : object_(object), what_(what) {}

  std::optional<bool> boolean(std::string_view name);
  std::optional<std::int64_t> integer(std::string_view name);
  std::optional<std::string> text(std::string_view name);
  std::vector<std::string> texts(std::string_view name);
  /// Stored as a text, so that it is exact; people may write a number.
  std::optional<gradebook::Decimal> decimal(std::string_view name);
  const boost::json::object* object(std::string_view name);
  /// The member cannot be used, whatever its kind.
  void refuse(std::string_view name, std::string_view why);
  const std::optional<Error>& error() const { return error_; }

 private:
  const boost::json::value* find(std::string_view name) const;

  const boost::json::object& object_;
  std::string_view what_;
  std::optional<Error> error_;
};

/// The text as a JSON object, nesting at most 32 deep; Code::corrupt if it is none.
Result<boost::json::object> parse_object(std::string_view text, std::string_view what);

} // namespace passback::settings
