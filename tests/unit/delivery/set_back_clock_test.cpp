// A wall clock that was ahead, and is set right while an account waits by what it said.
#include "plugin/outbox/due.hpp"
#include "tests/unit/delivery/runner_fixture.hpp"

namespace passback::delivery {
namespace {

using Admission = AccountGate::Admission;

constexpr std::int64_t kDay = 24 * 60 * kMinute;
constexpr std::int64_t kNow = 100 * kDay;

static_assert(!outbox::is_due(kNow + 60 * kMinute, kNow), "an SIS may ask for an hour");
static_assert(!outbox::is_due(kNow + outbox::kLongestWaitMs, kNow));
static_assert(outbox::is_due(kNow + outbox::kLongestWaitMs + 1, kNow));
static_assert(outbox::is_due(kNow, kNow) && outbox::is_due(0, kNow));

class SetBackClock : public RunnerTest {
 protected:
  SetBackClock() { clock.now = kNow; }
};

TEST(SetBackClockGate, AnAccountThatIsDownIsProbedNowAndThenAtItsOwnPace) {
  AccountGate gate{BreakerOptions{2'000, 300'000}};
  outbox::AccountRow row;
  row.state = AccountState::down;
  row.code = Code::sis_unreachable;
  row.failures = 1;
  row.retry_unix_ms = kNow + kDay;
  gate.restore(row, 0);
  EXPECT_TRUE(gate.wants_probe(kNow));
  gate.failed(Code::sis_unreachable, kNow, 1.0);
  EXPECT_FALSE(gate.wants_probe(kNow + 3'999)) << "what was said by the wrong clock is forgotten";
  EXPECT_TRUE(gate.wants_probe(kNow + 4'000));
}

TEST(SetBackClockGate, APauseOfTheWrongClockNeitherHoldsNorOutlastsTheNextOne) {
  AccountGate gate{BreakerOptions{2'000, 300'000}};
  gate.answered(kNow + kDay);
  gate.pause(Code::sis_busy, kNow + kDay + 30'000, kNow + kDay);
  EXPECT_EQ(gate.admission(kNow), Admission::one_at_a_time);
  gate.pause(Code::sis_busy, kNow + 10'000, kNow);
  EXPECT_EQ(gate.admission(kNow + 9'999), Admission::closed);
  EXPECT_EQ(gate.admission(kNow + 10'000), Admission::one_at_a_time);
  gate.pause(Code::sis_busy, kNow + 2 * kDay, kNow + 2 * kDay - 30'000);
  gate.answered(kNow);
  EXPECT_EQ(gate.admission(kNow), Admission::open);
}

TEST(SetBackClockGate, AnOutageAfterAPauseOfTheWrongClockIsProbedAtItsOwnPace) {
  AccountGate gate{BreakerOptions{2'000, 300'000}};
  gate.pause(Code::sis_busy, kNow + kDay + 30'000, kNow + kDay);
  gate.failed(Code::sis_unreachable, kNow, 1.0);
  EXPECT_FALSE(gate.wants_probe(kNow + 1'999));
  EXPECT_TRUE(gate.wants_probe(kNow + 2'000));
}

TEST(SetBackClockGate, WhatWasRefusedIsAskedForAgain) {
  AccountGate gate{BreakerOptions{}};
  gate.refuse(Code::token_refused, kNow + kDay + kRefusedRetryMs);
  EXPECT_EQ(gate.admission(kNow + kDay), Admission::closed);
  EXPECT_EQ(gate.admission(kNow), Admission::one_at_a_time);
}

TEST(SetBackClockBreaker, AProbeThatFailsUnderTheRightClockCounts) {
  Breaker breaker(BreakerOptions{2'000, 300'000});
  breaker.restore(true, 1, kNow + kDay);
  EXPECT_TRUE(breaker.failed(kNow, 1.0));
  EXPECT_EQ(breaker.retry_unix_ms(), kNow + 4'000);
}

TEST_F(SetBackClock, AnSisThatWasDownIsAskedAtOnce) {
  begin(AuthWay::fixed_token);
  outbox::AccountRow row;
  row.state = AccountState::down;
  row.code = Code::sis_unreachable;
  row.retry_unix_ms = kNow + kDay;
  runner->lease_taken(2, clock.now + kDay, row, 0);
  runner->advance();
  ASSERT_EQ(transport.in_flight(), 1U) << "one harmless read";
  transport.answer(200, R"({"categories":[]})");
  EXPECT_EQ(runner->take_settlement().account.value().state, AccountState::ok);
}

TEST_F(SetBackClock, ARefusedCredentialAndAKindOfRequestAreAskedForAgain) {
  begin(AuthWay::fixed_token);
  auto other = exchange::route_to_sis(profile);
  other->connection.id = "other";
  other->connection.secret_ref = "other";
  runner->configure({route, other}, 1);
  auto& lanes = runner->standing().lanes();
  lanes.refuse(*other, Code::token_refused, kNow + kRefusedRetryMs, kNow);
  lanes.block(*route, exchange::ServiceCall::put_result, {kNow + kRefusedRetryMs, Code::forbidden});
  const auto planned = result(1);
  EXPECT_EQ(lanes.closed(*other, kNow), Code::token_refused);
  EXPECT_TRUE(runner->standing().blocked(planned).has_value());
  clock.now = kNow - kDay;
  EXPECT_EQ(lanes.closed(*other, clock.now), Code::none);
  EXPECT_FALSE(runner->standing().blocked(planned).has_value());
}

TEST(SetBackClockWindows, AWindowThatIsShutForADayIsTriedAgain) {
  oneroster::Profile profile;
  const auto planned = exchange::planned_result(exchange::route_to_sis(profile), 1);
  ShutWindows windows;
  windows.open(planned, kNow + kDay);
  for (const std::string period : {"q1", "q2"}) {
    auto line_item = exchange::planned_line_item(exchange::route_to_sis(profile), 1);
    std::get<oneroster::LineItemInput>(line_item.content).grading_period_id.value = period;
    const bool account_is_shut = windows.shut(line_item, kNow + 60 * kMinute, kNow);
    EXPECT_EQ(account_is_shut, period == "q2")
        << "what passed by the wrong clock is no reason to think that anything passes";
  }
}

} // namespace
} // namespace passback::delivery
