// What was never answered may be stored late, over what came after it.
#include "tests/unit/outbox/cell.hpp"

namespace passback::outbox {
namespace {

TEST(Transitions, AnOlderValueThatWasNeverAnsweredIsLookedForOnceMoreAfterANewerOneWasTaken) {
  constexpr std::int64_t kLate = 60'000;
  Cell cell;
  cell.sees(90);
  cell.plans();
  const auto sent_at = cell.now;
  doubt(cell.record, Code::sis_timeout, 0, cell.now);
  cell.sees(95);
  mark_sent(cell.record, "second", 1, ++cell.now, kLate);
  confirm(cell.record, ++cell.now, kLate);
  EXPECT_EQ(cell.record.confirmed.facts, score(95));
  EXPECT_TRUE(cell.record.in_doubt) << "the 90 may still be stored, over it";
  EXPECT_EQ(cell.record.state, State::ready);
  EXPECT_EQ(cell.record.code, Code::to_prove);
  EXPECT_EQ(cell.record.next_attempt_unix_ms, sent_at + kLate);
  cell.sees(95);
  EXPECT_EQ(cell.record.next_attempt_unix_ms, sent_at + kLate) << "it keeps its time";

  cell.now += kLate;
  mark_sent(cell.record, "look", 1, cell.now, kLate);
  confirm(cell.record, ++cell.now, kLate);
  EXPECT_EQ(cell.record.state, State::settled) << "once";
  EXPECT_FALSE(cell.record.in_doubt);
}

TEST(Transitions, AnOlderValueIsStillLookedForAfterTheNewerOneHadToBeSentTwice) {
  constexpr std::int64_t kLate = 60'000;
  Cell cell;
  cell.sees(90);
  cell.plans();
  const auto sent_at = cell.now;
  doubt(cell.record, Code::sis_timeout, 0, cell.now);
  cell.sees(95);
  mark_sent(cell.record, "second", 1, ++cell.now, kLate);
  doubt(cell.record, Code::sis_error, 500, cell.now);
  mark_sent(cell.record, "third", 1, ++cell.now, kLate);
  not_sent(cell.record, Code::sis_busy, 429, cell.now);
  mark_sent(cell.record, "fourth", 1, ++cell.now, kLate);
  confirm(cell.record, ++cell.now, kLate);
  EXPECT_EQ(cell.record.code, Code::to_prove) << "the 90 may still be stored, over it";
  EXPECT_EQ(cell.record.next_attempt_unix_ms, sent_at + kLate);

  cell.now += kLate;
  mark_sent(cell.record, "look", 1, cell.now, kLate);
  confirm(cell.record, ++cell.now, kLate);
  EXPECT_EQ(cell.record.state, State::settled);
  EXPECT_EQ(cell.record.sent.late_until_unix_ms, 0);
}

TEST(Transitions, WhatIsNewerDoesNotWaitUntilAnOlderOneIsProven) {
  constexpr std::int64_t kLate = 60'000;
  Cell cell;
  cell.sees(90);
  cell.plans();
  doubt(cell.record, Code::sis_timeout, 0, cell.now);
  cell.sees(95);
  mark_sent(cell.record, "second", 1, ++cell.now, kLate);
  confirm(cell.record, ++cell.now, kLate);
  ASSERT_EQ(cell.record.code, Code::to_prove);
  cell.sees(70);
  EXPECT_EQ(cell.record.state, State::ready);
  EXPECT_EQ(cell.record.code, Code::none) << "or it would count as settled";
  EXPECT_LE(cell.record.next_attempt_unix_ms, cell.now);
}

TEST(Transitions, AnUnansweredRequestThatIsTooOldOrSaysTheSameNeedsNoSecondLook) {
  constexpr std::int64_t kLate = 60'000;
  for (const bool same : {true, false}) {
    Cell cell;
    cell.sees(90);
    cell.plans();
    doubt(cell.record, Code::sis_timeout, 0, cell.now);
    cell.sees(same ? 90 : 95);
    cell.now += same ? 0 : kLate;
    mark_sent(cell.record, "second", 1, ++cell.now, kLate);
    confirm(cell.record, ++cell.now, kLate);
    EXPECT_EQ(cell.record.state, State::settled) << same;
  }
}

} // namespace
} // namespace passback::outbox
