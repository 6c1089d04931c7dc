#include <cmath>
#include <limits>
#include <random>

#include <gtest/gtest.h>

#include "tests/unit/gradebook/decimal_of.hpp"

namespace passback::gradebook {
namespace {

std::string rounded(std::string_view text, int places, Rounding rounding) {
  return decimal(text).rounded(places, rounding).to_string();
}

std::string from_double(double value) {
  const auto converted = Decimal::from_double(value);
  return converted ? converted->to_string() : "refused";
}

TEST(Decimal, ReadsWhatPeopleAndFilesWriteAndAnswersInPlainNotation) {
  EXPECT_EQ(decimal("89.995").to_string(), "89.995");
  EXPECT_EQ(decimal("-3").to_string(), "-3");
  EXPECT_EQ(decimal("+3").to_string(), "3");
  EXPECT_EQ(decimal("1e-7").to_string(), "0.0000001");
  EXPECT_EQ(decimal("2.5E0").to_string(), "2.5");
  EXPECT_EQ(decimal("3E2").to_string(), "300");
  EXPECT_EQ(decimal(".5").to_string(), "0.5");
  EXPECT_EQ(decimal("5.").to_string(), "5");
  EXPECT_EQ(decimal("007.50").to_string(), "7.5");
  EXPECT_EQ(decimal("0.000").to_string(), "0");
  EXPECT_EQ(decimal("0e999999999999999999999").to_string(), "0");
  EXPECT_EQ(decimal("1000000000000000000000e-21").to_string(), "1");
}

TEST(Decimal, RefusesWhatIsNoNumber) {
  for (const char* text : {"", "-", "+", ".", "e5", "1e", "1e+", "1,5", " 1", "1 ", "0x10", "1.2.3",
                           "nan", "inf", "--1", "1e5x", "١"}) {
    const auto parsed = Decimal::parse(text);
    ASSERT_FALSE(parsed.ok()) << text;
    EXPECT_EQ(parsed.error().code, Code::range) << text;
  }
}

TEST(Decimal, RefusesWhatDoesNotFitInsteadOfRounding) {
  for (const char* text :
       {"9223372036854775808", "-9223372036854775809", "1e19", "1e999999999999", "1e-19",
        "0.1234567890123456789", "12345678901234567890.5", "1e-999999999999999999999999"}) {
    EXPECT_FALSE(Decimal::parse(text).ok()) << text;
  }
}

TEST(Decimal, HoldsTheEdgesOfTheIntegers) {
  for (const std::int64_t edge :
       {std::numeric_limits<std::int64_t>::max(), std::numeric_limits<std::int64_t>::min()}) {
    const Decimal number = Decimal::from_integer(edge);
    EXPECT_EQ(number.to_string(), std::to_string(edge));
    EXPECT_EQ(decimal(number.to_string()), number);
    EXPECT_EQ(number.rounded(0, Rounding::half_up), number);
  }
  EXPECT_LT(Decimal::from_integer(std::numeric_limits<std::int64_t>::min()), decimal("1e-18"));
  EXPECT_GT(Decimal::from_integer(std::numeric_limits<std::int64_t>::max()), decimal("1e-18"));
}

TEST(Decimal, KnowsNoMinusZero) {
  EXPECT_EQ(decimal("-0"), Decimal());
  EXPECT_EQ(decimal("-0.000").to_string(), "0");
  EXPECT_EQ(from_double(-0.0), "0");
  EXPECT_FALSE(decimal("-0").is_negative());
  EXPECT_EQ(rounded("-0.4", 0, Rounding::half_up), "0");
}

TEST(Decimal, StandsForTheShortestDecimalOfADouble) {
  EXPECT_EQ(from_double(89.995), "89.995");
  EXPECT_EQ(from_double(0.1 + 0.2), "0.30000000000000004");
  EXPECT_EQ(from_double(0.1), "0.1");
  EXPECT_EQ(from_double(1e-7), "0.0000001");
  EXPECT_EQ(from_double(300), "300");
  EXPECT_EQ(from_double(1e17), "100000000000000000");
  EXPECT_EQ(from_double(2.0 / 3.0), "0.6666666666666666");
  EXPECT_EQ(from_double(1e300), "refused");
  EXPECT_EQ(from_double(std::numeric_limits<double>::denorm_min()), "refused");
  EXPECT_EQ(from_double(std::numeric_limits<double>::infinity()), "refused");
  EXPECT_EQ(from_double(std::nan("")), "refused");
}

TEST(Decimal, RoundsAHalfByTheNamedRule) {
  EXPECT_EQ(rounded("89.995", 2, Rounding::half_up), "90");
  EXPECT_EQ(rounded("89.995", 2, Rounding::half_even), "90");
  EXPECT_EQ(rounded("89.985", 2, Rounding::half_even), "89.98");
  EXPECT_EQ(rounded("89.995", 2, Rounding::down), "89.99");
  EXPECT_EQ(rounded("-2.5", 0, Rounding::half_up), "-3");
  EXPECT_EQ(rounded("-2.5", 0, Rounding::half_even), "-2");
  EXPECT_EQ(rounded("-2.9", 0, Rounding::down), "-2");
  EXPECT_EQ(rounded("2.5", 7, Rounding::half_up), "2.5");
  EXPECT_EQ(rounded("1234.5", -3, Rounding::half_up), "1235");
  EXPECT_EQ(rounded("0.6666666666666666", 4, Rounding::half_up), "0.6667");
  EXPECT_EQ(rounded("9.223372036854775807", 0, Rounding::half_up), "9");
  EXPECT_EQ(rounded("0.999999999999999999", 17, Rounding::half_up), "1");
}

TEST(Decimal, ComparesByValue) {
  EXPECT_EQ(decimal("90.0"), decimal("90"));
  EXPECT_EQ(decimal("9e1"), decimal("90"));
  EXPECT_LT(decimal("89.999999999999999"), decimal("90"));
  EXPECT_LT(decimal("-1"), decimal("-0.5"));
  EXPECT_GT(decimal("0.1"), decimal("0.09999999"));
  EXPECT_TRUE(decimal("12.0").scale() == 0);
  EXPECT_FALSE(decimal("12.01").scale() == 0);
}

TEST(Decimal, ReadsBackEveryDoubleOfTheSizeOfAScore) {
  std::mt19937_64 random(20270309);
  std::uniform_real_distribution<double> scores(-1000, 1000);
  for (int i = 0; i < 20000; ++i) {
    const double score = scores(random);
    const auto exact = Decimal::from_double(score);
    if (!exact) {
      EXPECT_LT(std::abs(score), 0.1) << score;
      continue;
    }
    const std::string text = exact->to_string();
    EXPECT_EQ(std::stod(text), score);
    EXPECT_EQ(text.find_first_of("eE"), std::string::npos) << text;
    EXPECT_EQ(decimal(text), *exact);
  }
}

TEST(Decimal, NeverRoundsFurtherThanOneStepOfTheLastPlace) {
  std::mt19937_64 random(7);
  std::uniform_int_distribution<std::int64_t> coefficients(-999'999'999, 999'999'999);
  for (int i = 0; i < 20000; ++i) {
    const std::string text = std::to_string(coefficients(random)) + "e-6";
    const Decimal exact = decimal(text);
    for (int places = 0; places <= 6; ++places) {
      const Decimal up = exact.rounded(places, Rounding::half_up);
      const Decimal even = exact.rounded(places, Rounding::half_even);
      const Decimal down = exact.rounded(places, Rounding::down);
      EXPECT_EQ(up.rounded(places, Rounding::half_up), up);
      EXPECT_LE(std::abs(std::stod(up.to_string()) - std::stod(text)),
                0.5 * std::pow(10, -places) + 1e-9);
      EXPECT_LE(std::abs(std::stod(even.to_string()) - std::stod(text)),
                0.5 * std::pow(10, -places) + 1e-9);
      EXPECT_LE(std::abs(std::stod(down.to_string())), std::abs(std::stod(text)));
    }
  }
}

} // namespace
} // namespace passback::gradebook
