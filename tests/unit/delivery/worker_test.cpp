// The worker's rounds, called by hand.
#include <gtest/gtest.h>

#include "tests/unit/delivery/worker_fixture.hpp"

namespace passback::delivery {
namespace {

TEST_F(WorkerTest, WithoutWorkTheNextRoundIsWantedAQuarterOfASecondLater) {
  const auto next = round();
  ASSERT_TRUE(next.has_value());
  EXPECT_EQ(*next - now, 250ms);
  EXPECT_EQ(transport.started, 0);
}

TEST_F(WorkerTest, WhatIsDueIsOnItsWayAfterFourRounds) {
  line_item();
  begin_to_send();
  EXPECT_TRUE(transport.request().url.starts_with("https://sis.example/"))
      << transport.request().url;
  EXPECT_EQ(transport.header("Authorization"), "Bearer t0k3n");
  const auto seen = worker->snapshot();
  EXPECT_EQ(seen.in_flight, 1);
  EXPECT_EQ(seen.requests, 1);
  EXPECT_EQ(seen.leased_accounts, 1);
}

TEST_F(WorkerTest, ItLooksAgainAQuarterOfASecondLaterOrAtOnceWhenItIsNudged) {
  round();
  EXPECT_EQ(store->submitted, 1);
  round();
  round();
  EXPECT_EQ(store->submitted, 1);
  worker->nudge();
  round();
  EXPECT_EQ(store->submitted, 2);
  round();
  EXPECT_EQ(store->submitted, 2);
  round(250ms);
  EXPECT_EQ(store->submitted, 3);
}

TEST_F(WorkerTest, WhatCannotBeSavedIsHandedOverAgainHalfASecondLater) {
  const auto id = line_item();
  begin_to_send();
  transport.fail(oneroster::TransportFailure::never_left, Code::sis_unreachable);
  round();
  store->broken = true;
  round();
  store->broken = false;
  round(490ms);
  round(1ms);
  EXPECT_EQ(state_of(id), outbox::State::sending);
  round(9ms);
  round(1ms);
  EXPECT_EQ(state_of(id), outbox::State::ready);
}

TEST_F(WorkerTest, AStopLetsWhatIsInFlightRunForHalfOfTheTime) {
  const auto id = line_item();
  begin_to_send();
  worker->request_stop(now + 1s, now + 2s);
  EXPECT_TRUE(round(999ms).has_value());
  EXPECT_EQ(transport.in_flight(), 1U);
  EXPECT_TRUE(round(1ms).has_value());
  EXPECT_EQ(transport.in_flight(), 0U);
  EXPECT_FALSE(owner().empty());
  EXPECT_TRUE(round(1ms).has_value()) << "what became of it is saved, then the lease is given back";
  EXPECT_FALSE(round(1ms).has_value());
  EXPECT_EQ(state_of(id), outbox::State::ready);
  EXPECT_TRUE(owner().empty());
}

TEST_F(WorkerTest, AStopEndsAtItsDeadlineWhateverIsNotSaved) {
  line_item();
  begin_to_send();
  store->broken = true;
  worker->request_stop(now + 1s, now + 2s);
  EXPECT_TRUE(round(1s).has_value());
  EXPECT_TRUE(round(999ms).has_value());
  EXPECT_FALSE(round(1ms).has_value());
}

} // namespace
} // namespace passback::delivery
