// The test grade against an SIS that is played by hand.
#include <gtest/gtest.h>

#include "plugin/oneroster/conversation/conversation_kinds.hpp"
#include "plugin/oneroster/conversation/test_grade.hpp"
#include "plugin/oneroster/json_read.hpp"
#include "tests/unit/oneroster/scripted_sis.hpp"

namespace passback::oneroster {
namespace {

class TestGradeTo : public ::testing::Test {
 protected:
  TestGradeTo() {
    profile.name = "test";
    profile.oneroster = OneRosterVersion::v1p2;
    profile.category = Need::required;
  }
  static TestGradeInput input() {
    TestGradeInput given;
    given.class_id = gradebook::SourcedId("c1");
    given.student_id = gradebook::SourcedId("s1");
    given.seed = "job-7";
    given.now_unix_ms = kNow;
    given.today = "2026-09-21";
    return given;
  }
  boost::json::object test() {
    const auto partner = partner_of(profile, AuthWay::oauth2_client_credentials);
    TestGrade conversation(partner, input());
    return sis.talk(conversation);
  }
  void begin() { play_school(sis, partner_of(profile, AuthWay::oauth2_client_credentials)); }
  /// Whatever is PUT to a result is changed by `change` before it is kept.
  void keep_results_changed(const std::function<void(boost::json::object&)>& change) {
    begin();
    const auto first = run_once_for_ids();
    sis.answer("PUT " + first, [this, change, first](const ScriptedSis::Said& now) {
      auto value = boost::json::parse(now.body);
      change(value.as_object().at("result").as_object());
      sis.kept[first] = boost::json::serialize(value);
      return HttpAnswer{201, {}, {}};
    });
  }
  /// The path of the test's result, which follows from the seed.
  std::string run_once_for_ids() {
    ScriptedSis other;
    const auto partner = partner_of(profile, AuthWay::oauth2_client_credentials);
    play_school(other, partner);
    TestGrade conversation(partner, input());
    other.talk(conversation);
    for (const auto& one : other.said) {
      if (one.method == "PUT" && one.path.find("/results/") != std::string::npos) {
        return one.path;
      }
    }
    return "none";
  }

