// The test grade against an SIS that is played by hand.
#include <algorithm>

#include <gtest/gtest.h>

#include "plugin/exchange/conversation/conversation_kinds.hpp"
#include "plugin/exchange/conversation/test_grade.hpp"
#include "plugin/oneroster/wire/json_read.hpp"
#include "tests/unit/exchange/scripted_sis.hpp"

namespace passback::exchange {
namespace {

using oneroster::HttpAnswer;

class TestGradeTo : public ::testing::Test {
 protected:
  TestGradeTo() {
    profile.name = "test";
    profile.oneroster = oneroster::OneRosterVersion::v1p2;
    profile.category = oneroster::Need::required;
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
    const auto partner = partner_of(profile, oneroster::AuthWay::oauth2_client_credentials);
    TestGrade conversation(partner, input());
    return sis.hold(conversation);
  }
  void begin() {
    play_school(sis, partner_of(profile, oneroster::AuthWay::oauth2_client_credentials));
  }
  /// Whatever is PUT to a result is changed by `change` before it is kept.
  void keep_results_changed(const std::function<void(boost::json::object&)>& change) {
    begin();
    const auto first = run_once_for_ids();
    sis.answer("PUT " + first, [this, change, first](const ScriptedSis::Request& now) {
      auto value = boost::json::parse(now.body);
      change(value.as_object().at("result").as_object());
      sis.kept[first] = boost::json::serialize(value);
      return HttpAnswer{201, {}, {}};
    });
  }
  /// A result whose document holds `text` is refused, every other is kept.
  void refuse_results_with(const std::string& text) {
    begin();
    const auto first = run_once_for_ids();
    sis.answer("PUT " + first, [this, text, first](const ScriptedSis::Request& now) {
      if (now.body.find(text) != std::string::npos) {
        return HttpAnswer{422, {}, R"({"imsx_codeMajor":"failure","imsx_severity":"error"})"};
      }
      sis.kept[first] = now.body;
      return HttpAnswer{201, {}, {}};
    });
  }
  /// The path of the test's result, which follows from the seed.
  std::string run_once_for_ids() {
    ScriptedSis other;
    const auto partner = partner_of(profile, oneroster::AuthWay::oauth2_client_credentials);
    play_school(other, partner);
    TestGrade conversation(partner, input());
    other.hold(conversation);
    for (const auto& one : other.requests) {
      if (one.method == "PUT" && one.path.find("/results/") != std::string::npos) {
        return one.path;
      }
    }
    return "none";
  }

  static constexpr const char* kRoster = "GET /ims/oneroster/rostering/v1p2";
  static std::string period(const std::string& id, const std::string& term,
                            const std::string& start, const std::string& end) {
    return R"({"sourcedId":")" + id + R"(","type":"gradingPeriod","startDate":")" + start +
           R"(","endDate":")" + end + R"(","parent":{"sourcedId":")" + term + R"("}})";
  }
  std::size_t asked_for(const std::string& end_of_path) const {
    return static_cast<std::size_t>(std::ranges::count_if(
        sis.requests, [&](const auto& one) { return one.path.ends_with(end_of_path); }));
  }
  /// Of the assignment that was made.
  std::string period_that_was_sent() const {
    for (const auto& one : sis.requests) {
      if (one.method == "PUT" && one.path.find("/lineItems/") != std::string::npos) {
        const auto document = boost::json::parse(one.body);
        const auto* sent = document.at("lineItem").as_object().if_contains("gradingPeriod");
        return sent == nullptr ? "none" : std::string(sent->at("sourcedId").as_string());
      }
    }
    return "nothing was made";
  }

  oneroster::Profile profile;
  ScriptedSis sis;
};

TEST_F(TestGradeTo, AnSisThatDoesEverythingGetsEveryStepAndKeepsNothing) {
  begin();
  const auto report = test();
  EXPECT_EQ(report.at("outcome").as_string(), "ok") << boost::json::serialize(report);
  for (const auto* id : {"class", "student", "category", "grading_period", "line_item", "score",
                         "edit", "flags", "exempt", "clear", "delete", "clean_up"}) {
    EXPECT_EQ(outcome_of(report, id), "ok") << id;
  }
  EXPECT_TRUE(sis.kept.empty());
  EXPECT_EQ(report.at("made").as_array().size(), 2u);
  EXPECT_TRUE(report.at("left").as_array().empty());
  EXPECT_EQ(sis.count("PUT"), 6u) << "the line item; score, edit, flags, exempt, clear";
  EXPECT_EQ(sis.count("DELETE"), 2u);
}

