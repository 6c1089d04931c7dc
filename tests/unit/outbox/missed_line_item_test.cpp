// A line item that the SIS had, and says that it does not have.
#include "tests/unit/outbox/cell.hpp"

namespace passback::outbox {
namespace {

/// Plans the look at a line item that was missed.
void looks(Cell& cell) {
  ASSERT_EQ(cell.record.state, State::ready);
  ASSERT_EQ(cell.record.code, Code::missed);
  EXPECT_TRUE(needs_send(cell.record));
  cell.now = cell.record.next_attempt_unix_ms;
  mark_sent(cell.record, "look", 1, cell.now);
}

TEST(Transitions, ALineItemIsBelievedToBeGoneOnlyAfterMinutesOfLooking) {
  constexpr std::int64_t kMinute = 60'000;
  Cell cell;
  cell.sees(80);
  cell.arrives();
  const auto written_at = cell.now;
  cell.now += 60 * kMinute;
  const auto missed_at = cell.now;
  bool gone = miss(cell.record, cell.now);
  EXPECT_FALSE(gone);
  EXPECT_LE(cell.record.next_attempt_unix_ms, cell.now + kMinute) << "a passing trouble is short";
  int looked = 0;
  for (; !gone && looked < 20; ++looked) {
    looks(cell);
    gone = miss(cell.record, ++cell.now);
  }
  EXPECT_TRUE(gone);
  EXPECT_GE(cell.now - missed_at, 2 * kMinute);
  EXPECT_LE(cell.now - missed_at, 5 * kMinute);
  EXPECT_LE(looked, 6);
  EXPECT_GT(written_at, 0);
}

TEST(Transitions, ALineItemThatWasJustWrittenIsNotBelievedToBeGoneForTenMinutes) {
  constexpr std::int64_t kMinute = 60'000;
  Cell cell;
  cell.sees(80);
  cell.arrives();
  const auto written_at = cell.now;
  bool gone = miss(cell.record, ++cell.now);
  for (int looked = 0; !gone && looked < 20; ++looked) {
    looks(cell);
    gone = miss(cell.record, ++cell.now);
  }
  EXPECT_TRUE(gone);
  EXPECT_GE(cell.now - written_at, 10 * kMinute);
}

TEST(Transitions, ALineItemThatWasParkedDuringTheLookStaysThereAndIsFree) {
  Cell cell;
  cell.sees(80);
  cell.arrives();
  miss(cell.record, ++cell.now);
  looks(cell);
  park(cell.record, State::off, Code::sync_off);
  miss(cell.record, ++cell.now);
  EXPECT_EQ(cell.record.state, State::off);
  EXPECT_FALSE(cell.record.sent.in_flight);
  enqueue(cell.record, true, ++cell.now);
  EXPECT_EQ(cell.record.state, State::ready);
}

TEST(Transitions, ALineItemThatIsSeenAgainGoesOnWithWhatIsNewer) {
  for (const bool newer : {false, true}) {
    Cell cell;
    cell.sees(80);
    cell.arrives();
    miss(cell.record, ++cell.now);
    if (newer) {
      cell.sees(90);
      EXPECT_EQ(cell.record.code, Code::missed) << "it is looked at before it is written";
    }
    looks(cell);
    seen(cell.record, ++cell.now);
    EXPECT_EQ(cell.record.state, newer ? State::ready : State::settled);
    EXPECT_EQ(cell.record.code, Code::none);
    EXPECT_FALSE(cell.record.in_doubt);
    EXPECT_EQ(cell.record.confirmed.facts, score(80)) << "a look writes nothing";
  }
}

} // namespace
} // namespace passback::outbox
