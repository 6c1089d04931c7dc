#include <string>

#include <gtest/gtest.h>

#include "host_stub/sis/filter.hpp"

namespace host_stub::sis {
namespace {

Filter parsed(std::string_view text) {
  auto filter = parse_filter(text, 2);
  EXPECT_TRUE(std::holds_alternative<Filter>(filter)) << text;
  return std::holds_alternative<Filter>(filter) ? std::get<Filter>(filter) : Filter{};
}

bool refused(std::string_view text) {
  return std::holds_alternative<std::string>(parse_filter(text, 2));
}

const json::object kUser = {
    {"sourcedId", "u1"},
    {"familyName", "O'Neil"},
    {"email", "a=b@c.org"},
    {"score", 9.5},
    {"dateLastModified", "2026-09-01T10:00:00Z"},
    {"orgs", json::array{json::object{{"sourcedId", "o1"}}, json::object{{"sourcedId", "o2"}}}}};

bool fits(std::string_view text) {
  return matches(parsed(text), kUser);
}

TEST(Filter, ReadsEveryOperator) {
  EXPECT_TRUE(fits("sourcedId='u1'"));
  EXPECT_FALSE(fits("sourcedId!='u1'"));
  EXPECT_TRUE(fits("familyName~'Neil'"));
  EXPECT_TRUE(fits("score>'9.4'"));
  EXPECT_TRUE(fits("score>='9.5'"));
  EXPECT_FALSE(fits("score<'9.5'"));
  EXPECT_TRUE(fits("score<='9.50'"));
}

TEST(Filter, ComparesNumbersAsNumbersAndTimesAsTimes) {
  EXPECT_TRUE(fits("score<'10'"));
  EXPECT_TRUE(fits("dateLastModified='2026-09-01T12:00:00.000+02:00'"));
  EXPECT_TRUE(fits("dateLastModified>'2026-08-31'"));
}

TEST(Filter, DoublesAQuoteInsideAValue) {
  EXPECT_TRUE(fits("familyName='O''Neil'"));
  EXPECT_TRUE(refused("familyName='O'Neil'"));
}

TEST(Filter, KeepsOperatorsAndJointsInsideAValue) {
  EXPECT_TRUE(fits("email='a=b@c.org'"));
  const auto filter = parsed("email='x AND y'");
  ASSERT_EQ(filter.clauses.size(), 1U);
  EXPECT_EQ(filter.clauses[0].value, "x AND y");
}

TEST(Filter, JoinsTwoClauses) {
  EXPECT_TRUE(fits("sourcedId='u1' AND score>'9'"));
  EXPECT_FALSE(fits("sourcedId='u1' AND score>'10'"));
  EXPECT_TRUE(fits("sourcedId='u1' OR score>'10'"));
}

TEST(Filter, RefusesWhatIsNoFilter) {
  for (const auto* text :
       {"", "sourcedId", "sourcedId=u1", "='x'", "sourcedId='u1", "a='b' XOR c='d'", "a='b' AND",
        "a='b' c='d'", "a='1' AND b='2' AND c='3'", "a=='b'"}) {
    EXPECT_TRUE(refused(text)) << text;
  }
}

TEST(Filter, DoesNotMixAndWithOr) {
  EXPECT_TRUE(std::holds_alternative<std::string>(parse_filter("a='1' AND b='2' OR c='3'", 3)));
  EXPECT_TRUE(std::holds_alternative<Filter>(parse_filter("a='1' OR b='2' OR c='3'", 3)));
}

TEST(Filter, FollowsADottedPathThroughAList) {
  EXPECT_TRUE(fits("orgs.sourcedId='o2'"));
  EXPECT_FALSE(fits("orgs.sourcedId!='o2'")) << "one of them is equal";
  EXPECT_TRUE(fits("orgs.sourcedId!='o3'"));
}

TEST(Filter, TreatsAnAbsentMemberAsUnequal) {
  EXPECT_FALSE(fits("phone='1'"));
  EXPECT_TRUE(fits("phone!='1'"));
  EXPECT_FALSE(fits("phone<'1'"));
}

TEST(FilterPath, IsKnownWhenTheModelHasIt) {
  EXPECT_TRUE(is_known_path(Kind::line_item, Version::v1p2, "class.sourcedId"));
  EXPECT_TRUE(is_known_path(Kind::line_item, Version::v1p2, "school.sourcedId"));
  EXPECT_FALSE(is_known_path(Kind::line_item, Version::v1p1, "school.sourcedId"));
  EXPECT_FALSE(is_known_path(Kind::line_item, Version::v1p2, "class"));
  EXPECT_FALSE(is_known_path(Kind::line_item, Version::v1p2, "title.x"));
  EXPECT_TRUE(is_known_path(Kind::line_item, Version::v1p2, "metadata.x"));
}

} // namespace
} // namespace host_stub::sis
