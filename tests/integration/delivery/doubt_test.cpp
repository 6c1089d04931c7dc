// What happens to a grade when nobody knows whether it arrived.
#include <algorithm>

#include <gtest/gtest.h>

#include "tests/integration/delivery/lms.hpp"
#include "tests/integration/delivery/sis.hpp"
#include "tests/integration/delivery/wait_until.hpp"

namespace passback::integration {
namespace {

using outbox::State;
using settings::OneRosterVersion;

class DoubtTest : public ::testing::Test {
 protected:
  DoubtTest() {
    lms.connect(Lms::connection_to(sis.url(), OneRosterVersion::v1p2), "lms-secret");
    lms.activity("essay");
    lms.score("s1", "80");
    deliverer = lms.deliverer();
  }
  void settle() {
    deliverer.delivery->nudge();
    ASSERT_TRUE(wait_until([&] { return lms.all_settled(); })) << lms.log.text();
  }

  Sis sis;
  Lms lms;
  Lms::Deliverer deliverer;
};

TEST_F(DoubtTest, AnUnansweredScoreIsSentAgainEvenWhenTheTeacherTakesItBack) {
  settle();
  EXPECT_EQ(sis.score_of("res-essay-s1"), "80");
  // 90 is stored, its answer never comes, and nobody can look; libcurl's own repetition meets the
  // same.
  sis.fault(R"({"rules":[{"name":"lost","method":"PUT","path":"/results/","body":"\"score\":90",
                          "action":{"store_then_drop":true}},
                         {"method":"GET","path":"/results/","action":{"status":500}}]})");
  lms.score("s1", "90");
  deliverer.delivery->nudge();
  ASSERT_TRUE(wait_until([&] { return sis.score_of("res-essay-s1") == "90"; }));
  ASSERT_TRUE(wait_until([&] { return lms.result("s1").in_doubt; }));
  lms.score("s1", "80");
  deliverer.delivery->nudge();
  ASSERT_TRUE(wait_until([&] { return sis.score_of("res-essay-s1") == "80"; }));
  ASSERT_TRUE(wait_until([&] { return lms.result("s1").code == Code::to_prove; }))
      << "the 90 may still be stored, over it";
  sis.clear_faults();
  const auto puts = sis.count("PUT", "/results/");
  lms.clock.move(std::chrono::minutes(10));
  settle();
  EXPECT_EQ(sis.score_of("res-essay-s1"), "80");
  EXPECT_EQ(sis.count("PUT", "/results/"), puts) << "one look is enough";
  EXPECT_FALSE(lms.result("s1").in_doubt);
}

TEST_F(DoubtTest, AnOlderScoreThatIsStoredLateOverANewerOneIsFoundAndWrittenOver) {
  settle();
  sis.fault(R"({"rules":[{"method":"PUT","path":"/results/","body":"\"score\":90",
                          "action":{"drop":true}},
                         {"method":"GET","path":"/results/","action":{"status":500}}]})");
  lms.score("s1", "90");
  deliverer.delivery->nudge();
  ASSERT_TRUE(wait_until([&] { return lms.result("s1").in_doubt; }));
  lms.score("s1", "95");
  deliverer.delivery->nudge();
  ASSERT_TRUE(wait_until([&] { return lms.result("s1").code == Code::to_prove; }));
  // Only now does the SIS come to the 90.
  sis.clear_faults();
  auto value = sis.record("results", "res-essay-s1").at("value").as_object();
  value["score"] = 90;
  for (const char* reference : {"lineItem", "student", "class"}) {
    if (value.contains(reference)) {
      value[reference].as_object()["href"] = std::string("https://sis.example/") + reference;
    }
  }
  sis.put("/ims/oneroster/gradebook/v1p2/results/res-essay-s1",
          boost::json::serialize(boost::json::object{{"result", value}}));
  ASSERT_EQ(sis.score_of("res-essay-s1"), "90");
  lms.clock.move(std::chrono::minutes(10));
  settle();
  EXPECT_EQ(sis.score_of("res-essay-s1"), "95");
}

TEST_F(DoubtTest, ALostAnswerIsCuredByALook) {
  sis.fault(R"({"rules":[{"method":"PUT","path":"/results/","count":2,
                          "action":{"store_then_drop":true}}]})");
  settle();
  EXPECT_EQ(sis.score_of("res-essay-s1"), "80");
  EXPECT_LE(sis.record("results", "res-essay-s1").at("writes").to_number<int>(), 2)
      << "it is not written again, but by libcurl itself";
  EXPECT_GE(sis.count("GET", "/results/res-essay-s1"), 1U);
}

