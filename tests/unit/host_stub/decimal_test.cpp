#include <gtest/gtest.h>

#include "host_stub/support/decimal.hpp"
#include "host_stub/support/json_text.hpp"

namespace host_stub {
namespace {

TEST(Decimal, IsTheShortestTextThatReadsBackTheSame) {
  EXPECT_EQ(to_decimal(89.995), "89.995");
  EXPECT_EQ(to_decimal(0.1), "0.1");
  EXPECT_EQ(to_decimal(100), "100");
  EXPECT_EQ(to_decimal(1e21), "1000000000000000000000");
}

TEST(Decimal, ReadsPlainNumbersOnly) {
  EXPECT_EQ(parse_decimal("87.5"), 87.5);
  EXPECT_EQ(parse_decimal("-3"), -3);
  for (const char* text : {"", "87,5", "1e2", "inf", "nan", " 5", "5 ", "A"}) {
    EXPECT_FALSE(parse_decimal(text)) << text;
  }
}

TEST(JsonText, WritesNumbersWithoutAnExponent) {
  EXPECT_EQ(to_json_text({{"points", 2.5}}), "{\n  \"points\": 2.5\n}");
}

} // namespace
} // namespace host_stub
