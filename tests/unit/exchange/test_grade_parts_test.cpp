// The parts of a test grade, each by itself: what it plans, what it makes of what the SIS shows,
// its flags, its end.
#include <gtest/gtest.h>

#include "plugin/exchange/conversation/test_grade_compare.hpp"
#include "plugin/exchange/conversation/test_grade_flags.hpp"
#include "plugin/exchange/conversation/test_grade_removal.hpp"
#include "tests/unit/exchange/scripted_sis.hpp"

namespace passback::exchange::test_grade {
namespace {

TestGradeInput input() {
  TestGradeInput given;
  given.class_id = gradebook::SourcedId("c1");
  given.student_id = gradebook::SourcedId("s1");
  given.category_id = gradebook::SourcedId("cat-1");
  given.seed = "job-7";
  given.now_unix_ms = kNow;
  given.today = "2026-09-21";
  return given;
}

oneroster::Profile profile_of_1p2() {
  oneroster::Profile profile;
  profile.name = "test";
  profile.oneroster = oneroster::OneRosterVersion::v1p2;
  return profile;
}

Response answered(int status, std::string body = {}) {
  return {oneroster::HttpAnswer{status, {}, std::move(body)}, Code::none, kNow};
}

boost::json::object object(const std::string& text) {
  return boost::json::parse(text).as_object();
}

TEST(TestGradePlanOf, EachStageChangesTheGradeInOneWay) {
  const auto plan = plan_test_grade(profile_of_1p2(), input());
  EXPECT_EQ(result_at(plan, Stage::score).facts.points->to_string(), "87.25");
  EXPECT_EQ(result_at(plan, Stage::edit).facts.points->to_string(), "91");
  EXPECT_TRUE(result_at(plan, Stage::flags).facts.flags.late);
  EXPECT_TRUE(result_at(plan, Stage::exempt).facts.flags.exempt);
  EXPECT_TRUE(result_at(plan, Stage::clear).cleared);
  EXPECT_FALSE(result_at(plan, Stage::clear).facts.points.has_value());
}

TEST(TestGradePlanOf, TheResultNamesItsLineItemAlsoUnderTheIdThatTheSisGave) {
  auto plan = plan_test_grade(profile_of_1p2(), input());
  EXPECT_EQ(plan.result.line_item_id, plan.line_item.wire_id);
  plan.use_line_item_id(gradebook::SourcedId("li-77"));
  EXPECT_EQ(plan.line_item.wire_id.value, "li-77");
  EXPECT_EQ(plan.result.line_item_id.value, "li-77");
}

TEST(TestGradeCompare, ALineItemIsToldByWhatDiffersFirst) {
  const auto profile = profile_of_1p2();
  const auto sent = plan_test_grade(profile, input()).line_item;
  const auto title = oneroster::line_item_title(profile, sent);
  ASSERT_TRUE(title.ok());
  const boost::json::object same{
      {"title", *title}, {"resultValueMax", 100}, {"category", {{"sourcedId", "cat-1"}}}};
  EXPECT_EQ(compare_line_item(profile, sent, same).outcome, CheckOutcome::ok);
  const auto differs = [&](const char* member, boost::json::value value) {
    auto shown = same;
    shown[member] = std::move(value);
    const auto check = compare_line_item(profile, sent, shown);
    EXPECT_EQ(check.outcome, CheckOutcome::warning) << member;
    return check.sentence.english();
  };
  EXPECT_NE(differs("title", "Other").find("its title"), std::string::npos);
  EXPECT_NE(differs("resultValueMax", 50).find("its points possible"), std::string::npos);
  EXPECT_NE(differs("category", boost::json::object{{"sourcedId", "cat-2"}}).find("its category"),
            std::string::npos);
}

TEST(TestGradeCompare, AScoreCountsUnlessTheStageIsAboutSomethingElse) {
  const auto profile = profile_of_1p2();
  const auto sent = object(R"({"score":87.25,"scoreStatus":"fully graded"})");
  const auto outcome = [&](Stage stage, const std::string& shown) {
    return compare_result(profile, stage, sent, object(shown)).outcome;
  };
  const std::string other = R"({"score":12,"scoreStatus":"fully graded"})";
  EXPECT_EQ(outcome(Stage::score, R"({"score":87.25,"scoreStatus":"fully graded"})"),
            CheckOutcome::ok);
  EXPECT_EQ(outcome(Stage::score, R"({"score":87.3,"scoreStatus":"fully graded"})"),
            CheckOutcome::warning)
      << "rounded";
  EXPECT_EQ(outcome(Stage::score, other), CheckOutcome::failed);
  EXPECT_EQ(outcome(Stage::exempt, other), CheckOutcome::ok);
  EXPECT_EQ(outcome(Stage::exempt, R"({"score":87.25,"scoreStatus":"exempt"})"),
            CheckOutcome::warning)
      << "another status";
}

/// One part at a time; the test answers in the place of the SIS.
class TestGradePart : public ::testing::Test {
 protected:
  /// The next request, "METHOD /path under the gradebook".
  std::string asked() {
    const auto next = steps.next();
    if (!next) {
      return "nothing";
    }
    const auto& base = partner.endpoint.gradebook_base;
    body = next->request.body;
    return next->request.method + " " + next->request.url.substr(base.size());
  }
  CheckOutcome outcome(std::string_view check) const {
    const auto* found = checks.find(check);
    return found == nullptr ? CheckOutcome::skipped : found->outcome;
  }

