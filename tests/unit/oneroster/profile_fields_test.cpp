#include <set>

#include <gtest/gtest.h>

#include "plugin/oneroster/profile/profile_read.hpp"
#include "tests/unit/oneroster/profile_table.hpp"

namespace passback::oneroster {
namespace {

namespace json = boost::json;

/// Every field of the schema as "documents.owner.title"; a list and an open map are one field.
void collect(const json::object& schema, const std::string& prefix, std::set<std::string>& fields) {
  for (const auto& [key, inner] : schema.at("properties").as_object()) {
    const std::string path = prefix + std::string(key);
    if (inner.as_object().contains("properties")) {
      collect(inner.as_object(), path + ".", fields);
    } else {
      fields.insert(path);
    }
  }
}

TEST(ProfileFields, AreThoseOfTheSchema) {
  std::set<std::string> of_schema;
  collect(json::parse(manifests::kSisSchema).as_object(), "", of_schema);
  std::set<std::string> of_table;
  for (const Field& field : all_fields()) {
    EXPECT_TRUE(of_table.emplace(field.path).second) << field.path << " has two rows";
  }
  EXPECT_EQ(of_table, of_schema);
}

TEST(ProfileFields, HaveTheChoicesOfTheSchemaInItsOrder) {
  for (const Field& field : all_fields()) {
    const json::object schema = schema_of(field.path);
    const json::value* items = schema.if_contains("items");
    const json::value* words = (items == nullptr ? schema : items->as_object()).if_contains("enum");
    json::array choices;
    for (const Choice& choice : field.value.choices()) {
      choices.emplace_back(choice.word);
    }
    EXPECT_EQ(choices, words == nullptr ? json::array() : words->as_array()) << field.path;
  }
}

TEST(ProfileFields, HaveTheTypesAndBoundsOfTheSchema) {
  for (const Field& field : all_fields()) {
    const json::object schema = schema_of(field.path);
    const json::value value = field.value.get(default_profile(OneRosterVersion::v1p2));
    const bool is_choice = field.value.count > 0 && value.is_int64();
    const std::string type = is_choice           ? "\"string\""
                             : value.is_null()   ? "[\"integer\",\"null\"]"
                             : value.is_bool()   ? "\"boolean\""
                             : value.is_int64()  ? "\"integer\""
                             : value.is_double() ? "\"number\""
                             : value.is_string() ? "\"string\""
                             : value.is_array()  ? "\"array\""
                                                 : "\"object\"";
    if (field.path != "answers") { // has a reader of its own
      EXPECT_EQ(json::serialize(schema.at("type")), type) << field.path;
    }
    const auto bound = [&](const char* name) {
      const json::value* found = schema.if_contains(name);
      return found == nullptr ? 0 : found->to_number<double>();
    };
    EXPECT_EQ(field.value.least, bound("minimum")) << field.path;
    EXPECT_EQ(field.value.most, bound("maximum")) << field.path;
  }
}

TEST(ProfileFields, HaveSentencesThatNameOtherFieldsOnly) {
  std::set<std::string_view> paths{""};
  std::vector<std::string_view> sentences;
  for (const Field& field : all_fields()) {
    const FieldDetails& details = field.details;
    paths.insert(field.path);
    sentences.insert(sentences.end(), {details.says, details.otherwise, details.brief});
    for (const Choice& choice : field.value.choices()) {
      sentences.insert(sentences.end(), {choice.says, choice.brief});
    }
  }
  for (std::string_view sentence : sentences) {
    for (std::size_t hole; (hole = sentence.find('{')) != std::string_view::npos;) {
      sentence.remove_prefix(hole + 1);
      EXPECT_TRUE(paths.contains(sentence.substr(0, sentence.find('}')))) << sentence;
    }
  }
}

} // namespace
} // namespace passback::oneroster
