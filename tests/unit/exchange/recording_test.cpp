// Recordings: what they hide, and that the same conversation with the same answers gives the same
// report. tests/data/recordings holds recordings of the simulated SIS and whatever a real one has
// taught; each is a test.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <gtest/gtest.h>

#include "manifests/schemas.hpp"
#include "plugin/exchange/conversation/conversation_kinds.hpp"
#include "tests/unit/exchange/scripted_sis.hpp"

namespace passback::exchange {
namespace {

std::string text_of(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

oneroster::ProfileCatalog shipped_profiles() {
  std::vector<oneroster::ProfileFile> files;
  for (const auto& entry :
       std::filesystem::directory_iterator(std::filesystem::path(SOURCE_DIR) / "manifests/sis")) {
    files.push_back({entry.path().filename().string(), text_of(entry.path())});
  }
  return oneroster::ProfileCatalog(std::move(files), manifests::kSisSchema);
}

struct Recorded {
  boost::json::object report;
  std::string text;
};

Recorded record_test_grade(const oneroster::ProfileCatalog& profiles) {
  const auto partner =
      partner_of(*profiles.find("generic-1.2"), oneroster::AuthWay::oauth2_client_credentials);
  ScriptedSis sis;
  play_school(sis, partner);
  const std::string input = R"({"class_id":"c1","student_id":"s1","seed":"x",)"
                            R"("now_unix_ms":1790000000000,"today":"2026-09-21"})";
  auto conversation = make_conversation(kTestGrade, partner, input);
  EXPECT_TRUE(conversation.ok());
  Recorder recorder(kTestGrade, partner, input);
  Recorded recorded;
  recorded.report = sis.hold(**conversation, &recorder);
  recorded.text = recorder.finish(recorded.report);
  return recorded;
}

TEST(Recordings, HoldNeitherSecretsNorPeople) {
  const auto recorded = record_test_grade(shipped_profiles());
  for (const auto* hidden : {"t0k3n", "Anna", "Bell", "anna@", "Smith", "Bert", "\"s1\"", "/s1"}) {
    EXPECT_EQ(recorded.text.find(hidden), std::string::npos) << hidden << " in " << recorded.text;
  }
  EXPECT_NE(recorded.text.find("person-1"), std::string::npos);
  EXPECT_NE(recorded.text.find("87.25"), std::string::npos) << "scores stay, their owners go";
}

TEST(Recordings, ReplayedGiveTheSameReport) {
  const auto profiles = shipped_profiles();
  const auto recorded = record_test_grade(profiles);
  const auto again = replay(recorded.text, profiles);
  ASSERT_TRUE(again.ok()) << again.error().detail;
  EXPECT_EQ(again->at("checks"), recorded.report.at("checks"));
  EXPECT_EQ(boost::json::value(*again), boost::json::parse(recorded.text).at("report"));
}

TEST(Recordings, KeepThatLessWasAskedForASecondTime) {
  const auto profiles = shipped_profiles();
  const auto partner =
      partner_of(*profiles.find("generic-1.2"), oneroster::AuthWay::oauth2_client_credentials);
  ScriptedSis sis;
  play_school(sis, partner);
  sis.token_only_for("https://s/gradebook.readonly https://s/gradebook.createput "
                     "https://s/gradebook.delete",
                     false);
  auto conversation = make_conversation(kTestConnection, partner, "{}");
  ASSERT_TRUE(conversation.ok());
  Recorder recorder(kTestConnection, partner, "{}");
  const auto report = sis.hold(**conversation, &recorder);
  auto text = recorder.finish(report);
  const auto again = replay(text, profiles);
  ASSERT_TRUE(again.ok()) << again.error().detail;
  EXPECT_EQ(again->at("checks"), report.at("checks"));
  const auto scope = text.find(R"("scope":"https://s/gradebook.readonly)");
  ASSERT_NE(scope, std::string::npos) << text;
  text.replace(scope, 18, R"("scope":"https://t)");
  EXPECT_FALSE(replay(text, profiles).ok()) << "it would ask for another one";
}

TEST(Recordings, AnswersThatSayAnotherThingGiveAnotherReport) {
  const auto profiles = shipped_profiles();
  auto text = record_test_grade(profiles).text;
  const auto at = text.find(R"("exempt")");
  ASSERT_NE(at, std::string::npos);
  const auto in_answer = text.find(R"("scoreStatus":"exempt")", text.find(R"("answer")", at));
  ASSERT_NE(in_answer, std::string::npos);
  text.replace(in_answer, 22, R"("scoreStatus":"dropped")");
  const auto again = replay(text, profiles);
  ASSERT_TRUE(again.ok()) << again.error().detail;
  EXPECT_EQ(outcome_of(*again, "exempt"), "warning");
}

TEST(Recordings, AConversationThatWouldGoAnotherWayNowNamesTheStep) {
  const auto profiles = shipped_profiles();
  auto text = record_test_grade(profiles).text;
  const auto at = text.find("/users/person-1");
  ASSERT_NE(at, std::string::npos);
  text.replace(at, 7, "/people/");
  const auto again = replay(text, profiles);
  ASSERT_FALSE(again.ok());
  EXPECT_EQ(again.error().detail.substr(0, 7), "student");
  EXPECT_FALSE(replay("{}", profiles).ok());
  EXPECT_FALSE(replay("", profiles).ok());
}

TEST(Recordings, OneThatGrewTooLargeIsNotKept) {
  oneroster::Profile profile;
  const auto partner = partner_of(profile, oneroster::AuthWay::fixed_token);
  Recorder recorder(kTestConnection, partner, "{}");
  NextStep step;
  step.name = "read_classes";
  Response response;
  std::string list = "[";
  for (int i = 0; i < 20'000; ++i) {
    list += (i > 0 ? "," : "") + std::string(R"({"sourcedId":"a-class-with-a-long-id"})");
  }
  response.answer = oneroster::HttpAnswer{200, {}, list + "]"};
  recorder.exchange(step, response);
  EXPECT_EQ(recorder.finish({}), "");
}

TEST(Recordings, OfRealConversationsGiveTheirReportAgain) {
  const auto profiles = shipped_profiles();
  int played = 0;
  for (const auto& entry : std::filesystem::directory_iterator(std::filesystem::path(SOURCE_DIR) /
                                                               "tests/data/recordings")) {
    if (entry.path().extension() != ".json") {
      continue;
    }
    const auto text = text_of(entry.path());
    const auto again = replay(text, profiles);
    ASSERT_TRUE(again.ok()) << entry.path() << " " << again.error().detail;
    EXPECT_EQ(boost::json::value(*again), boost::json::parse(text).at("report")) << entry.path();
    ++played;
  }
  EXPECT_GE(played, 4);
}

TEST(Redaction, TakesWhatIsNotKnownToBeHarmless) {
  Redaction redaction;
  const auto body = redaction.body(R"x({"users":[{"sourcedId":"u1","username":"ab",
    "metadata":{"x":"Anna","n":7,"f":"true"}}],"result":{"student":{"sourcedId":"u2",
    "href":"https://sis/users/u2"},"score":80,"comment":"hm"}})x");
  EXPECT_EQ(boost::json::serialize(body),
            R"x({"users":[{"sourcedId":"person-1","username":"(removed)",)x"
            R"x("metadata":{"x":"(removed)","n":0,"f":"true"}}],)x"
            R"x("result":{"student":{"sourcedId":"person-2","href":"https://sis/users/person-2"},)x"
            R"x("score":80,"comment":"(removed)"}})x");
  EXPECT_EQ(redaction.url("https://sis/users/u1"), "https://sis/users/person-1");
  EXPECT_EQ(redaction.url("https://sis/users/u9?filter=email%3D%27a%40b%27&limit=1"),
            "https://sis/users/person-3?filter=(removed)&limit=1");
  EXPECT_EQ(redaction.url("https://sis/classes/u10"), "https://sis/classes/u10")
      << "only whole ids are people";
  EXPECT_EQ(redaction.body("<html>Anna</html>").as_string(), "(not JSON: 17 bytes)");
}

TEST(Redaction, KeepsOnlyHeadersThatTellNothingAboutAnybody) {
  Redaction redaction;
  oneroster::HttpAnswer answer;
  answer.headers = {{"Set-Cookie", "session=abc"}, {"DATE", "Mon"}, {"X-Internal-User", "anna"}};
  EXPECT_EQ(boost::json::serialize(redaction.headers(answer)), R"({"date":"Mon"})");
}

} // namespace
} // namespace passback::exchange