TEST_F(TestGradeTo, TheSameJobBegunAgainUsesTheSameIds) {
  begin();
  test();
  const auto before = sis.requests;
  sis.requests.clear();
  test();
  ASSERT_EQ(sis.requests.size(), before.size());
  for (std::size_t i = 0; i < before.size(); ++i) {
    EXPECT_EQ(sis.requests[i].path, before[i].path);
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
  SisCapabilities found;
  found.may_delete = false;
  EXPECT_EQ(before_test_grade(profile, found).size(), 1u);
  profile.withdrawal = profile.line_item_withdrawal = oneroster::Withdrawal::unsupported;
  EXPECT_EQ(before_test_grade(profile, {}).size(), 1u);
  begin();
  const auto report = test();
  EXPECT_EQ(outcome_of(report, "delete"), "skipped");
  EXPECT_EQ(outcome_of(report, "clean_up"), "warning");
  EXPECT_EQ(report.at("left").as_array().size(), 2u);
  EXPECT_EQ(sis.count("DELETE"), 0u);
}

TEST_F(TestGradeTo, AnSisThatKeepsItsAssignmentsSaysSoBeforeAndOnlyTheGradeIsDeleted) {
  profile.line_item_withdrawal = oneroster::Withdrawal::unsupported;
  EXPECT_NE(before_test_grade(profile, {}).at(0).english().find("test assignment stays"),
            std::string::npos);
  begin();
  const auto report = test();
  EXPECT_EQ(outcome_of(report, "delete"), "ok");
  EXPECT_EQ(outcome_of(report, "clean_up"), "warning");
  EXPECT_EQ(report.at("left").as_array().size(), 1u);
  EXPECT_EQ(sis.count("DELETE"), 1u);
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

TEST_F(TestGradeTo, AnSisThatReadsFlagsInTheOtherFormOnlyIsToldOf) {
  refuse_results_with(R"("late":"true")");
  auto report = test();
  EXPECT_EQ(outcome_of(report, "flags"), "warning") << boost::json::serialize(report);
  EXPECT_NE(text_of_check(report, "flags", "sentence").find("true and false"), std::string::npos);
  EXPECT_NE(text_of_check(report, "flags", "next_step").find("boolean_form: boolean"),
            std::string::npos);
  EXPECT_EQ(outcome_of(report, "clear"), "ok") << "the test goes on";
  EXPECT_TRUE(sis.kept.empty());

  profile.boolean_form = oneroster::BooleanForm::boolean;
  refuse_results_with(R"("late":true)");
  report = test();
  EXPECT_EQ(outcome_of(report, "flags"), "warning");
  EXPECT_NE(text_of_check(report, "flags", "next_step").find("boolean_form: text"),
            std::string::npos);
}

TEST_F(TestGradeTo, AnSisThatTakesNoFlagsAtAllIsToldOf) {
  refuse_results_with(R"("late":)");
  const auto report = test();
  EXPECT_EQ(outcome_of(report, "flags"), "warning") << boost::json::serialize(report);
  EXPECT_NE(text_of_check(report, "flags", "next_step").find("flags: never"), std::string::npos);
  EXPECT_NE(text_of_check(report, "flags", "detail").find("422"), std::string::npos);
  EXPECT_EQ(outcome_of(report, "exempt"), "ok");
}

TEST_F(TestGradeTo, AFlagThatTheSisForgetsIsNamed) {
  keep_results_changed([](boost::json::object& result) { result.erase("late"); });
  const auto report = test();
  EXPECT_EQ(outcome_of(report, "flags"), "warning") << boost::json::serialize(report);
  EXPECT_NE(text_of_check(report, "flags", "sentence").find("does not show"), std::string::npos);
}

TEST_F(TestGradeTo, WhereNoFlagsAreSaidNoneIsTried) {
  profile.flags = oneroster::Flags::never;
  begin();
  EXPECT_EQ(outcome_of(test(), "flags"), "absent");
  profile.flags = oneroster::Flags::when_true;
  profile.oneroster = oneroster::OneRosterVersion::v1p1;
  begin();
  EXPECT_EQ(outcome_of(test(), "flags"), "absent");
}

TEST_F(TestGradeTo, AnIdThatTheSisGaveInsteadOfOursIsUsedFromThenOn) {
  profile.writes.ids = oneroster::WireIds::rewritten;
  begin();
  const auto path = run_once_for_ids();
  sis.answer("PUT " + path, [this](const ScriptedSis::Request& now) {
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
  profile.writes.result_identity = oneroster::ResultIdentity::look_up_first;
  begin();
  const auto line_item = [this] {
    for (const auto& one : sis.requests) {
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

TEST_F(TestGradeTo, APeriodThatOnlyTheListOfAllSessionsHasIsFoundThere) {
  begin();
  sis.answer(std::string(kRoster) + "/terms/t1/gradingPeriods", 404);
  sis.answer(std::string(kRoster) + "/academicSessions", 200,
             R"({"academicSessions":[{"sourcedId":"t1","type":"term"},)" +
                 period("gp1", "t1", "2026-09-01", "2026-10-31") + "]}");
  EXPECT_EQ(outcome_of(test(), "grading_period"), "ok");
  EXPECT_EQ(period_that_was_sent(), "gp1");
}

TEST_F(TestGradeTo, AnEmptyListOfPeriodsLeadsToTheNextWay) {
  profile.grading_period = oneroster::Need::required;
  begin();
  sis.answer(std::string(kRoster) + "/terms/t1/gradingPeriods", 200, R"({"academicSessions":[]})");
  sis.answer(std::string(kRoster) + "/gradingPeriods", 200,
             R"({"academicSessions":[)" + period("gp1", "t1", "2026-09-01", "2026-10-31") + "]}");
  EXPECT_EQ(outcome_of(test(), "grading_period"), "ok");
  EXPECT_EQ(period_that_was_sent(), "gp1");
}

TEST_F(TestGradeTo, OfEverybodysPeriodsThatOfTheClassIsTaken) {
  profile.reads.grading_periods = oneroster::PeriodRoute::all;
  begin();
  sis.answer(std::string(kRoster) + "/gradingPeriods", 200,
             R"({"academicSessions":[)" + period("gp9", "t9", "2026-09-01", "2026-10-31") + "," +
                 period("gp1", "t1", "2026-09-01", "2026-10-31") + "]}");
  EXPECT_EQ(outcome_of(test(), "grading_period"), "ok");
  EXPECT_EQ(period_that_was_sent(), "gp1");
}

TEST_F(TestGradeTo, APeriodOfTheClassesSecondTermIsFound) {
  begin();
  sis.answer(std::string(kRoster) + "/classes/c1", 200,
             R"({"class":{"sourcedId":"c1","school":{"sourcedId":"org-1"},)"
             R"("terms":[{"sourcedId":"t0"},{"sourcedId":"t1"}]}})");
  sis.answer(std::string(kRoster) + "/terms/t0/gradingPeriods", 200,
             R"({"academicSessions":[)" + period("gp0", "t0", "2026-06-01", "2026-08-31") + "]}");
  EXPECT_EQ(outcome_of(test(), "grading_period"), "ok");
  EXPECT_EQ(period_that_was_sent(), "gp1");
}

TEST_F(TestGradeTo, OnceThePeriodOfTodayIsFoundNoFurtherTermIsAsked) {
  begin();
  sis.answer(std::string(kRoster) + "/classes/c1", 200,
             R"({"class":{"sourcedId":"c1","school":{"sourcedId":"org-1"},)"
             R"("terms":[{"sourcedId":"t1"},{"sourcedId":"t2"}]}})");
  EXPECT_EQ(outcome_of(test(), "grading_period"), "ok");
  EXPECT_EQ(asked_for("/terms/t2/gradingPeriods"), 0u);
}

TEST_F(TestGradeTo, WithoutAPeriodByAnyWayItGoesOnlyWhereNoneIsNeeded) {
  begin();
  sis.answer(std::string(kRoster) + "/terms/t1/gradingPeriods", 404);
  EXPECT_EQ(outcome_of(test(), "grading_period"), "skipped");
  for (const auto* path : {"/terms/t1/gradingPeriods", "/academicSessions", "/gradingPeriods"}) {
    EXPECT_GT(asked_for(path), 0u) << path;
  }
  profile.grading_period = oneroster::Need::required;
  const auto puts = sis.count("PUT");
  EXPECT_EQ(outcome_of(test(), "grading_period"), "failed");
  EXPECT_EQ(sis.count("PUT"), puts);
}

TEST_F(TestGradeTo, PeriodsThatTheTokenMayNotReadAreNotAskedFor) {
  begin();
  auto partner = partner_of(profile, oneroster::AuthWay::oauth2_client_credentials);
  sis.token(partner.asked_scope);
  partner.asked_scope += " https://s/roster.readonly";
  TestGrade conversation(partner, input());
  EXPECT_EQ(outcome_of(sis.hold(conversation), "grading_period"), "skipped");
  EXPECT_EQ(asked_for("/gradingPeriods"), 0u);
  profile.grading_period = oneroster::Need::required;
  TestGrade another(partner, input());
  const auto report = sis.hold(another);
  EXPECT_EQ(outcome_of(report, "grading_period"), "failed");
  EXPECT_NE(text_of_check(report, "grading_period", "next_step").find("roster.readonly"),
            std::string::npos);
}

TEST_F(TestGradeTo, OneDotOneNeedsNeitherSchoolNorScoreScales) {
  profile.oneroster = oneroster::OneRosterVersion::v1p1;
  profile.category = oneroster::Need::when_known;
  profile.school = oneroster::Need::never;
  begin();
  const auto report = test();
  EXPECT_NE(report.at("outcome").as_string(), "failed") << boost::json::serialize(report);
  EXPECT_TRUE(sis.kept.empty());
}

/// An SIS that gives the ids itself: line items and results are made by POST.
class TestGradeByPost : public TestGradeTo {
 protected:
  TestGradeByPost() {
    profile.writes.line_items = profile.writes.results = oneroster::Writing::post;
    profile.writes.ids = oneroster::WireIds::allocated;
  }
  static constexpr const char* kItems = "/ims/oneroster/gradebook/v1p2/classes/c1/lineItems";
  static constexpr const char* kBase = "/ims/oneroster/gradebook/v1p2";

  /// It names the ids in its answers, or only shows them in its lists.
  void give_ids(bool named) {
    begin();
    take("POST " + std::string(kItems), "lineItem", "li-77", named);
    take("POST " + std::string(kBase) + "/lineItems/li-77/results", "result", "r-88", named);
    list("GET " + std::string(kItems), "lineItem");
    list("GET " + std::string(kItems) + "/li-77/results", "result");
  }
  void take(const std::string& request, const std::string& kind, const std::string& id,
            bool named) {
    sis.answer(request, [this, kind, id, named](const ScriptedSis::Request& now) {
      keep(kind, id, now.body);
      return HttpAnswer{201, {}, named ? pairs(now.body, kind, id) : "{}"};
    });
  }
  void keep(const std::string& kind, const std::string& id, const std::string& body) {
    auto record = boost::json::parse(body).as_object().at(kind + "s").as_array().at(0).as_object();
    record["sourcedId"] = id;
    sis.kept[std::string(kBase) + "/" + kind + "s/" + id] =
        boost::json::serialize(boost::json::object{{kind, record}});
  }
  static std::string pairs(const std::string& body, const std::string& kind,
                           const std::string& id) {
    const auto supplied = boost::json::parse(body).at(kind + "s").at(0).at("sourcedId");
    return boost::json::serialize(boost::json::object{
        {"sourcedIdPairs", {{{"suppliedSourcedId", supplied}, {"allocatedSourcedId", id}}}}});
  }
  /// All of that kind that are kept.
  void list(const std::string& request, const std::string& kind) {
    sis.answer(request, [this, kind](const ScriptedSis::Request&) {
      std::string text;
      std::size_t count = 0;
      for (const auto& [path, body] : sis.kept) {
        const auto one = boost::json::parse(body);
        if (const auto* record = one.as_object().if_contains(kind)) {
          text += (count++ > 0 ? "," : "") + boost::json::serialize(*record);
        }
      }
      return HttpAnswer{200,
                        {{"X-Total-Count", std::to_string(count)}},
                        R"({")" + kind + R"(s":[)" + text + "]}"};
    });
  }
};

TEST_F(TestGradeByPost, MakesBothOnceTakesTheIdsFromTheAnswersAndGoesThroughEveryStep) {
  give_ids(true);
  const auto report = test();
  EXPECT_EQ(report.at("outcome").as_string(), "ok") << boost::json::serialize(report);
  for (const auto* id :
       {"line_item", "score", "edit", "flags", "exempt", "clear", "delete", "clean_up"}) {
    EXPECT_EQ(outcome_of(report, id), "ok") << id;
  }
  EXPECT_EQ(sis.count("POST"), 2u);
  EXPECT_EQ(sis.count("PUT"), 4u) << "edit, flags, exempt, clear";
  EXPECT_EQ(report.at("made").as_array().at(0).at("id").as_string(), "li-77");
  EXPECT_EQ(report.at("made").as_array().at(1).at("id").as_string(), "r-88");
  EXPECT_TRUE(report.at("left").as_array().empty());
  EXPECT_TRUE(sis.kept.empty());
}

TEST_F(TestGradeByPost, WhereTheAnswerDoesNotNameThemTheIdsAreReadFromTheLists) {
  give_ids(false);
  const auto report = test();
  EXPECT_EQ(report.at("outcome").as_string(), "ok") << boost::json::serialize(report);
  EXPECT_EQ(report.at("made").as_array().at(1).at("id").as_string(), "r-88");
  EXPECT_TRUE(sis.kept.empty());
  EXPECT_EQ(sis.count("POST"), 2u);
}

TEST_F(TestGradeByPost, WhatNeitherAnswerNorListNamesIsSaidAndListedAsLeft) {
  give_ids(false);
  sis.answer("GET " + std::string(kItems), 404);
  const auto report = test();
  EXPECT_EQ(outcome_of(report, "line_item"), "failed");
  EXPECT_EQ(outcome_of(report, "clean_up"), "warning");
  ASSERT_EQ(report.at("left").as_array().size(), 1u);
  const auto& left = report.at("left").as_array().at(0);
  EXPECT_EQ(left.at("id").as_string(), "");
  EXPECT_TRUE(left.at("title").as_string().starts_with("Passback test "));
  EXPECT_EQ(sis.count("POST"), 1u);
}

TEST_F(TestGradeByPost, ATestThatIsBegunAgainTakesItsOwnRemainsInsteadOfMakingMore) {
  give_ids(true);
  sis.deletes = false; // the first run leaves both
  test();
  EXPECT_EQ(sis.kept.size(), 2u);
  sis.deletes = true;
  const auto posts = sis.count("POST");
  const auto report = test();
  EXPECT_EQ(sis.count("POST"), posts);
  EXPECT_EQ(report.at("outcome").as_string(), "ok") << boost::json::serialize(report);
  EXPECT_TRUE(sis.kept.empty());
}

TEST_F(TestGradeByPost, ALostAnswerIsLookedForAndCleanedUp) {
  give_ids(true);
  const std::string post = "POST " + std::string(kBase) + "/lineItems/li-77/results";
  sis.answer(post, [this](const ScriptedSis::Request& now) {
    keep("result", "r-88", now.body);
    return HttpAnswer{500, {}, {}};
  });
  auto report = test();
  EXPECT_EQ(outcome_of(report, "score"), "failed");
  EXPECT_EQ(outcome_of(report, "clean_up"), "ok") << boost::json::serialize(report);
  EXPECT_TRUE(sis.kept.empty());

  sis.answer("POST " + std::string(kItems), [this](const ScriptedSis::Request& now) {
    keep("lineItem", "li-77", now.body);
    return HttpAnswer{500, {}, {}};
  });
  report = test();
  EXPECT_EQ(outcome_of(report, "line_item"), "failed");
  EXPECT_EQ(outcome_of(report, "clean_up"), "ok") << boost::json::serialize(report);
  EXPECT_TRUE(sis.kept.empty());
}

TEST_F(TestGradeByPost, AClearNoLeavesNothingToCleanUp) {
  give_ids(true);
  sis.answer("POST " + std::string(kItems), 403);
  const auto report = test();
  EXPECT_EQ(outcome_of(report, "line_item"), "failed");
  EXPECT_EQ(outcome_of(report, "clean_up"), "absent");
  EXPECT_TRUE(report.at("made").as_array().empty());
  EXPECT_EQ(sis.count("POST"), 1u);
}

TEST_F(TestGradeByPost, AScoreThatIsRefusedLeavesNothing) {
  give_ids(true);
  sis.answer("POST " + std::string(kBase) + "/lineItems/li-77/results", 422);
  const auto report = test();
  EXPECT_EQ(outcome_of(report, "score"), "failed");
  EXPECT_EQ(outcome_of(report, "clean_up"), "ok");
  EXPECT_TRUE(sis.kept.empty());
}

} // namespace
} // namespace passback::exchange
