#pragma once
// Numbers of points as people and files write them.
#include <optional>
#include <string>
#include <string_view>

namespace host_stub {

// Points are doubles that stand for their shortest decimal; these two go there and back exactly.
// Plain digits only: no exponent, no infinity, no thousands separator.
std::string to_decimal(double value);
std::optional<double> parse_decimal(std::string_view text);

} // namespace host_stub
