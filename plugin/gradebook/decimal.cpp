#include "plugin/gradebook/decimal.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <limits>

namespace passback::gradebook {
namespace {

__extension__ using Wide = __int128;

// Far beyond every exponent that could still fit, so that sums with it cannot overflow.
constexpr std::int64_t kExponentCap = 1'000'000'000;

constexpr std::array<std::int64_t, 19> kPowers = [] {
  std::array<std::int64_t, 19> powers{};
  std::int64_t power = 1;
  for (std::size_t i = 0; i < powers.size(); ++i) {
    powers[i] = power;
    if (i + 1 < powers.size()) {
      power *= 10;
    }
  }
  return powers;
}();

std::int64_t power_of_ten(int exponent) {
  return kPowers[static_cast<std::size_t>(exponent)];
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

Error out_of_range(std::string_view why) {
  return Error{Code::range, std::string(why)};
}

bool take_sign(std::string_view& text) {
  if (text.empty() || (text.front() != '-' && text.front() != '+')) {
    return false;
  }
  const bool negative = text.front() == '-';
  text.remove_prefix(1);
  return negative;
}

/// The digits of a number without sign and point, and where the point belongs: digits *
/// 10^exponent.
struct Digits {
  std::string significant;
  std::int64_t exponent = 0;
};

bool take_mantissa(std::string_view& text, Digits& digits) {
  bool behind_point = false;
  bool any = false;
  while (!text.empty()) {
    const char c = text.front();
    if (c == '.' && !behind_point) {
      behind_point = true;
    } else if (is_digit(c)) {
      any = true;
      if (c != '0' || !digits.significant.empty()) {
        digits.significant += c;
      }
      digits.exponent -= behind_point ? 1 : 0;
    } else {
      break;
    }
    text.remove_prefix(1);
  }
  return any;
}

bool take_exponent(std::string_view& text, Digits& digits) {
  if (text.empty()) {
    return true;
  }
  if (text.front() != 'e' && text.front() != 'E') {
    return false;
  }
  text.remove_prefix(1);
  const bool negative = take_sign(text);
  if (text.empty()) {
    return false;
  }
  std::int64_t exponent = 0;
  for (const char c : text) {
    if (!is_digit(c)) {
      return false;
    }
    exponent = std::min(exponent * 10 + (c - '0'), kExponentCap);
  }
  digits.exponent += negative ? -exponent : exponent;
  return true;
}

bool rounds_away(std::uint64_t quotient, std::uint64_t remainder, std::uint64_t divisor,
                 Rounding rounding) {
  const std::uint64_t rest = divisor - remainder;
  switch (rounding) {
  case Rounding::half_up:
    return remainder >= rest;
  case Rounding::half_even:
    return remainder > rest || (remainder == rest && quotient % 2 == 1);
  case Rounding::down:
    return false;
  }
  return false;
}

std::uint64_t magnitude(std::int64_t value) {
  return value < 0 ? ~static_cast<std::uint64_t>(value) + 1 : static_cast<std::uint64_t>(value);
}

} // namespace

Decimal::Decimal(std::int64_t coefficient, int scale) : coefficient_(coefficient), scale_(scale) {
  while (scale_ > 0 && coefficient_ % 10 == 0) {
    coefficient_ /= 10;
    --scale_;
  }
}

Result<Decimal> Decimal::parse(std::string_view text) {
  const bool negative = take_sign(text);
  Digits digits;
  if (!take_mantissa(text, digits) || !take_exponent(text, digits)) {
    return out_of_range("not a decimal number");
  }
  while (!digits.significant.empty() && digits.significant.back() == '0') {
    digits.significant.pop_back();
    ++digits.exponent;
  }
  if (digits.significant.empty()) {
    return Decimal();
  }
  if (digits.exponent < -kMaxScale) {
    return out_of_range("a number has more than 18 digits behind the point");
  }
  const int scale = digits.exponent < 0 ? static_cast<int>(-digits.exponent) : 0;
  if (scale == 0) {
    if (digits.exponent > kMaxScale) {
      return out_of_range("a number is too large");
    }
    digits.significant.append(static_cast<std::size_t>(digits.exponent), '0');
  }
  // With its sign, because the smallest integer has no positive counterpart.
  const std::string text_of_coefficient = (negative ? "-" : "") + digits.significant;
  const char* const end = text_of_coefficient.data() + text_of_coefficient.size();
  std::int64_t coefficient = 0;
  if (std::from_chars(text_of_coefficient.data(), end, coefficient).ec != std::errc{}) {
    return out_of_range("a number has too many digits");
  }
  return Decimal(coefficient, scale);
}

Result<Decimal> Decimal::from_double(double value) {
  if (!std::isfinite(value)) {
    return out_of_range("a number is not finite");
  }
  std::array<char, 64> text{};
  const auto written = std::to_chars(text.data(), text.data() + text.size(), value);
  return parse({text.data(), static_cast<std::size_t>(written.ptr - text.data())});
}

Decimal Decimal::from_integer(std::int64_t value) {
  return Decimal(value, 0);
}

std::string Decimal::to_string() const {
  std::string digits = std::to_string(magnitude(coefficient_));
  const auto scale = static_cast<std::size_t>(scale_);
  if (scale > 0) {
    if (digits.size() <= scale) {
      digits.insert(0, scale + 1 - digits.size(), '0');
    }
    digits.insert(digits.size() - scale, 1, '.');
  }
  return coefficient_ < 0 ? "-" + digits : digits;
}

Decimal Decimal::rounded(int places, Rounding rounding) const {
  const int kept = places < 0 ? 0 : places;
  if (kept >= scale_) {
    return *this;
  }
  const auto divisor = static_cast<std::uint64_t>(power_of_ten(scale_ - kept));
  const std::uint64_t whole = magnitude(coefficient_);
  std::uint64_t quotient = whole / divisor;
  if (rounds_away(quotient, whole % divisor, divisor, rounding)) {
    ++quotient;
  }
  const auto rounded = static_cast<std::int64_t>(quotient);
  return Decimal(coefficient_ < 0 ? -rounded : rounded, kept);
}

std::strong_ordering Decimal::operator<=>(const Decimal& other) const {
  const int scale = std::max(scale_, other.scale_);
  const Wide mine = Wide{coefficient_} * power_of_ten(scale - scale_);
  const Wide theirs = Wide{other.coefficient_} * power_of_ten(scale - other.scale_);
  return mine < theirs   ? std::strong_ordering::less
         : mine > theirs ? std::strong_ordering::greater
                         : std::strong_ordering::equal;
}

} // namespace passback::gradebook
