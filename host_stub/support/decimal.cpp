#include "host_stub/support/decimal.hpp"

#include <charconv>
#include <cmath>

namespace host_stub {

std::string to_decimal(double value) {
  // The longest plain form of a finite double has 309 digits before the point or about 340 behind
  // it.
  char buffer[400];
  auto end = std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::fixed);
  return {buffer, end.ptr};
}

std::optional<double> parse_decimal(std::string_view text) {
  double value = 0;
  auto end =
      std::from_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed);
  if (end.ec != std::errc{} || end.ptr != text.data() + text.size() || !std::isfinite(value)) {
    return std::nullopt;
  }
  return value;
}

} // namespace host_stub
