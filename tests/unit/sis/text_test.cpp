#include <chrono>

#include <gtest/gtest.h>

#include "host_stub/sis/crypto.hpp"
#include "host_stub/sis/text.hpp"

namespace host_stub::sis {
namespace {

TEST(PercentEncoding, LeavesOnlyTheUnreservedCharacters) {
  EXPECT_EQ(percent_encode("aZ09-._~"), "aZ09-._~");
  EXPECT_EQ(percent_encode("' +&\xC3\xA9"), "%27%20%2B%26%C3%A9");
  EXPECT_EQ(percent_decode("a+b%20c"), "a+b c");
  EXPECT_EQ(form_decode("a+b%20c"), "a b c");
  EXPECT_FALSE(percent_decode("%4"));
  EXPECT_FALSE(percent_decode("%zz"));
}

TEST(Form, SplitsAtTheFirstEqualsSign) {
  const auto form = parse_form("filter=email='a'&empty=&bare");
  ASSERT_TRUE(form);
  EXPECT_EQ(*find_parameter(*form, "filter"), "email='a'");
  EXPECT_EQ(*find_parameter(*form, "empty"), "");
  EXPECT_EQ(*find_parameter(*form, "bare"), "");
  EXPECT_EQ(find_parameter(*form, "absent"), nullptr);
}

TEST(Base64, FollowsTheVectorsOfRfc4648) {
  for (const auto& [plain, encoded] :
       {std::pair{"", ""}, std::pair{"f", "Zg=="}, std::pair{"fo", "Zm8="},
        std::pair{"foo", "Zm9v"}, std::pair{"foob", "Zm9vYg=="}, std::pair{"fooba", "Zm9vYmE="},
        std::pair{"foobar", "Zm9vYmFy"}}) {
    EXPECT_EQ(base64_encode(plain), encoded);
    EXPECT_EQ(base64_decode(encoded), plain);
  }
  EXPECT_FALSE(base64_decode("Zg="));
  EXPECT_FALSE(base64_decode("Z=g="));
  EXPECT_FALSE(base64_decode("Zm 9"));
}

TEST(Dates, AreReadOnlyWhenTheyExist) {
  EXPECT_EQ(parse_date("1970-01-02"), 86400000);
  EXPECT_TRUE(parse_date("2024-02-29"));
  EXPECT_FALSE(parse_date("2023-02-29"));
  EXPECT_FALSE(parse_date("2023-2-9"));
  EXPECT_FALSE(parse_date("2023-02-09T00:00:00Z"));
}

TEST(DateTimes, AreReadWithFractionAndZone) {
  const auto time = parse_date_time("2012-04-23T18:25:43.511Z");
  ASSERT_TRUE(time);
  EXPECT_EQ(iso_time(time->unix_ms), "2012-04-23T18:25:43.511Z");
  EXPECT_EQ(parse_date_time("2012-04-23T20:25:43.511+02:00")->unix_ms, time->unix_ms);
  EXPECT_EQ(parse_date_time("2012-04-23T18:25:43+00:00")->zone, Zone::utc);
  EXPECT_EQ(parse_date_time("2012-04-23T18:25:43")->zone, Zone::none);
  for (const auto* text :
       {"2012-04-23", "2012-04-23 18:25:43Z", "2012-04-23T24:00:00Z", "2012-04-23T18:25:43.Z",
        "2012-04-23T18:25:43z", "2012-04-23T18:25:43+2"}) {
    EXPECT_FALSE(parse_date_time(text)) << text;
  }
}

TEST(Secrets, AreComparedWhole) {
  EXPECT_TRUE(same_secret("abc", "abc"));
  EXPECT_FALSE(same_secret("abc", "abcd"));
  EXPECT_FALSE(same_secret("", "a"));
}

TEST(RandomUuid, IsAVersion4Uuid) {
  const auto uuid = random_uuid();
  EXPECT_TRUE(is_uuid(uuid)) << uuid;
  EXPECT_EQ(uuid[14], '4');
  EXPECT_NE(uuid, random_uuid());
}

} // namespace
} // namespace host_stub::sis
