// What people may write in a manifest, a profile or a settings file, and what they are told when
// they may not.
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <gtest/gtest.h>

#include "lms_plugin/strict_yaml.hpp"

namespace {

using lms_plugin::parse_strict_yaml;
using lms_plugin::YamlDocument;
using lms_plugin::YamlError;

boost::json::value read(std::string_view yaml) {
  auto result = parse_strict_yaml(yaml);
  if (const auto* error = std::get_if<YamlError>(&result)) {
    ADD_FAILURE() << yaml << ": " << error->line << ":" << error->column << " " << error->message;
    return nullptr;
  }
  return std::get<YamlDocument>(result).value;
}

YamlError refusal(std::string_view yaml) {
  auto result = parse_strict_yaml(yaml);
  if (const auto* document = std::get_if<YamlDocument>(&result)) {
    ADD_FAILURE() << yaml << " was accepted as " << boost::json::serialize(document->value);
    return {};
  }
  return std::get<YamlError>(result);
}

bool says(const YamlError& error, std::string_view words) {
  return error.message.find(words) != std::string::npos;
}

TEST(StrictYaml, TypesPlainScalarsAsTheCoreSchemaDoes) {
  EXPECT_EQ(
      read("a: 1\nb: -2.5\nc: true\nd: null\ne: ~\nf:\ng: plain text\nh: '1'\ni: 1e3\nj: +7"),
      boost::json::parse(R"({"a":1,"b":-2.5,"c":true,"d":null,"e":null,"f":null,"g":"plain text",
                                   "h":"1","i":1000.0,"j":7})"));
}

TEST(StrictYaml, ReadsNestedListsMapsAndBlockTexts) {
  EXPECT_EQ(read("a:\n  - {b: [1, 2]}\n  - |\n    two\n    lines\nempty: {}\nnone: []\n"),
            boost::json::parse(R"({"a":[{"b":[1,2]},"two\nlines\n"],"empty":{},"none":[]})"));
}

TEST(StrictYaml, KeepsWhatLooksLikeADateOrAVersionAsText) {
  EXPECT_EQ(read("[2026-08-01, 1.1.0, v1p2, 10.0.0.1, 'yes']"),
            boost::json::parse(R"(["2026-08-01","1.1.0","v1p2","10.0.0.1","yes"])"));
}

TEST(StrictYaml, AcceptsWholeNumbersAsKeys) {
  EXPECT_EQ(read("404: gone"), boost::json::parse(R"({"404":"gone"})"));
}

TEST(StrictYaml, NamesBothLinesOfAKeyGivenTwice) {
  const auto error = refusal("a: 1\nb: 2\na: 3\n");
  EXPECT_EQ(error.line, 3);
  EXPECT_EQ(error.column, 1);
  EXPECT_TRUE(says(error, "'a' was already given on line 1")) << error.message;
  EXPECT_EQ(refusal("x: {k: 1, 'k': 2}").column, 11);
}

class AmbiguousScalar : public testing::TestWithParam<const char*> {};

TEST_P(AmbiguousScalar, IsRefusedWithItsPlaceAndAWayOut) {
  const auto error = refusal("first: fine\nkey: " + std::string(GetParam()) + "\n");
  EXPECT_EQ(error.line, 2);
  EXPECT_EQ(error.column, 6);
  EXPECT_TRUE(says(error, GetParam())) << error.message;
  EXPECT_TRUE(says(error, "quote it")) << error.message;
}

INSTANTIATE_TEST_SUITE_P(StrictYaml, AmbiguousScalar,
                         testing::Values("0123", "-0123", "007.5", "0o17", "0x1F", "0b11", "1_000",
                                         "12:30", "yes", "No", "ON", "off", "y", "N", "tRUE",
                                         "nULL", ".nan", ".NaN", "-.inf", ".Inf",
                                         "99999999999999999999", "1e999"));

TEST(StrictYaml, TellsPeopleToWriteTrueOrFalse) {
  EXPECT_TRUE(says(refusal("a: yes"), "write true or false, or quote it"));
}

TEST(StrictYaml, RefusesKeysThatTwoReadersWouldReadDifferently) {
  EXPECT_TRUE(says(refusal("no: 1"), "the key 'no'"));
  EXPECT_TRUE(says(refusal("true: 1"), "quote it"));
  EXPECT_TRUE(says(refusal("~: 1"), "key is empty or null"));
  EXPECT_TRUE(says(refusal("[a]: 1"), "must be a text"));
  EXPECT_EQ(read("'no': 1"), boost::json::parse(R"({"no":1})"));
}

TEST(StrictYaml, RefusesAnchorsAliasesMergeKeysAndTags) {
  EXPECT_TRUE(says(refusal("a: &x 1"), "anchor"));
  EXPECT_TRUE(says(refusal("a: &x {b: 1}"), "anchor"));
  EXPECT_TRUE(says(refusal("a: &x\nb: 1"), "anchor"));
  EXPECT_FALSE(refusal("a: *x").message.empty());
  EXPECT_TRUE(says(refusal("a: 1\n<<: {b: 2}"), "merge key"));
  EXPECT_TRUE(says(refusal("a: !!str 1"), "tag"));
  EXPECT_TRUE(says(refusal("a: !!binary aGk="), "tag"));
  EXPECT_TRUE(says(refusal("a: !thing {b: 1}"), "tag"));
}

TEST(StrictYaml, RefusesASecondDocument) {
  const auto error = refusal("a: 1\n---\nb: 2\n");
  EXPECT_EQ(error.line, 2);
  EXPECT_TRUE(says(error, "second document"));
}

TEST(StrictYaml, RefusesAnEmptyText) {
  EXPECT_TRUE(says(refusal(""), "nothing in it"));
  EXPECT_TRUE(says(refusal("# only a comment\n"), "nothing in it"));
}

TEST(StrictYaml, AcceptsThirtyTwoLevelsAndRefusesOneMore) {
  read(std::string(32, '[') + std::string(32, ']'));
  EXPECT_TRUE(says(refusal(std::string(33, '[') + std::string(33, ']')), "32 levels"));
  EXPECT_FALSE(refusal(std::string(500'000, '[')).message.empty());
}

TEST(StrictYaml, RefusesMoreThanOneMebibyte) {
  const std::string text = "a: " + std::string(1'048'576 - 3, 'x');
  EXPECT_TRUE(read(text).is_object());
  EXPECT_TRUE(says(refusal(text + "y"), "1048576 bytes"));
}

TEST(StrictYaml, RefusesBrokenTextInsteadOfRepairingIt) {
  const auto error = refusal("a: 1\nb: \xC3\x28");
  EXPECT_EQ(error.line, 2);
  EXPECT_EQ(error.column, 4);
  EXPECT_TRUE(says(error, "UTF-8"));
  EXPECT_TRUE(says(refusal("a: \xED\xA0\x80"), "UTF-8"));
  EXPECT_TRUE(says(refusal(std::string_view("a: b\0c", 6)), "control character"));
}

TEST(StrictYaml, SaysWhereTheTextIsNotYaml) {
  const auto error = refusal("a: 1\n  b: [1,\n");
  EXPECT_GE(error.line, 2);
  EXPECT_TRUE(says(error, "not YAML"));
}

TEST(StrictYaml, RemembersWhereEachValueBegan) {
  auto result = parse_strict_yaml("a: 1\nlist:\n  - x\n  - deep/er:\n      k: v\n");
  const auto& document = std::get<YamlDocument>(result);
  EXPECT_EQ(document.place_of("/a").line, 1);
  EXPECT_EQ(document.place_of("/list").line, 2);
  EXPECT_EQ(document.place_of("/list/1").line, 4);
  EXPECT_EQ(document.place_of("/list/1/deep~1er/k").line, 5);
  EXPECT_EQ(document.place_of("/list/1/deep~1er/missing").line, 4);
  EXPECT_EQ(document.place_of("").line, 1);
}

} // namespace
