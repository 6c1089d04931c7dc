#include <random>

#include <gtest/gtest.h>

#include "plugin/gradebook/fraction.hpp"
#include "tests/unit/gradebook/decimal_of.hpp"

namespace passback::gradebook {
namespace {

Fraction fraction(std::string_view numerator, std::string_view denominator = "1") {
  return Fraction(decimal(numerator)).divided_by(Fraction(decimal(denominator))).value();
}

std::string rounded(const Fraction& value, int places, Rounding rounding) {
  const auto decimal = value.rounded(places, rounding);
  return decimal ? decimal->to_string() : std::string(info(decimal.error().code).id);
}

TEST(Fraction, KeepsWhatADecimalWouldLose) {
  const Fraction third = fraction("1", "3");
  EXPECT_EQ(third.times(Fraction::of_integer(3)).value(), Fraction::of_integer(1));
  EXPECT_EQ(third.plus(third).value().plus(third).value().exactly(), decimal("1"));
  EXPECT_EQ(third.exactly(), std::nullopt);
  EXPECT_EQ(fraction("0.1").plus(fraction("0.2")).value().exactly(), decimal("0.3"));
  EXPECT_EQ(fraction("1", "8").exactly(), decimal("0.125"));
  EXPECT_EQ(fraction("-0.5").minus(fraction("0.25")).value().exactly(), decimal("-0.75"));
}

TEST(Fraction, IsRoundedByTheRule) {
  EXPECT_EQ(rounded(fraction("2", "3"), 4, Rounding::half_up), "0.6667");
  EXPECT_EQ(rounded(fraction("2", "3"), 4, Rounding::down), "0.6666");
  EXPECT_EQ(rounded(fraction("-2", "3"), 0, Rounding::half_up), "-1");
  EXPECT_EQ(rounded(fraction("1", "3"), 18, Rounding::half_up), "0.333333333333333333");
  EXPECT_EQ(rounded(fraction("89.995"), 2, Rounding::half_up), "90");
  EXPECT_EQ(rounded(fraction("89.985"), 2, Rounding::half_even), "89.98");
  EXPECT_EQ(rounded(fraction("1", "700"), 2, Rounding::half_up), "0") << "never -0 or 0.00";
  EXPECT_EQ(rounded(fraction("-1", "700"), 2, Rounding::half_up), "0");
}

TEST(Fraction, RefusesWhatDoesNotFit) {
  EXPECT_EQ(Fraction().divided_by(Fraction()).error().code, Code::range);
  const Fraction large = fraction("9223372036854775807");
  const Fraction larger = large.times(large).value();
  EXPECT_EQ(larger.times(large).error().code, Code::range);
  EXPECT_EQ(rounded(larger, 0, Rounding::half_up), "call.range");
  EXPECT_EQ(rounded(fraction("9223372036854775807", "11"), 18, Rounding::half_up), "call.range");
  const Fraction smallest = Fraction(Decimal::of(INT64_MIN, 18));
  EXPECT_EQ(smallest.exactly()->to_string(), "-9.223372036854775808");
}

TEST(Fraction, ComparesExactly) {
  EXPECT_EQ(fraction("1", "3").compared_to(fraction("0.333333333333333333")).value(),
            std::strong_ordering::greater);
  EXPECT_EQ(fraction("-1", "3").compared_to(fraction("1", "3")).value(),
            std::strong_ordering::less);
  EXPECT_EQ(fraction("2", "6").compared_to(fraction("1", "3")).value(),
            std::strong_ordering::equal);
}

TEST(Fraction, RoundsToTheNearestOfManyRandomNumbers) {
  std::mt19937_64 random(20261101);
  for (int i = 0; i < 20'000; ++i) {
    const auto numerator =
        static_cast<std::int64_t>(random() % 2'000'000'000'000) - 1'000'000'000'000;
    const auto denominator = static_cast<std::int64_t>(random() % 999'999) + 1;
    const int places = static_cast<int>(random() % 6);
    const Fraction value =
        Fraction::of_integer(numerator).divided_by(Fraction::of_integer(denominator)).value();
    for (const Rounding rounding : {Rounding::half_up, Rounding::half_even, Rounding::down}) {
      const Decimal kept = value.rounded(places, rounding).value();
      ASSERT_LE(kept.scale(), places);
      Fraction off = Fraction(kept).minus(value).value();
      off = off.is_negative() ? Fraction().minus(off).value() : off;
      const Fraction unit(Decimal::of(1, places));
      const Fraction bound =
          rounding == Rounding::down ? unit : unit.divided_by(Fraction::of_integer(2)).value();
      const auto order = off.compared_to(bound).value();
      ASSERT_TRUE(order < 0 || (order == 0 && rounding != Rounding::down))
          << numerator << "/" << denominator << " to " << places;
    }
  }
}

} // namespace
} // namespace passback::gradebook
