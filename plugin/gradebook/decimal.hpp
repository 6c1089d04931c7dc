// Exact decimal numbers: scores are never binary fractions once they have entered.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "plugin/platform/result.hpp"

namespace passback::gradebook {

enum class Rounding { half_up, half_even, down };

/// coefficient * 10^-scale, kept in lowest terms (no trailing zeros behind the point), so equal
/// numbers are equal members. The coefficient is a signed 64-bit integer (every number of 18 digits
/// fits), with at most kMaxScale digits behind the point; what does not fit is refused with
/// Code::range, never rounded. A value, safe to copy between threads. There is no minus zero.
class Decimal {
 public:
  static constexpr int kMaxScale = 18;

  Decimal() = default;
  /// A decimal as people and files write it: "89.995", "-3", "+3", ".5", "1e-7" too. No spaces, no
  /// thousands marks. Code::range for anything else.
  static Result<Decimal> parse(std::string_view text);
  /// The shortest decimal that reads back as this double; refuses infinities and NaN.
  static Result<Decimal> from_double(double value);
  static Decimal from_integer(std::int64_t value);
  /// coefficient * 10^-scale, for a scale from 0 to 18.
  static Decimal of(std::int64_t coefficient, int scale) { return Decimal(coefficient, scale); }

  /// Plain notation, never an exponent: "0.0000001", "300", "2.5".
  std::string to_string() const;
  /// At most `places` digits behind the point. half_up rounds a half away from zero, down cuts off:
  /// a negative number is rounded as its positive counterpart is.
  Decimal rounded(int places, Rounding rounding) const;
  bool is_negative() const { return coefficient_ < 0; }
  bool is_zero() const { return coefficient_ == 0; }
  std::int64_t coefficient() const { return coefficient_; }
  int scale() const { return scale_; }

  std::strong_ordering operator<=>(const Decimal& other) const;
  bool operator==(const Decimal& other) const = default;

 private:
  Decimal(std::int64_t coefficient, int scale);
  std::int64_t coefficient_ = 0;
  int scale_ = 0;
};

} // namespace passback::gradebook
