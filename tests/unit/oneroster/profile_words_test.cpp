#include <algorithm>
#include <set>

#include <boost/json.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "plugin/oneroster/profile/profile_fields.hpp"
#include "plugin/oneroster/profile/profile_read.hpp"
#include "plugin/oneroster/profile/profile_summary.hpp"
#include "plugin/oneroster/profile/profile_words.hpp"
#include "tests/unit/oneroster/profile_text.hpp"

namespace passback::oneroster {
namespace {

namespace json = boost::json;
using testing::Contains;
using testing::HasSubstr;

Profile profile_of(const std::string& yaml) {
  const auto profile = parse_profile(yaml, kSchema, "x.yaml");
  EXPECT_TRUE(profile.ok()) << profile.error().detail;
  return profile.ok() ? *profile : Profile();
}

std::string flat(const Profile& profile) {
  std::string text;
  for (const WordSection& section : profile_words(profile)) {
    text += section.title + "\n";
    for (const std::string& sentence : section.sentences) {
      text += "- " + sentence + "\n";
    }
  }
  return text;
}

std::vector<std::string> section_of(const Profile& profile, const std::string& title) {
  for (const WordSection& section : profile_words(profile)) {
    if (section.title == title) {
      return section.sentences;
    }
  }
  return {};
}

/// Values as a file may write them; one of them at least is not what the profile has.
std::vector<json::value> values_of(const Field& field) {
  std::vector<json::value> values;
  const json::value value = field.value.get(Profile());
  for (const Choice& choice : field.value.choices()) {
    values.push_back(value.is_array() ? json::value(json::array{choice.word})
                                      : json::value(choice.word));
  }
  if (!values.empty()) {
    return values;
  }
  switch (value.kind()) {
  case json::kind::bool_:
    return {true, false};
  case json::kind::array:
    return {json::array{"one", "another"}};
  case json::kind::object:
    return {json::object{{"one", "{points}"}, {"another", "x"}}};
  case json::kind::string:
    return {"/another"};
  default:
    return {17};
  }
}

json::object with(json::object document, std::string_view path, const json::value& value) {
  const std::size_t dot = path.find('.');
  json::value& member = document[path.substr(0, dot)];
  if (dot == std::string_view::npos) {
    member = value;
  } else {
    member =
        with(member.is_null() ? json::object() : member.as_object(), path.substr(dot + 1), value);
  }
  return document;
}

TEST(ProfileWords, ChangeWithEveryFieldAndEveryChoice) {
  const std::set<std::string_view> about_the_file = {"name", "title", "version"};
  const std::set<std::string_view> tried_below = {"answers", "documents.scales", "evidence"};
  // Some fields matter only beside others.
  const std::vector<json::object> documents = {
      json::parse(R"({"oneroster": "1.2"})").as_object(),
      json::parse(R"({"oneroster": "1.1", "who": {"oauth1": true}})").as_object(),
      json::parse(R"({"oneroster": "1.2", "file": {"form": "scores"}})").as_object(),
      json::parse(R"({"oneroster": "1.2", "window": {"metadata": "isOpen"},
                      "writes": {"line_items": "post", "results": "post"},
                      "documents": {"decimals": 1, "final_grades": "sis_slot",
                                    "missing_due_date": []}})")
          .as_object()};
  for (const Field& field : all_fields()) {
    if (about_the_file.contains(field.path) || tried_below.contains(field.path)) {
      continue;
    }
    std::vector<std::set<std::string>> texts(documents.size());
    const auto values = values_of(field);
    for (std::size_t i = 0; i < documents.size(); ++i) {
      texts[i].insert(flat(read_profile(documents[i])));
      for (const json::value& value : values) {
        texts[i].insert(flat(read_profile(with(documents[i], field.path, value))));
      }
    }
    const auto most = std::ranges::max(texts, {}, &std::set<std::string>::size).size();
    EXPECT_GE(most, std::max<std::size_t>(values.size(), 2)) << field.path << " says too little";
  }
}

TEST(ProfileWords, ChangeWithTheFieldsThatHaveAFormOfTheirOwn) {
  const std::string usual = flat(profile_of(kHead));
  for (const std::string yaml :
       {"documents: {scales: {default: {steps: [{text: A, percent: \"95\", from: \"90\"}]}}}",
        "answers: [{status: 409, means: record.conflict}]"}) {
    EXPECT_NE(flat(profile_of(kHead + yaml + "\n")), usual) << yaml;
  }
}

std::string shipped(const std::string& name) {
  return text_of_file(kShipped / name);
}

TEST(ProfileWords, OfTheGenericProfilesAreThoseOfTheDefaults) {
  const auto bare = [](const Profile& profile) {
    Profile copy = profile;
    copy.before_you_start.clear();
    copy.evidence.clear();
    return flat(copy);
  };
  EXPECT_EQ(bare(profile_of(shipped("generic-1.2.yaml"))), flat(profile_of(kHead)));
  EXPECT_EQ(bare(profile_of(shipped("generic-1.1.yaml"))),
            flat(profile_of("name: x\ntitle: X\nversion: 1\noneroster: \"1.1\"\n"
                            "who: {oauth1: true, signature_method: hmac-sha1}\n")));
}

TEST(ProfileWords, SayWhatPeopleMustKnowOfAnSis) {
  const Profile profile = profile_of(shipped("blackbaud.yaml"));
  EXPECT_THAT(section_of(profile, "Address"),
              Contains(HasSubstr("https://oauth2.sky.blackbaud.com/token")));
  EXPECT_THAT(section_of(profile, "Taking back"),
              Contains("A line item cannot be taken back; a person removes it in the SIS."));
  EXPECT_THAT(section_of(profile, "Before you start"), Contains(HasSubstr("lead section")));
  EXPECT_THAT(section_of(profile_of(shipped("powerschool.yaml")), "What refusals mean"),
              Contains(HasSubstr("409 with the words \"locked\" (record.conflict): The assignment "
                                 "is locked in PowerSchool. Unlock it")));
  EXPECT_THAT(section_of(profile_of(shipped("classlink.yaml")), "Not confirmed"),
              Contains(HasSubstr("Send a test grade first")));
  EXPECT_THAT(section_of(profile_of(shipped("classlink.yaml")), "Address"),
              Contains("OneRoster 1.1 is at the API Base URL as it is entered."));
  EXPECT_THAT(section_of(profile_of(shipped("infinite-campus-1.1.yaml")), "What refusals mean"),
              Contains(HasSubstr("ext_infiniteCampus_isGradingWindowOpen")));
}

TEST(ProfileWords, NameTheFieldsThatHaveNoSource) {
  const auto sentences =
      section_of(profile_of(kHead + "evidence: {all: code, documents.title_max: unverified, "
                                    "grades_written: code}\n"),
                 "Not confirmed");
  EXPECT_EQ(sentences, std::vector<std::string>{"Set without a source: documents.title_max."});
}

TEST(ProfileSummary, TellsTheListsApart) {
  EXPECT_EQ(standing_of(profile_of(shipped("generic-1.1.yaml"))), Standing::general);
  EXPECT_EQ(standing_of(profile_of(shipped("aeries.yaml"))), Standing::confirmed);
  EXPECT_EQ(standing_of(profile_of(shipped("skyward-sms2.yaml"))), Standing::not_confirmed);
  EXPECT_EQ(standing_of(profile_of(kHead)), Standing::not_confirmed);
}

} // namespace
} // namespace passback::oneroster