  Profile profile;
  ScriptedSis sis;
};

TEST_F(TestGradeTo, AnSisThatDoesEverythingGetsEveryStepAndKeepsNothing) {
  begin();
  const auto report = test();
  EXPECT_EQ(report.at("outcome").as_string(), "ok") << boost::json::serialize(report);
  for (const auto* id : {"class", "student", "category", "grading_period", "line_item", "score",
                         "edit", "exempt", "clear", "delete", "clean_up"}) {
    EXPECT_EQ(outcome_of(report, id), "ok") << id;
  }
  EXPECT_TRUE(sis.kept.empty());
  EXPECT_EQ(report.at("made").as_array().size(), 2u);
  EXPECT_TRUE(report.at("left").as_array().empty());
  EXPECT_EQ(sis.count("PUT"), 5u) << "the line item; score, edit, exempt, clear";
  EXPECT_EQ(sis.count("DELETE"), 2u);
}

TEST_F(TestGradeTo, TheSameJobBegunAgainUsesTheSameIds) {
  begin();
  test();
  const auto before = sis.said;
  sis.said.clear();
  test();
  ASSERT_EQ(sis.said.size(), before.size());
  for (std::size_t i = 0; i < before.size(); ++i) {
    EXPECT_EQ(sis.said[i].path, before[i].path);
  }
}

TEST_F(TestGradeTo, AnUnknownClassOrStudentStopsItBeforeAnythingIsWritten) {
  begin();
  sis.answer("GET /ims/oneroster/rostering/v1p2/users/s1", 404);
  EXPECT_EQ(outcome_of(test(), "student"), "failed");
  sis.answer("GET /ims/oneroster/rostering/v1p2/classes/c1", 404);
  EXPECT_EQ(outcome_of(test(), "class"), "failed");
  EXPECT_EQ(sis.count("PUT"), 0u);
}

TEST_F(TestGradeTo, ARequiredCategoryThatIsNotThereStopsIt) {
  begin();
  sis.answer("GET /ims/oneroster/gradebook/v1p2/classes/c1/categories", 200,
             R"({"categories":[]})");
  EXPECT_EQ(outcome_of(test(), "category"), "failed");
  EXPECT_EQ(sis.count("PUT"), 0u);
}

TEST_F(TestGradeTo, ARefusedScoreLeavesNothingBehind) {
  begin();
  sis.answer("PUT " + run_once_for_ids(), 403, R"({"imsx_codeMajor":"failure"})");
  const auto report = test();
  EXPECT_EQ(outcome_of(report, "score"), "failed");
  EXPECT_NE(text_of_check(report, "score", "next_step").find("write access"), std::string::npos);
  EXPECT_EQ(outcome_of(report, "clean_up"), "ok");
  EXPECT_TRUE(sis.kept.empty());
}

TEST_F(TestGradeTo, ALostAnswerIsCleanedUpTooBecauseItMayBeStored) {
  begin();
  const auto path = run_once_for_ids();
  sis.keep_silent("PUT " + path, Code::sis_timeout);
  sis.kept[path] = "{}";
  const auto report = test();
  EXPECT_EQ(outcome_of(report, "score"), "failed");
  EXPECT_TRUE(sis.kept.empty()) << "the result that may be there is deleted";
  EXPECT_EQ(outcome_of(report, "clean_up"), "ok");
}

TEST_F(TestGradeTo, AnSisThatCannotDeleteSaysSoBeforeAndWhatIsLeftIsListed) {
  EXPECT_TRUE(before_test_grade(profile, {}).empty());
  Found found;
  found.may_delete = false;
  EXPECT_EQ(before_test_grade(profile, found).size(), 1u);
  profile.withdrawal = Withdrawal::unsupported;
  EXPECT_EQ(before_test_grade(profile, {}).size(), 1u);
  begin();
  const auto report = test();
  EXPECT_EQ(outcome_of(report, "delete"), "skipped");
  EXPECT_EQ(outcome_of(report, "clean_up"), "warning");
  EXPECT_EQ(report.at("left").as_array().size(), 2u);
  EXPECT_EQ(sis.count("DELETE"), 0u);
}

TEST_F(TestGradeTo, ADeleteThatIsRefusedIsAFailureAndListsWhatIsLeft) {
  begin();
  sis.deletes = false;
  const auto report = test();
  EXPECT_EQ(outcome_of(report, "delete"), "failed");
  EXPECT_EQ(report.at("left").as_array().size(), 2u);
}

TEST_F(TestGradeTo, ADeleteThatChangesNothingIsSeen) {
  begin();
  const auto path = run_once_for_ids();
  sis.answer("DELETE " + path, 204);
  EXPECT_EQ(outcome_of(test(), "delete"), "failed");
}

TEST_F(TestGradeTo, RoundingInTheSisIsNamedAndNoFailure) {
  keep_results_changed([](boost::json::object& result) {
    if (auto* score = result.if_contains("score"); score != nullptr && score->is_double()) {
      *score = 87.3;
    }
  });
  const auto report = test();
  EXPECT_EQ(outcome_of(report, "score"), "warning");
  EXPECT_NE(text_of_check(report, "score", "sentence").find("1 decimal"), std::string::npos);
  EXPECT_EQ(outcome_of(report, "edit"), "ok");
}

TEST_F(TestGradeTo, AtTheProfilesPrecisionThereIsNoDifference) {
  profile.decimals = 0;
  begin();
  const auto report = test();
  EXPECT_EQ(outcome_of(report, "score"), "ok");
  EXPECT_NE(text_of_check(report, "score", "detail").find("sent 87,"), std::string::npos);
}

TEST_F(TestGradeTo, AnotherScoreThanWasSentIsAFailure) {
  keep_results_changed([](boost::json::object& result) { result["score"] = 12; });
  EXPECT_EQ(outcome_of(test(), "score"), "failed");
}

TEST_F(TestGradeTo, AStatusThatTheSisChangesIsNamed) {
  keep_results_changed([](boost::json::object& result) {
    if (result.at("scoreStatus") == "exempt") {
      result["scoreStatus"] = "not submitted";
    }
  });
  const auto report = test();
  EXPECT_EQ(outcome_of(report, "score"), "ok");
  EXPECT_EQ(outcome_of(report, "exempt"), "warning");
}

TEST_F(TestGradeTo, AnIdThatTheSisGaveInsteadOfOursIsUsedFromThenOn) {
  profile.writes.ids = WireIds::rewritten;
  begin();
  const auto path = run_once_for_ids();
  sis.answer("PUT " + path, [this](const ScriptedSis::Said& now) {
    auto value = boost::json::parse(now.body);
    value.as_object().at("result").as_object()["sourcedId"] = "sis-9";
    const auto text = boost::json::serialize(value);
    sis.kept["/ims/oneroster/gradebook/v1p2/results/sis-9"] = text;
    return HttpAnswer{200, {}, text};
  });
  const auto report = test();
  EXPECT_EQ(outcome_of(report, "edit"), "ok") << boost::json::serialize(report);
  EXPECT_EQ(report.at("made").as_array().at(1).at("id").as_string(), "sis-9");
  EXPECT_TRUE(sis.kept.empty());
}

TEST_F(TestGradeTo, ABlankResultThatTheSisMadeIsTakenOver) {
  profile.writes.result_identity = ResultIdentity::look_up_first;
  begin();
  const auto line_item = [this] {
    for (const auto& one : sis.said) {
      if (one.method == "PUT") {
        return one.path.substr(one.path.rfind('/') + 1);
      }
    }
    return std::string();
  };
  test();
  const std::string nested =
      "GET /ims/oneroster/gradebook/v1p2/classes/c1/lineItems/" + line_item() + "/results";
  sis.answer(nested, 200,
             R"({"results":[{"sourcedId":"blank-1","student":{"sourcedId":"s1","type":"user"}}]})");
  const auto report = test();
  EXPECT_EQ(report.at("made").as_array().at(1).at("id").as_string(), "blank-1");
}

TEST_F(TestGradeTo, OneDotOneNeedsNeitherSchoolNorScoreScales) {
  profile.oneroster = OneRosterVersion::v1p1;
  profile.category = Need::when_known;
  profile.school = Need::never;
  begin();
  const auto report = test();
  EXPECT_NE(report.at("outcome").as_string(), "failed") << boost::json::serialize(report);
  EXPECT_TRUE(sis.kept.empty());
}

} // namespace
} // namespace passback::oneroster
