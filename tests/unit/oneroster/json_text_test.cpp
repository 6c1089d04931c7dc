#include <gtest/gtest.h>

#include "plugin/oneroster/values/date_text.hpp"
#include "plugin/oneroster/wire/json_read.hpp"
#include "plugin/oneroster/wire/json_text.hpp"

namespace passback::oneroster {
namespace {

TEST(JsonText, WritesNumbersWithoutAnExponent) {
  for (const char* number : {"2.5", "0.0000001", "300", "-3", "89.995", "100000000000000000"}) {
    JsonObject object;
    object.number("score", gradebook::Decimal::parse(number).value());
    EXPECT_EQ(object.str(), "{\"score\":" + std::string(number) + "}");
  }
}

TEST(JsonText, EscapesWhatJsonWantsEscapedAndKeepsUtf8) {
  EXPECT_EQ(json_string("a\"b\\c\n\r\t\x01\x7f/"), R"("a\"b\\c\n\r\t\u0001\u007f/")");
  EXPECT_EQ(json_string("naïve 😀"), "\"naïve 😀\"");
  EXPECT_EQ(json_string(std::string_view("a\0b", 3)), R"("a\u0000b")");
}

TEST(JsonText, StaysValidJsonWhateverItIsGiven) {
  for (int byte = 0; byte < 256; ++byte) {
    const std::string text = json_string(std::string("a") + static_cast<char>(byte) + "b");
    EXPECT_TRUE(read_json(text).has_value()) << byte;
  }
  EXPECT_TRUE(read_json(json_string("\xed\xa0\x80 \xf0\x9f\x98")).has_value());
}

TEST(JsonText, KeepsTheOrderOfMembers) {
  JsonObject inner;
  inner.boolean("late", true);
  JsonObject object;
  object.text("b", "1").text("a", "2").object("c", inner);
  EXPECT_EQ(object.str(), R"({"b":"1","a":"2","c":{"late":true}})");
}

TEST(DateText, IsUtcWithMilliseconds) {
  EXPECT_EQ(utc_date_time(1'335'205'543'511), "2012-04-23T18:25:43.511Z");
  EXPECT_EQ(utc_date_time(0), "1970-01-01T00:00:00.000Z");
  EXPECT_EQ(utc_date_time(-1), "1969-12-31T23:59:59.999Z");
  EXPECT_EQ(utc_date_time(1'709'251'199'999), "2024-02-29T23:59:59.999Z");
}

TEST(DateText, KeepsItsFormAtTheEndsOfTime) {
  EXPECT_EQ(utc_date_time(INT64_MAX), "9999-12-31T23:59:59.999Z");
  EXPECT_EQ(utc_date_time(INT64_MIN), "0000-01-01T00:00:00.000Z");
}

} // namespace
} // namespace passback::oneroster
