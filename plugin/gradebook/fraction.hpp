// Exact fractions: what stands between a score and the one rounding that it may get.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>

#include "plugin/gradebook/decimal.hpp"

namespace passback::gradebook {

/// numerator / denominator in lowest terms, both of 128 bits. 2/3 of 3 is 2, whatever came between.
/// What does not fit is refused with Code::range, never rounded. A value.
class Fraction {
 public:
  __extension__ using Wide = __int128;

  Fraction() = default;
  Fraction(const Decimal& value);
  static Fraction of_integer(std::int64_t value);

  Result<Fraction> plus(const Fraction& other) const;
  Result<Fraction> minus(const Fraction& other) const;
  Result<Fraction> times(const Fraction& other) const;
  /// Code::range for a division by zero too.
  Result<Fraction> divided_by(const Fraction& other) const;

  /// The nearest decimal with at most `places` (0 to 18) digits behind the point, by the rule.
  Result<Decimal> rounded(int places, Rounding rounding) const;
  /// The decimal that is this number; none if it has no end, or too many digits.
  std::optional<Decimal> exactly() const;

  bool is_negative() const { return numerator_ < 0; }
  bool is_zero() const { return numerator_ == 0; }
  bool operator==(const Fraction& other) const = default;
  /// Code::range where the comparison itself would not fit.
  Result<std::strong_ordering> compared_to(const Fraction& other) const;

 private:
  static Result<Fraction> made(Wide numerator, Wide denominator);
  Wide numerator_ = 0, denominator_ = 1; ///< the denominator is positive
};

} // namespace passback::gradebook
