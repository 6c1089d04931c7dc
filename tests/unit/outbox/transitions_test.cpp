// The stories that the outbox must keep, each by name.
#include <string>

#include <gtest/gtest.h>

#include "plugin/gradebook/facts.hpp"
#include "plugin/outbox/transitions.hpp"

namespace passback::outbox {
namespace {

std::string score(int points, std::int64_t scored_at = 0) {
  gradebook::ScoreFacts facts;
  facts.student_sis_id.value = "sis-student";
  facts.points = gradebook::Decimal::from_integer(points);
  facts.scored_at_unix_ms = scored_at;
  return to_json(facts);
}

/// A result that an automatic class would have, with its own clock and seq.
struct Cell {
  Record record;
  std::int64_t seq = 0;
  std::int64_t now = 1'000;

  Cell() { record.key.kind = Kind::result; }

  Observed sees(Form form, std::string facts) {
    const Observed observed = observe(record, form, std::move(facts), ++seq, 0, 0);
    release(record);
    enqueue(record, true, ++now);
    return observed;
  }
  Observed sees(int points) { return sees(Form::present, score(points)); }
  void plans(const std::string& request = "request", std::int64_t epoch = 1) {
    ASSERT_EQ(record.state, State::ready);
    mark_sent(record, request, epoch, ++now);
  }
  void arrives() {
    plans();
    confirm(record, ++now);
  }
};

TEST(Transitions, AScoreIsReadyThenSendingThenSettled) {
  Cell cell;
  EXPECT_EQ(cell.sees(80), Observed::changed);
  EXPECT_EQ(cell.record.state, State::ready);
  EXPECT_FALSE(cell.record.in_doubt);
  cell.plans("request-1", 7);
  EXPECT_EQ(cell.record.state, State::sending);
  EXPECT_TRUE(cell.record.in_doubt);
  EXPECT_EQ(cell.record.sent.request_id, "request-1");
  EXPECT_EQ(cell.record.sent.epoch, 7);
  EXPECT_EQ(cell.record.attempts, 1);
  confirm(cell.record, 5'000);
  EXPECT_EQ(cell.record.state, State::settled);
  EXPECT_FALSE(cell.record.in_doubt);
  EXPECT_EQ(cell.record.sent.form, Form::none);
  EXPECT_EQ(cell.record.confirmed.facts, score(80));
  EXPECT_EQ(cell.record.confirmed.at_unix_ms, 5'000);
  EXPECT_EQ(cell.record.attempts, 0);
  EXPECT_FALSE(needs_send(cell.record));
}

TEST(Transitions, AnEarlierValueTypedAgainWhileTheLaterOneIsInDoubtIsSentAgain) {
  Cell cell;
  cell.sees(80);
  cell.arrives();
  cell.sees(90);
  cell.plans();
  doubt(cell.record, Code::sis_timeout, 0, cell.now);
  EXPECT_EQ(cell.record.state, State::ready);
  cell.sees(80);
  ASSERT_EQ(cell.record.released.facts, cell.record.confirmed.facts);
  EXPECT_TRUE(needs_send(cell.record));
  EXPECT_EQ(cell.record.state, State::ready);
  cell.plans();
  EXPECT_EQ(cell.record.sent.facts, score(80));
  confirm(cell.record, ++cell.now);
  EXPECT_EQ(cell.record.state, State::settled);
  EXPECT_FALSE(needs_send(cell.record));
}

TEST(Transitions, AnEarlierValueTypedAgainBeforeTheAnswerIsKnownIsSentAgain) {
  Cell cell;
  cell.sees(80);
  cell.arrives();
  cell.sees(90);
  cell.plans();
  cell.sees(80);
  EXPECT_EQ(cell.record.state, State::sending) << "one request at a time";
  confirm(cell.record, ++cell.now);
  EXPECT_EQ(cell.record.confirmed.facts, score(90));
  EXPECT_EQ(cell.record.state, State::ready);
  cell.arrives();
  EXPECT_EQ(cell.record.confirmed.facts, score(80));
  EXPECT_EQ(cell.record.state, State::settled);
}

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

TEST(Transitions, ABurstOfFiftyObservationsCostsOneRequest) {
  Cell cell;
  int requests = 0;
  for (int points = 1; points <= 50; ++points) {
    cell.sees(points);
  }
  while (cell.record.state == State::ready) {
    cell.arrives();
    ++requests;
  }
  EXPECT_EQ(requests, 1);
  EXPECT_EQ(cell.record.confirmed.facts, score(50));
}

TEST(Transitions, ABurstThatEndsWhereItBeganCostsNothing) {
  Cell cell;
  cell.sees(80);
  cell.arrives();
  for (int points = 1; points <= 49; ++points) {
    cell.sees(points);
  }
  cell.sees(80);
  EXPECT_EQ(cell.record.state, State::settled);
  EXPECT_FALSE(needs_send(cell.record));
}

TEST(Transitions, ANewerFactWhileInFlightFollowsTheAnswer) {
  Cell cell;
  cell.sees(80);
  cell.plans();
  cell.sees(95);
  EXPECT_EQ(cell.record.state, State::sending);
  EXPECT_EQ(cell.record.sent.facts, score(80));
  EXPECT_EQ(cell.record.released.facts, score(95));
  confirm(cell.record, 9'000);
  EXPECT_EQ(cell.record.state, State::ready);
  EXPECT_EQ(cell.record.next_attempt_unix_ms, 9'000);
  EXPECT_EQ(cell.record.confirmed.facts, score(80));
}

TEST(Transitions, TheSameFactWhileInFlightIsNotSentTwice) {
  Cell cell;
  cell.sees(80);
  cell.plans();
  EXPECT_EQ(cell.sees(80), Observed::same);
  confirm(cell.record, ++cell.now);
  EXPECT_EQ(cell.record.state, State::settled);
}

TEST(Transitions, TakenBackBeforeAnythingLeftCostsNothing) {
  Cell cell;
  cell.sees(80);
  cell.sees(Form::absent, "");
  EXPECT_FALSE(needs_send(cell.record));
  EXPECT_EQ(cell.record.state, State::settled);
  Cell cleared;
  cleared.sees(80);
  cleared.sees(Form::cleared, score(0));
  EXPECT_FALSE(needs_send(cleared.record));
}

TEST(Transitions, TakenBackAfterTheSisHasItIsSentAndKeptAsATombstone) {
  Cell cell;
  cell.sees(80);
  cell.arrives();
  cell.sees(Form::absent, "");
  EXPECT_EQ(cell.record.state, State::ready);
  cell.plans();
  EXPECT_EQ(cell.record.sent.form, Form::absent);
  confirm(cell.record, ++cell.now);
  EXPECT_EQ(cell.record.state, State::withdrawn);
  EXPECT_EQ(cell.record.confirmed.form, Form::absent);
  cell.sees(Form::absent, "");
  EXPECT_EQ(cell.record.state, State::withdrawn);
  cell.sees(70);
  EXPECT_EQ(cell.record.state, State::ready);
}

TEST(Transitions, TakenBackWhileInDoubtIsSent) {
  Cell cell;
  cell.sees(80);
  cell.plans();
  doubt(cell.record, Code::sis_timeout, 0, cell.now);
  cell.sees(Form::absent, "");
  EXPECT_TRUE(needs_send(cell.record));
}

TEST(Transitions, AClearedScoreIsSentOnce) {
  Cell cell;
  cell.sees(80);
  cell.arrives();
  cell.sees(Form::cleared, "{}");
  cell.arrives();
  EXPECT_EQ(cell.record.confirmed.form, Form::cleared);
  EXPECT_EQ(cell.record.state, State::settled);
  cell.sees(Form::cleared, "{}");
  EXPECT_EQ(cell.record.state, State::settled);
}

TEST(Transitions, ARefusalAfterAnUnansweredAttemptStaysInDoubt) {
  Cell cell;
  cell.sees(80);
  cell.arrives();
  cell.sees(90);
  cell.plans();
  doubt(cell.record, Code::sis_timeout, 0, cell.now);
  cell.plans();
  EXPECT_TRUE(cell.record.sent.doubt_before);
  refuse(cell.record, State::rejected, Code::rejected_content, 422, "no");
  EXPECT_EQ(cell.record.state, State::rejected);
  EXPECT_TRUE(cell.record.in_doubt);
  cell.sees(80);
  EXPECT_EQ(cell.record.state, State::ready) << "the SIS may have stored the 90";
}

TEST(Transitions, ARefusalOfTheFirstAttemptIsDefinite) {
  Cell cell;
  cell.sees(80);
  cell.plans();
  refuse(cell.record, State::rejected, Code::rejected_content, 422, "no");
  EXPECT_EQ(cell.record.state, State::rejected);
  EXPECT_FALSE(cell.record.in_doubt);
  EXPECT_EQ(cell.record.sent.form, Form::none);
  EXPECT_EQ(cell.record.code, Code::rejected_content);
  EXPECT_EQ(cell.record.http_status, 422);
  EXPECT_EQ(cell.record.detail, "no");
  EXPECT_EQ(cell.record.attempts, 0);
  cell.sees(81);
  EXPECT_EQ(cell.record.state, State::ready);
  EXPECT_EQ(cell.record.code, Code::none);
  EXPECT_TRUE(cell.record.detail.empty());
}

TEST(Transitions, ARefusalByHearsayLeavesTheSentValueInDoubt) {
  Cell cell;
  cell.sees(80);
  cell.arrives();
  cell.sees(90);
  cell.plans();
  refuse(cell.record, State::rejected, Code::rejected_content, 418, "no", true);
  EXPECT_EQ(cell.record.state, State::rejected);
  EXPECT_TRUE(cell.record.in_doubt);
  EXPECT_FALSE(cell.record.sent.in_flight);
  EXPECT_EQ(cell.record.sent.facts, score(90));
  cell.sees(80);
  EXPECT_EQ(cell.record.state, State::ready) << "the SIS may have stored the 90";
  cell.arrives();
  EXPECT_EQ(cell.record.state, State::settled);
  EXPECT_FALSE(cell.record.in_doubt);
}

TEST(Transitions, WhatIsThereUnderAnUnknownIdIsAConflictInDoubt) {
  Cell cell;
  cell.sees(80);
  cell.plans();
  unclear(cell.record, Code::id_unclear, 201, "created");
  EXPECT_EQ(cell.record.state, State::conflict);
  EXPECT_EQ(cell.record.code, Code::id_unclear);
  EXPECT_EQ(cell.record.http_status, 201);
  EXPECT_TRUE(cell.record.in_doubt);
  EXPECT_FALSE(cell.record.sent.in_flight);

  Cell parked;
  parked.sees(80);
  parked.plans();
  park(parked.record, State::off, Code::sync_off);
  unclear(parked.record, Code::id_unclear, 201, "created");
  EXPECT_EQ(parked.record.state, State::off);
  EXPECT_TRUE(parked.record.in_doubt);
}

TEST(Transitions, ARefusalOfAnOlderValueLetsTheNewerOneGo) {
  Cell cell;
  cell.sees(800);
  cell.plans();
  cell.sees(80);
  refuse(cell.record, State::rejected, Code::rejected_content, 422, "too large");
  EXPECT_EQ(cell.record.state, State::ready);
  EXPECT_EQ(cell.record.code, Code::none);
}

TEST(Transitions, ARefusalOfAValueThatWasTakenBackMeanwhileNeedsNothing) {
  Cell cell;
  cell.sees(80);
  cell.arrives();
  cell.sees(90);
  cell.plans();
  cell.sees(80);
  refuse(cell.record, State::rejected, Code::rejected_content, 422, "no");
  EXPECT_EQ(cell.record.state, State::settled);
}

TEST(Transitions, ARecordRemovedInTheSisStaysUnlinkedWhateverIsNewer) {
  Cell cell;
  cell.sees(80);
  cell.plans();
  cell.sees(90);
  refuse(cell.record, State::unlinked, Code::record_unknown, 404, "");
  EXPECT_EQ(cell.record.state, State::unlinked);
}

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

TEST(Transitions, WhatCertainlyDidNotArriveIsAsBeforeTheAttempt) {
  Cell cell;
  cell.sees(80);
  cell.plans();
  not_sent(cell.record, Code::sis_busy, 429, 60'000);
  EXPECT_EQ(cell.record.state, State::ready);
  EXPECT_FALSE(cell.record.in_doubt);
  EXPECT_EQ(cell.record.sent.form, Form::none);
  EXPECT_EQ(cell.record.attempts, 0);
  EXPECT_EQ(cell.record.next_attempt_unix_ms, 60'000);
  EXPECT_EQ(cell.record.code, Code::sis_busy);
}

TEST(Transitions, WhatDidNotArriveAfterAnUnansweredAttemptIsStillInDoubt) {
  Cell cell;
  cell.sees(80);
  cell.plans();
  doubt(cell.record, Code::sis_timeout, 0, cell.now);
  cell.plans();
  EXPECT_EQ(cell.record.attempts, 2);
  not_sent(cell.record, Code::sis_busy, 429, 60'000);
  EXPECT_TRUE(cell.record.in_doubt);
  EXPECT_FALSE(cell.record.sent.in_flight);
  EXPECT_EQ(cell.record.attempts, 1);
}

TEST(Transitions, ANewFactKeepsTheTimeOfARetryUnlessAPersonWaits) {
  Cell cell;
  cell.sees(80);
  cell.plans();
  doubt(cell.record, Code::sis_error, 503, 60'000);
  cell.sees(90);
  EXPECT_EQ(cell.record.next_attempt_unix_ms, 60'000);
  enqueue(cell.record, true, 2'000, 1);
  EXPECT_EQ(cell.record.next_attempt_unix_ms, 2'000);
  EXPECT_EQ(cell.record.priority, 1);
}

TEST(Transitions, APersonWaitsUntilTheRecordIsSettled) {
  Cell cell;
  cell.sees(80);
  enqueue(cell.record, true, 2'000, 1);
  cell.plans();
  cell.sees(90);
  confirm(cell.record, ++cell.now);
  EXPECT_EQ(cell.record.priority, 1);
  cell.arrives();
  EXPECT_EQ(cell.record.priority, 0);
}

TEST(Transitions, AResultWaitsForItsLineItem) {
  Cell cell;
  observe(cell.record, Form::present, score(80), 1, 0, 0);
  EXPECT_TRUE(release(cell.record));
  enqueue(cell.record, false, 1'000);
  EXPECT_EQ(cell.record.state, State::waiting_parent);
  EXPECT_EQ(cell.record.code, Code::parent_not_confirmed);
  enqueue(cell.record, true, 2'000);
  EXPECT_EQ(cell.record.state, State::ready);
  EXPECT_EQ(cell.record.next_attempt_unix_ms, 2'000);
}

TEST(Transitions, WhatWasObservedButNotReleasedNeedsNothing) {
  Cell cell;
  observe(cell.record, Form::present, score(80), 1, 0, 0);
  EXPECT_FALSE(needs_send(cell.record));
  enqueue(cell.record, true, 1'000);
  EXPECT_EQ(cell.record.state, State::manual);
}

TEST(Transitions, InManualModeExactlyWhatWasReleasedGoes) {
  Cell cell;
  cell.sees(80);
  cell.plans();
  observe(cell.record, Form::present, score(99), ++cell.seq, 0, 0);
  park(cell.record, State::manual, Code::none);
  EXPECT_EQ(cell.record.released.facts, score(80));
  confirm(cell.record, ++cell.now);
  EXPECT_EQ(cell.record.state, State::manual);
  EXPECT_EQ(cell.record.confirmed.facts, score(80));
}

TEST(Transitions, ARecordParkedInFlightTakesItsAnswerAndStaysParked) {
  Cell cell;
  cell.sees(80);
  cell.plans();
  park(cell.record, State::off, Code::sync_off);
  EXPECT_TRUE(cell.record.in_doubt);
  confirm(cell.record, ++cell.now);
  EXPECT_EQ(cell.record.state, State::off);
  EXPECT_EQ(cell.record.code, Code::sync_off);
  EXPECT_FALSE(cell.record.in_doubt);
  EXPECT_EQ(cell.record.confirmed.facts, score(80));

  Cell lost;
  lost.sees(80);
  lost.plans();
  park(lost.record, State::held, Code::not_released);
  doubt(lost.record, Code::sis_timeout, 0, 60'000);
  EXPECT_EQ(lost.record.state, State::held);
  EXPECT_EQ(lost.record.code, Code::not_released);
  EXPECT_TRUE(lost.record.in_doubt);
  enqueue(lost.record, true, ++lost.now);
  EXPECT_EQ(lost.record.state, State::ready);
}

TEST(Transitions, ARecordParkedAndReleasedAgainInFlightIsNotPlannedTwice) {
  Cell cell;
  cell.sees(80);
  cell.plans();
  park(cell.record, State::held, Code::draft);
  cell.sees(90);
  EXPECT_EQ(cell.record.state, State::sending);
  confirm(cell.record, ++cell.now);
  EXPECT_EQ(cell.record.state, State::ready);
}

TEST(Transitions, TheSuccessorSendsAgainWhatADeadOwnerPlanned) {
  Cell cell;
  cell.sees(80);
  cell.arrives();
  cell.sees(90);
  cell.plans("request", 1);
  fence(cell.record, 7'000);
  EXPECT_EQ(cell.record.state, State::ready);
  EXPECT_EQ(cell.record.next_attempt_unix_ms, 7'000);
  EXPECT_TRUE(cell.record.in_doubt);
  EXPECT_FALSE(cell.record.sent.in_flight);
}

TEST(Transitions, AParkedRecordOfADeadOwnerStaysParkedInDoubt) {
  Cell cell;
  cell.sees(80);
  cell.plans("request", 1);
  park(cell.record, State::off, Code::sync_off);
  fence(cell.record, 7'000);
  EXPECT_EQ(cell.record.state, State::off);
  EXPECT_TRUE(cell.record.in_doubt);
  EXPECT_FALSE(cell.record.sent.in_flight);
}

TEST(Transitions, AFencedOwnerReopensWhatItsSuccessorHasSettled) {
  Cell cell;
  cell.sees(80);
  cell.plans("old", 1);
  fence(cell.record, ++cell.now); // the successor takes over
  cell.sees(90);
  cell.plans("new", 2);
  confirm(cell.record, ++cell.now);
  ASSERT_EQ(cell.record.state, State::settled);
  fence(cell.record, 8'000, 1); // the first owner wakes; its bytes may have come last
  EXPECT_TRUE(cell.record.in_doubt);
  EXPECT_EQ(cell.record.state, State::ready);
  EXPECT_EQ(cell.record.released.facts, score(90));
}

TEST(Transitions, AFencedOwnerDuringItsSuccessorsRequestLeavesDoubtAfterTheAnswer) {
  Cell cell;
  cell.sees(80);
  cell.plans("old", 1);
  fence(cell.record, ++cell.now);
  cell.plans("new", 2);
  fence(cell.record, 8'000, 1);
  EXPECT_EQ(cell.record.state, State::sending);
  EXPECT_EQ(cell.record.sent.request_id, "new");
  confirm(cell.record, 9'000);
  EXPECT_TRUE(cell.record.in_doubt);
  EXPECT_EQ(cell.record.state, State::ready);
  cell.plans("third", 2);
  confirm(cell.record, ++cell.now);
  EXPECT_EQ(cell.record.state, State::settled);
  EXPECT_FALSE(cell.record.in_doubt);
}

TEST(HostRevisions, OrderEventsInsideAnEpoch) {
  Record record;
  EXPECT_EQ(observe(record, Form::present, score(80), 1, 5, 1), Observed::changed);
  EXPECT_EQ(observe(record, Form::present, score(70), 2, 4, 1), Observed::superseded);
  EXPECT_EQ(record.observed.facts, score(80));
  EXPECT_EQ(record.observed.seq, 1);
  EXPECT_EQ(record.superseded, 1);
  EXPECT_EQ(observe(record, Form::present, score(90), 3, 6, 1), Observed::changed);
}

TEST(HostRevisions, AHigherEpochWinsWhateverItsRevision) {
  Record record;
  observe(record, Form::present, score(80), 1, 500, 1);
  EXPECT_EQ(observe(record, Form::present, score(70), 2, 3, 2), Observed::changed);
  EXPECT_EQ(observe(record, Form::present, score(60), 3, 501, 1), Observed::superseded);
  EXPECT_EQ(record.host_epoch, 2);
  EXPECT_EQ(record.host_rev, 3);
}

TEST(HostRevisions, ARaisedEpochPutsWhatTheSisConfirmedInDoubt) {
  Cell cell;
  observe(cell.record, Form::present, score(80), ++cell.seq, 500, 1);
  release(cell.record);
  enqueue(cell.record, true, cell.now);
  cell.arrives();
  observe(cell.record, Form::present, score(80), ++cell.seq, 501, 1);
  EXPECT_FALSE(needs_send(cell.record));
  EXPECT_EQ(observe(cell.record, Form::present, score(80), ++cell.seq, 3, 2), Observed::same);
  EXPECT_TRUE(needs_send(cell.record)) << "the SIS may have what the host has lost";
}

TEST(SameForSis, TheSameFactsThatBecomeAnotherDocumentAreNotTheSame) {
  const Version sent{1, Form::present, score(80), "points"};
  EXPECT_FALSE(same_for_sis(Kind::result, sent, {2, Form::present, score(80), "percent"}));
  EXPECT_TRUE(same_for_sis(Kind::result, sent, {2, Form::present, score(80), ""})) << "not known";
  EXPECT_TRUE(same_for_sis(Kind::line_item, {1, Form::present, "{}", "said.chosen"},
                           {2, Form::present, "{}", "said.chosen otherwise"}));
}

TEST(HostRevisions, AnEqualRevisionWithEqualFactsIsTheSame) {
  Record record;
  observe(record, Form::present, score(80), 1, 5, 1);
  EXPECT_EQ(observe(record, Form::present, score(80), 2, 5, 1), Observed::same);
  EXPECT_EQ(record.observed.seq, 2);
}

TEST(HostRevisions, AHostWithoutRevisionsIsTakenInTheOrderOfArrival) {
  Record record;
  observe(record, Form::present, score(80), 1, 5, 1);
  EXPECT_EQ(observe(record, Form::present, score(70), 2, 0, 0), Observed::changed);
  EXPECT_EQ(record.host_rev, 5);
  EXPECT_EQ(observe(record, Form::present, score(60), 3, 4, 1), Observed::superseded);
}

TEST(SameForSis, IgnoresTheTimeOfScoring) {
  const Version a{1, Form::present, score(80, 1'000)};
  const Version b{2, Form::present, score(80, 2'000)};
  ASSERT_NE(a.facts, b.facts);
  EXPECT_TRUE(same_for_sis(Kind::result, a, b));
  EXPECT_FALSE(same_for_sis(Kind::result, a, Version{2, Form::present, score(81, 1'000)}));
  EXPECT_FALSE(same_for_sis(Kind::result, a, Version{2, Form::cleared, score(80, 1'000)}));
}

TEST(SameForSis, ComparesTextsThatItCannotRead) {
  const Version a{1, Form::present, "not facts"};
  EXPECT_TRUE(same_for_sis(Kind::result, a, Version{2, Form::present, "not facts"}));
  EXPECT_FALSE(same_for_sis(Kind::result, a, Version{2, Form::present, "other facts"}));
}

TEST(SameForSis, ALineItemThatOnlyMovedItsCategoryIsTheSame) {
  gradebook::ActivityFacts facts;
  facts.title = "Essay";
  Version a{1, Form::present, to_json(facts)};
  facts.category_title = "Tests";
  Version b{2, Form::present, to_json(facts)};
  EXPECT_TRUE(same_for_sis(Kind::line_item, a, b));
  facts.title = "Essay 2";
  EXPECT_FALSE(same_for_sis(Kind::line_item, a, Version{3, Form::present, to_json(facts)}));
}

} // namespace
} // namespace passback::outbox