TEST_F(DoubtTest, ATimeOutIsInDoubtAndComesAgain) {
  sis.fault(R"({"rules":[{"method":"PUT","path":"/results/","count":1,"action":{"hang":true}}]})");
  settle();
  EXPECT_EQ(sis.score_of("res-essay-s1"), "80");
  const auto events = lms.history(lms.result("s1").id);
  EXPECT_EQ(events, (std::vector<std::string>{"sent", "doubt", "sent", "confirmed"}));
}

TEST_F(DoubtTest, AnAnswerThatNamesAnotherIdMovesNothingWhereTheSisTakesOurs) {
  sis.fault(R"({"rules":[{"method":"PUT","path":"/lineItems/","count":1,
                          "action":{"store":true,"status":201,"body":{"lineItem":{"sourcedId":"x"}}}}]})");
  settle();
  EXPECT_EQ(lms.line_item().wire_id.value, "li-essay");
  EXPECT_EQ(sis.score_of("res-essay-s1"), "80");
}

TEST_F(DoubtTest, FiftyChangesWithoutDeliveryCostOneRequest) {
  settle();
  ASSERT_TRUE(deliverer.delivery->stop(std::chrono::seconds(5)).ok());
  const auto before = sis.count("PUT");
  for (int i = 0; i < 50; ++i) {
    lms.score("s1", std::to_string(i));
  }
  ASSERT_TRUE(deliverer.delivery->start().ok());
  settle();
  EXPECT_EQ(sis.count("PUT"), before + 1);
  EXPECT_EQ(sis.score_of("res-essay-s1"), "49");
}

TEST_F(DoubtTest, WhatIsCutByAStopCostsNoAttemptAndComesWithTheNextStart) {
  settle();
  sis.fault(R"({"rules":[{"method":"PUT","path":"/results/","count":1,"action":{"hang":true}}]})");
  lms.score("s1", "85");
  deliverer.delivery->nudge();
  ASSERT_TRUE(wait_until([&] { return deliverer.delivery->snapshot().in_flight == 1; }));
  ASSERT_TRUE(wait_until([&] { return sis.count("PUT", "/results/") == 2; }));
  const auto began = std::chrono::steady_clock::now();
  EXPECT_TRUE(deliverer.delivery->stop(std::chrono::milliseconds(600)).ok());
  EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::milliseconds(1'500));
  const auto record = lms.result("s1");
  EXPECT_EQ(record.state, State::ready);
  EXPECT_TRUE(record.in_doubt);
  EXPECT_EQ(record.attempts, 0);
  EXPECT_TRUE(lms.account().owner_id.empty()) << "the lease is given back";
  ASSERT_TRUE(deliverer.delivery->start().ok());
  settle();
  EXPECT_EQ(sis.score_of("res-essay-s1"), "85");
}

TEST_F(DoubtTest, AClearedScoreStaysAndSaysSoAndAWithdrawnOneGoes) {
  settle();
  lms.clear("s1");
  settle();
  EXPECT_EQ(sis.score_of("res-essay-s1"), "");
  const auto value = sis.record("results", "res-essay-s1").at("value").as_object();
  EXPECT_EQ(value.at("scoreStatus").as_string(), "not submitted");
  lms.withdraw("s1");
  settle();
  EXPECT_FALSE(sis.has("results", "res-essay-s1"));
  EXPECT_EQ(lms.result("s1").state, State::withdrawn);
}

/// The first removal waits half a second for its answer, which is 500. What the SIS has removed it
/// takes under no id of before.
std::string removal_fails(bool done) {
  const std::string spent = R"(,{"method":"PUT","path":"/lineItems/li-essay$|/results/res-essay-",
                                 "action":{"status":409}})";
  return std::string(R"({"rules":[{"method":"DELETE","count":1,"action":{
                        "delay_before_ms":500,"status":500,"store":)") +
         (done ? "true}}" + spent : "false}}") + "]}";
}

