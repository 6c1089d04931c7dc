// What is said of something today can be read in another language later.
#include <boost/json.hpp>
#include <gtest/gtest.h>

#include "plugin/texts/kept_phrase.hpp"

namespace passback::texts {
namespace {

std::optional<Phrase> read(const std::string& json) {
  return phrase_of(boost::json::parse(json));
}

TEST(KeptPhrases, ComeBackAsTheyWere) {
  auto nested = say("check.token.none_at", {{"why", sentence_of(Code::sis_unreachable)},
                                            {"url", "https://sis.example/token"}});
  auto both = nested;
  both += say("check.step.use_ntp");
  both += Phrase("Words of an SIS {as they are}.");
  Phrase verbatim("HTTP 404");
  Phrase followed("HTTP 404");
  followed += say("check.of_class", {{"class", "c1"}});
  for (const auto& phrase : {nested, both, verbatim, followed, Phrase()}) {
    const auto again = phrase_of(kept(phrase));
    ASSERT_TRUE(again) << phrase;
    EXPECT_EQ(*again, phrase) << kept(phrase);
  }
}

TEST(KeptPhrases, OfAnotherReleaseOrDamagedAreNone) {
  EXPECT_FALSE(read(R"({"key": "check.of.next.year"})"));
  EXPECT_FALSE(read(R"({"key": "check.of_class", "params": {"class": {"key": "no.such"}}})"));
  EXPECT_FALSE(read(R"({"key": "check.of_class", "params": 7})"));
  EXPECT_FALSE(read(R"({"key": "check.no_answer", "more": [7]})"));
  EXPECT_FALSE(read("7"));
  EXPECT_FALSE(read("{}"));
  std::string deep = "\"c1\"";
  for (int i = 0; i < 12; ++i) {
    deep = R"({"key": "check.of_class", "params": {"class": )" + deep + "}}";
  }
  EXPECT_FALSE(read(deep)) << "nothing says so much inside of each other";
}

} // namespace
} // namespace passback::texts