  oneroster::Profile profile = profile_of_1p2();
  Partner partner = partner_of(profile, oneroster::AuthWay::fixed_token);
  oneroster::RosterReads roster_reads;
  ConversationSteps steps;
  CheckList checks;
  TestGradeRun run{partner, roster_reads, steps,
                   checks,  input(),      plan_test_grade(profile, input())};
  std::string body; ///< of the request that was asked about last
};

TEST_F(TestGradePart, TheEndDeletesTheGradeThenTheAssignmentAndLooksAfterEach) {
  run.line_item = Made{std::string(kLineItem), "li-1"};
  run.result = Made{std::string(kResult), "r-1"};
  clean_up(run);
  for (const auto* path : {"/results/r-1", "/lineItems/li-1"}) {
    EXPECT_EQ(asked(), "DELETE " + std::string(path));
    steps.take_response(answered(204));
    EXPECT_EQ(asked(), "GET " + std::string(path));
    steps.take_response(answered(404));
  }
  EXPECT_EQ(asked(), "nothing");
  EXPECT_EQ(outcome("clean_up"), CheckOutcome::ok);
}

TEST_F(TestGradePart, WhatHasNoIdIsNotAskedForButListed) {
  run.line_item = Made{std::string(kLineItem), {}};
  clean_up(run);
  EXPECT_EQ(asked(), "nothing");
  EXPECT_EQ(outcome("clean_up"), CheckOutcome::warning);
  EXPECT_EQ(checks.find("clean_up")->detail, "lineItem of unknown id");
}

TEST_F(TestGradePart, AnAssignmentThatIsGoneTakesAGradeThatCannotBeDeletedWithIt) {
  profile.withdrawal = oneroster::Withdrawal::unsupported;
  run.line_item = Made{std::string(kLineItem), "li-1"};
  run.result = Made{std::string(kResult), "r-1"};
  clean_up(run);
  EXPECT_EQ(asked(), "DELETE /lineItems/li-1");
  steps.take_response(answered(204));
  EXPECT_EQ(asked(), "GET /lineItems/li-1");
  steps.take_response(answered(404));
  EXPECT_TRUE(run.result->gone);
  EXPECT_EQ(outcome("clean_up"), CheckOutcome::ok);
}

TEST_F(TestGradePart, FlagsThatAreRefusedInOneFormAreTriedInTheOther) {
  run.result = Made{std::string(kResult), "r-1"};
  bool went_on = false;
  try_flags(run, [&] { went_on = true; });
  EXPECT_EQ(asked(), "PUT /results/r-1");
  EXPECT_NE(body.find(R"("late":"true")"), std::string::npos) << body;
  steps.take_response(answered(422));
  EXPECT_EQ(asked(), "PUT /results/r-1");
  EXPECT_NE(body.find(R"("late":true)"), std::string::npos) << body;
  EXPECT_FALSE(went_on);
  steps.take_response(answered(201));
  EXPECT_TRUE(went_on);
  EXPECT_EQ(outcome("flags"), CheckOutcome::warning);
}

TEST_F(TestGradePart, FlagsThatMeetTroubleAreNotTriedAgain) {
  run.result = Made{std::string(kResult), "r-1"};
  bool went_on = false;
  try_flags(run, [&] { went_on = true; });
  EXPECT_EQ(asked(), "PUT /results/r-1");
  steps.take_response(answered(503));
  EXPECT_TRUE(went_on);
  EXPECT_EQ(asked(), "nothing");
  EXPECT_EQ(outcome("flags"), CheckOutcome::failed);
}

} // namespace
} // namespace passback::exchange::test_grade
