// Stories are read strictly: what nobody knows is refused with its line, before anything is done.
#include <boost/json/parse.hpp>
#include <gtest/gtest.h>

#include "host_stub/story/matching.hpp"
#include "host_stub/story/story_file.hpp"
#include "host_stub/support/nearest.hpp"

namespace host_stub::story {
namespace {

std::string refusal_of(const std::string& text) {
  const auto read = parse_story(text, "a.yaml", Vocabulary());
  return read ? "" : read.failure().message;
}

TEST(StoryFile, IsReadWithTheLineOfEachStep) {
  const auto read = parse_story("story: A quiz\n"
                                "about: [card.allow_grades]\n"
                                "steps:\n"
                                "  - deliver\n"
                                "  - score: {activity: q, student: s, points: 9.5}\n"
                                "  - the log says: done\n",
                                "a.yaml", Vocabulary());
  ASSERT_TRUE(read) << read.failure().message;
  const auto& story = read.value();
  EXPECT_EQ(story.versions, (std::vector<std::string>{"1.1", "1.2"})) << "both, unless it says";
  ASSERT_EQ(story.steps.size(), 3U);
  EXPECT_EQ(story.steps[1].line, 5);
  EXPECT_EQ(Members(story.steps[1].members).text("points"), "9.5");
  EXPECT_EQ(Members(story.steps[2].members).text("words"), "done") << "the value itself";
}

TEST(StoryFile, RefusesAVerbThatNobodyKnowsAndNamesTheOneThatWasMeant) {
  EXPECT_EQ(refusal_of("story: A\nsteps:\n  - delivr\n"),
            "a.yaml, line 3: nobody knows how to do \"delivr\". Did you mean \"deliver\"? All "
            "words: host_stub run --words.");
}

TEST(StoryFile, RefusesAMemberThatTheVerbDoesNotHave) {
  EXPECT_EQ(refusal_of("story: A\nsteps:\n  - deliver\n  - score:\n      activity: q\n      "
                       "student: s\n      pionts: 9\n"),
            "a.yaml, line 7: \"score\" has no \"pionts\". Did you mean \"points\"?");
}

TEST(StoryFile, RefusesAMemberThatIsMissingOrOfAnotherForm) {
  EXPECT_NE(refusal_of("story: A\nsteps:\n  - score: {activity: q}\n").find("needs \"student\""),
            std::string::npos);
  EXPECT_NE(refusal_of("story: A\nsteps:\n  - score: {activity: q, student: s, points: many}\n")
                .find("\"points\" is a number"),
            std::string::npos);
}

TEST(StoryFile, RefusesWhatIsNoStory) {
  for (const auto* text :
       {"", "story: A\n", "steps: [deliver]\n", "story: A\nsteps: []\n",
        "story: A\nversions: [\"1.3\"]\nsteps: [deliver]\n", "story: A\nsteps: [{a: 1, b: 2}]\n",
        "story: A\ngiven: {rooster: sample}\nsteps: [deliver]\n"}) {
    EXPECT_NE(refusal_of(text), "") << text;
  }
}

TEST(StoryWords, AreFoundInOrderWithAnythingBetween) {
  EXPECT_TRUE(says("3 grades: kept until somebody sends them.", "3 grades ... sends"));
  EXPECT_TRUE(says("one\n  two", "one two")) << "line breaks are blanks";
  EXPECT_FALSE(says("sends 3 grades", "3 grades ... sends"));
  EXPECT_FALSE(says("Accepted", "accepted")) << "as it stands on the screen";
}

TEST(StoryPaths, LeadThroughNamesPositionsAndConditions) {
  const auto document =
      boost::json::parse(R"({"fields":[{"name":"a","value":1},{"name":"b","value":{"c":[7,8]}}]})");
  EXPECT_EQ(shown(at_path(document, "fields.0.value")), "\"1\"");
  EXPECT_EQ(shown(at_path(document, "fields[name=b].value.c.1")), "\"8\"");
  EXPECT_EQ(at_path(document, "fields[name=z].value"), nullptr);
  EXPECT_EQ(at_path(document, "fields.9"), nullptr);
}

TEST(StoryValues, AreComparedByWhatTheyAreWorth) {
  const auto is = [](const char* expected, const char* actual) {
    const auto there = boost::json::parse(actual);
    return is_as(boost::json::parse(expected), &there);
  };
  EXPECT_TRUE(is("9", "\"9.0\"")) << "some versions carry numbers as texts";
  EXPECT_TRUE(is("true", "\"true\""));
  EXPECT_TRUE(is("null", "null"));
  EXPECT_TRUE(is(R"({"score":9})", R"({"score":9,"more":1})"));
  EXPECT_FALSE(is("0", "null")) << "blank is not zero";
  EXPECT_FALSE(is(R"(["a"])", R"(["a","b"])"));
  EXPECT_TRUE(is_as(boost::json::value(), nullptr));
}

TEST(Nearest, NamesTheWordThatWasMeantOrAllOfThem) {
  EXPECT_EQ(nearest_word("delver", {"score", "deliver"}), "deliver");
  EXPECT_EQ(nearest_word("elephant", {"score", "deliver"}), "");
  EXPECT_EQ(did_you_mean("elephant", {"score", "deliver"}), "Known: score, deliver.");
}

} // namespace
} // namespace host_stub::story