TEST_F(DoubtTest, AnActivityThatIsRestoredAfterARemovalThatWasDoneAndNotAnsweredHasAllItsScores) {
  lms.score("s2", "70");
  lms.score("s3", "60");
  settle();
  sis.fault(removal_fails(true));
  lms.withdraw_activity("essay");
  deliverer.delivery->nudge();
  ASSERT_TRUE(wait_until([&] { return lms.line_item().state == State::sending; }));
  lms.activity("essay");
  ASSERT_TRUE(wait_until([&] { return !sis.has("lineItems", "li-essay"); }));
  ASSERT_TRUE(wait_until([&] {
    deliverer.delivery->nudge();
    return lms.all_settled() && sis.values("results").size() == 3U;
  })) << lms.log.text();
  EXPECT_NE(lms.line_item().wire_id.value, "li-essay");
  EXPECT_TRUE(sis.has("lineItems", lms.line_item().wire_id.value));
  EXPECT_EQ(sis.score_of(lms.result("s1").wire_id.value), "80");
  EXPECT_EQ(sis.score_of(lms.result("s2").wire_id.value), "70");
  EXPECT_EQ(sis.score_of(lms.result("s3").wire_id.value), "60");
  for (const auto& event : lms.history(lms.line_item().id)) {
    EXPECT_NE(event, "missed");
    EXPECT_NE(event, "unlinked");
  }
}

TEST_F(DoubtTest, AnActivityThatIsRestoredAfterARemovalThatWasNotDoneStaysWhereItIs) {
  settle();
  sis.fault(removal_fails(false));
  lms.withdraw_activity("essay");
  deliverer.delivery->nudge();
  ASSERT_TRUE(wait_until([&] { return lms.line_item().state == State::sending; }));
  lms.activity("essay");
  ASSERT_TRUE(wait_until([&] {
    deliverer.delivery->nudge();
    return std::ranges::count(lms.history(lms.line_item().id), std::string("still_there")) > 0;
  })) << lms.log.text();
  lms.clock.move(std::chrono::minutes(10)); // now the removal comes no more
  settle();
  EXPECT_EQ(lms.line_item().wire_id.value, "li-essay");
  EXPECT_EQ(sis.count("DELETE"), 1U) << "what was restored is not removed again";
  EXPECT_EQ(sis.score_of("res-essay-s1"), "80");
}

TEST_F(DoubtTest, AScoreThatIsGivenAgainAfterARemovalThatWasDoneAndNotAnsweredArrives) {
  settle();
  sis.fault(removal_fails(true));
  lms.withdraw("s1");
  deliverer.delivery->nudge();
  ASSERT_TRUE(wait_until([&] { return lms.result("s1").state == State::sending; }));
  lms.score("s1", "85");
  ASSERT_TRUE(wait_until([&] { return !sis.has("results", "res-essay-s1"); }));
  ASSERT_TRUE(wait_until([&] {
    deliverer.delivery->nudge();
    return lms.all_settled() && sis.values("results").size() == 1U;
  })) << lms.log.text();
  EXPECT_EQ(sis.score_of(lms.result("s1").wire_id.value), "85");
}

TEST_F(DoubtTest, WhatATeacherChangedInTheSisIsCarriedOver) {
  settle();
  auto value = sis.record("lineItems", "li-essay").at("value").as_object();
  value["category"].as_object()["sourcedId"] = "cat-2";
  for (const char* reference : {"category", "class", "school", "gradingPeriod"}) {
    value[reference].as_object()["href"] = std::string("https://sis.example/") + reference;
  }
  sis.put("/ims/oneroster/gradebook/v1p2/lineItems/li-essay",
          boost::json::serialize(boost::json::object{{"lineItem", value}}));
  lms.activity("essay", "Essay, second draft");
  settle();
  value = sis.record("lineItems", "li-essay").at("value").as_object();
  EXPECT_EQ(value.at("title").as_string(), "Essay, second draft");
  EXPECT_EQ(value.at("category").as_object().at("sourcedId").as_string(), "cat-2");
}

TEST_F(DoubtTest, ARefusedRecordIsRejectedWithTheSissWordsAndHoldsNobodyUp) {
  lms.score("nobody", "50");
  lms.score("s2", "60");
  deliverer.delivery->nudge();
  ASSERT_TRUE(wait_until([&] { return lms.result("nobody").state == State::rejected; }));
  ASSERT_TRUE(wait_until([&] { return lms.result("s2").state == State::settled; }));
  EXPECT_EQ(sis.score_of("res-essay-s2"), "60");
  EXPECT_FALSE(lms.result("nobody").detail.empty());
  EXPECT_EQ(lms.result("nobody").http_status, 422);
}

} // namespace
} // namespace passback::integration
