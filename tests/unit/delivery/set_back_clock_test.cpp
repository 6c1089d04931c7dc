// A wall clock that was ahead, and is set right while an account waits by what it said.
#include "plugin/outbox/due.hpp"
#include "tests/unit/delivery/runner_fixture.hpp"

namespace passback::delivery {
namespace {

using Admission = AccountGate::Admission;

constexpr std::int64_t kDay = 24 * 60 * kMinute;
constexpr std::int64_t kSetBackTo = 100 * kDay;

static_assert(!outbox::is_due(kSetBackTo + 60 * kMinute, kSetBackTo), "an SIS may ask for an hour");
static_assert(!outbox::is_due(kSetBackTo + outbox::kLongestWaitMs, kSetBackTo));
static_assert(outbox::is_due(kSetBackTo + outbox::kLongestWaitMs + 1, kSetBackTo));
static_assert(outbox::is_due(kSetBackTo, kSetBackTo) && outbox::is_due(0, kSetBackTo));

class SetBackClock : public RunnerTest {
 protected:
  SetBackClock() { clock.now = kSetBackTo; }
};

TEST(SetBackClockGate, AnAccountThatIsDownIsProbedNowAndThenAtItsOwnPace) {
  AccountGate gate{BreakerOptions{2'000, 300'000}};
  outbox::AccountRow row;
  row.state = AccountState::down;
  row.code = Code::sis_unreachable;
  row.failures = 1;
  row.retry_unix_ms = kSetBackTo + kDay;
  gate.restore(row, 0);
  EXPECT_TRUE(gate.wants_probe(kSetBackTo));
  gate.failed(Code::sis_unreachable, kSetBackTo, 1.0);
  EXPECT_FALSE(gate.wants_probe(kSetBackTo + 3'999))
      << "what was said by the wrong clock is forgotten";
  EXPECT_TRUE(gate.wants_probe(kSetBackTo + 4'000));
}

TEST(SetBackClockGate, APauseOfTheWrongClockNeitherHoldsNorOutlastsTheNextOne) {
  AccountGate gate{BreakerOptions{2'000, 300'000}};
  gate.answered(kSetBackTo + kDay);
  gate.pause(Code::sis_busy, kSetBackTo + kDay + 30'000, kSetBackTo + kDay);
  EXPECT_EQ(gate.admission(kSetBackTo), Admission::one_at_a_time);
  gate.pause(Code::sis_busy, kSetBackTo + 10'000, kSetBackTo);
  EXPECT_EQ(gate.admission(kSetBackTo + 9'999), Admission::closed);
  EXPECT_EQ(gate.admission(kSetBackTo + 10'000), Admission::one_at_a_time);
  gate.pause(Code::sis_busy, kSetBackTo + 2 * kDay, kSetBackTo + 2 * kDay - 30'000);
  gate.answered(kSetBackTo);
  EXPECT_EQ(gate.admission(kSetBackTo), Admission::open);
}

TEST(SetBackClockGate, AnOutageAfterAPauseOfTheWrongClockIsProbedAtItsOwnPace) {
  AccountGate gate{BreakerOptions{2'000, 300'000}};
  gate.pause(Code::sis_busy, kSetBackTo + kDay + 30'000, kSetBackTo + kDay);
  gate.failed(Code::sis_unreachable, kSetBackTo, 1.0);
  EXPECT_FALSE(gate.wants_probe(kSetBackTo + 1'999));
  EXPECT_TRUE(gate.wants_probe(kSetBackTo + 2'000));
}

TEST(SetBackClockGate, WhatWasRefusedIsAskedForAgain) {
  AccountGate gate{BreakerOptions{}};
  gate.refuse(Code::token_refused, kSetBackTo + kDay + kRefusedRetryMs);
  EXPECT_EQ(gate.admission(kSetBackTo + kDay), Admission::closed);
  EXPECT_EQ(gate.admission(kSetBackTo), Admission::one_at_a_time);
}

TEST(SetBackClockBreaker, AProbeThatFailsUnderTheRightClockCounts) {
  Breaker breaker(BreakerOptions{2'000, 300'000});
  breaker.restore(true, 1, kSetBackTo + kDay);
  EXPECT_TRUE(breaker.failed(kSetBackTo, 1.0));
  EXPECT_EQ(breaker.retry_unix_ms(), kSetBackTo + 4'000);
}

TEST_F(SetBackClock, AnSisThatWasDownIsAskedAtOnce) {
  begin(AuthWay::fixed_token);
  outbox::AccountRow row;
  row.state = AccountState::down;
  row.code = Code::sis_unreachable;
  row.retry_unix_ms = kSetBackTo + kDay;
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
  lanes.refuse(*other, Code::token_refused, kSetBackTo + kRefusedRetryMs, kSetBackTo);
  lanes.block(*route, exchange::ServiceCall::put_result,
              {kSetBackTo + kRefusedRetryMs, Code::forbidden});
  const auto planned = result(1);
  EXPECT_EQ(lanes.closed(*other, kSetBackTo), Code::token_refused);
  EXPECT_TRUE(runner->standing().blocked(planned).has_value());
  clock.now = kSetBackTo - kDay;
  EXPECT_EQ(lanes.closed(*other, clock.now), Code::none);
  EXPECT_FALSE(runner->standing().blocked(planned).has_value());
}

TEST(SetBackClockWindows, AWindowThatIsShutForADayIsTriedAgain) {
  oneroster::Profile profile;
  const auto planned = exchange::planned_result(exchange::route_to_sis(profile), 1);
  ShutWindows windows;
  windows.open(planned, kSetBackTo + kDay);
  for (const std::string period : {"q1", "q2"}) {
    auto line_item = exchange::planned_line_item(exchange::route_to_sis(profile), 1);
    std::get<oneroster::LineItemInput>(line_item.content).grading_period_id.value = period;
    const bool account_is_shut = windows.shut(line_item, kSetBackTo + 60 * kMinute, kSetBackTo);
    EXPECT_EQ(account_is_shut, period == "q2")
        << "what passed by the wrong clock is no reason to think that anything passes";
  }
}

} // namespace
} // namespace passback::delivery
