#include "plugin/gradebook/fraction.hpp"

#include <limits>
#include <utility>

#include "plugin/platform/try.hpp"

namespace passback::gradebook {
namespace {

using Wide = Fraction::Wide;

Error too_large() {
  return Error{Code::range, "a number has too many digits"};
}

Wide wide_power_of_ten(int exponent) {
  Wide power = 1;
  for (int i = 0; i < exponent; ++i) {
    power *= 10;
  }
  return power;
}

Wide magnitude(Wide value) {
  return value < 0 ? -value : value;
}

/// Of magnitudes; never 0 if one of them is not.
Wide common_divisor(Wide a, Wide b) {
  while (b != 0) {
    a = std::exchange(b, a % b);
  }
  return a;
}

bool multiply(Wide a, Wide b, Wide& product) {
  return !__builtin_mul_overflow(a, b, &product);
}

bool rounds_away(Wide quotient, Wide remainder, Wide divisor, Rounding rounding) {
  const Wide rest = divisor - remainder; // compared so that nothing is doubled and overflows
  switch (rounding) {
  case Rounding::half_up:
    return remainder >= rest;
  case Rounding::half_even:
    return remainder > rest || (remainder == rest && quotient % 2 == 1);
  case Rounding::down:
    break;
  }
  return false;
}

} // namespace

Fraction::Fraction(const Decimal& value)
    : numerator_(value.coefficient()), denominator_(wide_power_of_ten(value.scale())) {
  const Wide divisor = common_divisor(magnitude(numerator_), denominator_);
  numerator_ /= divisor;
  denominator_ /= divisor;
}

Fraction Fraction::of_integer(std::int64_t value) {
  return Fraction(Decimal::from_integer(value));
}

Result<Fraction> Fraction::made(Wide numerator, Wide denominator) {
  if (denominator == 0) {
    return Error{Code::range, "a number is divided by zero"};
  }
  // The smallest integer has no positive counterpart.
  constexpr Wide kSmallest = std::numeric_limits<Wide>::min();
  if (numerator == kSmallest || denominator == kSmallest) {
    return too_large();
  }
  const Wide divisor = common_divisor(magnitude(numerator), magnitude(denominator));
  Fraction result;
  result.numerator_ = (denominator < 0 ? -numerator : numerator) / divisor;
  result.denominator_ = magnitude(denominator) / divisor;
  return result;
}

Result<Fraction> Fraction::plus(const Fraction& other) const {
  // Over the least common denominator, so that sums of many parts stay small.
  const Wide shared = common_divisor(denominator_, other.denominator_);
  Wide mine = 0;
  Wide theirs = 0;
  Wide sum = 0;
  Wide denominator = 0;
  if (!multiply(numerator_, other.denominator_ / shared, mine) ||
      !multiply(other.numerator_, denominator_ / shared, theirs) ||
      __builtin_add_overflow(mine, theirs, &sum) ||
      !multiply(denominator_ / shared, other.denominator_, denominator)) {
    return too_large();
  }
  return made(sum, denominator);
}

Result<Fraction> Fraction::minus(const Fraction& other) const {
  Fraction negative = other;
  negative.numerator_ = -negative.numerator_;
  return plus(negative);
}

Result<Fraction> Fraction::times(const Fraction& other) const {
  const Wide left = common_divisor(magnitude(numerator_), other.denominator_);
  const Wide right = common_divisor(magnitude(other.numerator_), denominator_);
  Wide numerator = 0;
  Wide denominator = 0;
  if (!multiply(numerator_ / left, other.numerator_ / right, numerator) ||
      !multiply(denominator_ / right, other.denominator_ / left, denominator)) {
    return too_large();
  }
  return made(numerator, denominator);
}

Result<Fraction> Fraction::divided_by(const Fraction& other) const {
  auto inverse = made(other.denominator_, other.numerator_);
  return inverse ? times(*inverse) : inverse;
}

Result<Decimal> Fraction::rounded(int places, Rounding rounding) const {
  if (const auto exact = exactly()) {
    return exact->rounded(places, rounding);
  }
  const int kept = places < 0 ? 0 : places > Decimal::kMaxScale ? Decimal::kMaxScale : places;
  const Wide whole = magnitude(numerator_) / denominator_;
  Wide rest = magnitude(numerator_) % denominator_;
  Wide coefficient = whole;
  for (int i = 0; i < kept; ++i) {
    Wide digits = 0;
    if (!multiply(rest, 10, digits) || !multiply(coefficient, 10, coefficient)) {
      return too_large();
    }
    coefficient += digits / denominator_;
    rest = digits % denominator_;
  }
  if (rounds_away(coefficient, rest, denominator_, rounding)) {
    ++coefficient;
  }
  if (coefficient > std::numeric_limits<std::int64_t>::max()) {
    return too_large();
  }
  const auto value = static_cast<std::int64_t>(coefficient);
  return Decimal::of(numerator_ < 0 ? -value : value, kept);
}

std::optional<Decimal> Fraction::exactly() const {
  // It ends exactly if its denominator divides a power of ten.
  for (int scale = 0; scale <= Decimal::kMaxScale; ++scale) {
    const Wide power = wide_power_of_ten(scale);
    if (power % denominator_ != 0) {
      continue;
    }
    Wide coefficient = 0;
    if (!multiply(numerator_, power / denominator_, coefficient) ||
        coefficient > std::numeric_limits<std::int64_t>::max() ||
        coefficient < std::numeric_limits<std::int64_t>::min()) {
      return std::nullopt;
    }
    return Decimal::of(static_cast<std::int64_t>(coefficient), scale);
  }
  return std::nullopt;
}

Result<std::strong_ordering> Fraction::compared_to(const Fraction& other) const {
  PASSBACK_TRY_AS(auto difference, minus(other));
  return difference.numerator_ < 0   ? std::strong_ordering::less
         : difference.numerator_ > 0 ? std::strong_ordering::greater
                                     : std::strong_ordering::equal;
}

} // namespace passback::gradebook
