// What becomes of a grade when something answers that is not the SIS, or the SIS says less than
// that it is done.
#include <gtest/gtest.h>

#include "tests/integration/delivery/lms.hpp"
#include "tests/integration/delivery/sis.hpp"
#include "tests/integration/delivery/wait_until.hpp"

namespace passback::integration {
namespace {

using outbox::State;
using settings::OneRosterVersion;

class BelievedTest : public ::testing::Test {
 protected:
  explicit BelievedTest(const std::string& profile = {}) : lms(profile) {
    lms.lease_ms = std::chrono::milliseconds(std::chrono::hours(400 * 24)).count(); // time flies
    auto connection = Lms::connection_to(sis.url(), OneRosterVersion::v1p2);
    connection.profile = profile.empty() ? connection.profile : "test";
    lms.connect(std::move(connection), "lms-secret");
    lms.activity("essay");
    lms.score("s1", "80");
    deliverer = lms.deliverer();
  }
  /// Every record where it belongs, over all back-offs.
  void settle() {
    ASSERT_TRUE(wait_until([&] {
      lms.clock.move(std::chrono::seconds(5));
      deliverer.delivery->nudge();
      return lms.all_settled();
    })) << lms.log.text();
  }

  Sis sis;
  Lms lms;
  Lms::Deliverer deliverer;
};

TEST_F(BelievedTest, ASignInPageThatSaysOkIsNoConfirmation) {
  sis.fault(R"({"rules":[{"method":"PUT","path":"/results/|/lineItems/","count":4,
                          "action":{"status":200,"html":true}}]})");
  settle();
  EXPECT_EQ(sis.score_of("res-essay-s1"), "80");
}

TEST_F(BelievedTest, AGatewaysNotFoundPageRemovesNothing) {
  settle();
  sis.fault(R"({"rules":[{"path":"/lineItems|/results","count":4,
                          "action":{"status":404,"html":true}}]})");
  lms.activity("essay", "Essay, second draft");
  lms.score("s1", "85");
  settle();
  EXPECT_EQ(sis.score_of("res-essay-s1"), "85");
  for (const auto& event : lms.history(lms.line_item().id)) {
    EXPECT_NE(event, "unlinked");
    EXPECT_NE(event, "rejected");
  }
}

TEST_F(BelievedTest, AGradeIsTakenBackOnlyOnceTheSisHasItNoMore) {
  settle();
  sis.fault(R"({"rules":[{"method":"DELETE","count":2,"action":{"status":404,"html":true}},
                         {"method":"DELETE","count":1,
                          "action":{"status":404,"body":"404 page not found"}}]})");
  lms.withdraw("s1");
  settle();
  EXPECT_FALSE(sis.has("results", "res-essay-s1"));
  EXPECT_EQ(lms.result("s1").state, State::withdrawn);
}

TEST_F(BelievedTest, AFailureUnderTwoHundredIsToldWithTheSissWords) {
  sis.fault(R"({"rules":[{"method":"PUT","path":"/results/","action":{"status":200,"store":false,
      "body":{"imsx_codeMajor":"failure","imsx_description":"No such course section"}}}]})");
  deliverer.delivery->nudge();
  ASSERT_TRUE(wait_until([&] { return lms.result("s1").state == State::rejected; }))
      << static_cast<int>(lms.result("s1").state) << " " << lms.log.text();
  EXPECT_NE(lms.result("s1").detail.find("No such course section"), std::string::npos);
  ASSERT_TRUE(wait_until([&] { return !lms.notices().empty(); }));
  EXPECT_EQ(lms.notices()[0].dedupe_key.find("refused."), 0u) << lms.notices()[0].dedupe_key;
  EXPECT_NE(lms.log.text().find("delivery.refused"), std::string::npos);
  EXPECT_EQ(lms.log.text().find("No such course section"), std::string::npos)
      << "the SIS's words may name somebody";
}

TEST_F(BelievedTest, WhatIsAcceptedForLaterIsConfirmedOnceTheSisShowsIt) {
  sis.fault(R"({"rules":[{"method":"PUT","path":"/results/|/lineItems/","count":3,
                          "action":{"status":202,"store":false}}]})");
  settle();
  EXPECT_EQ(sis.score_of("res-essay-s1"), "80");
  sis.clear_faults();
  sis.fault(R"({"rules":[{"method":"PUT","path":"/results/",
                          "action":{"status":202,"store":true}}]})");
  lms.score("s1", "85");
  settle();
  EXPECT_EQ(sis.score_of("res-essay-s1"), "85");
}

TEST_F(BelievedTest, WhatTheSisOnlySaysItTakesIsNamedInTheEnd) {
  settle();
  sis.fault(R"({"rules":[{"method":"PUT","path":"/results/",
                          "action":{"status":202,"store":false}}]})");
  lms.score("s1", "85");
  ASSERT_TRUE(wait_until([&] {
    lms.clock.move(std::chrono::minutes(10));
    deliverer.delivery->nudge();
    return lms.result("s1").state == State::failed;
  })) << lms.log.text();
  EXPECT_NE(lms.result("s1").code, Code::none);
}

/// An SIS that is not believed before it shows what it says to have stored.
class LookedAtTest : public BelievedTest {
 protected:
  LookedAtTest() : BelievedTest("writes: {confirm: read}\n") {}
};

TEST_F(LookedAtTest, WhatTheSisSaysToHaveStoredCountsOnceItShowsIt) {
  sis.fault(R"({"rules":[{"method":"PUT","path":"/results/|/lineItems/","count":3,
                          "action":{"status":201,"store":false}}]})");
  settle();
  EXPECT_EQ(sis.score_of("res-essay-s1"), "80");
  lms.withdraw("s1");
  settle();
  EXPECT_FALSE(sis.has("results", "res-essay-s1"));
}

TEST_F(LookedAtTest, WhatTheSisNeverStoresIsNamedInTheEnd) {
  settle();
  sis.fault(R"({"rules":[{"method":"PUT","path":"/results/",
                          "action":{"status":200,"store":false}}]})");
  lms.score("s1", "85");
  ASSERT_TRUE(wait_until([&] {
    lms.clock.move(std::chrono::minutes(10));
    deliverer.delivery->nudge();
    return lms.result("s1").state == State::failed;
  })) << lms.log.text();
  EXPECT_EQ(sis.score_of("res-essay-s1"), "80");
  EXPECT_NE(lms.result("s1").code, Code::none);
}

} // namespace
} // namespace passback::integration
