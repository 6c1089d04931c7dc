// The stories that the outbox must keep, each by name.
#include <string>

#include "tests/unit/outbox/cell.hpp"

namespace passback::outbox {
namespace {

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

TEST(Transitions, ARefusalSaysWhetherTheRecordStandsThereForPeopleToHearOf) {
  const auto refuses = [](Record& record) {
    return refuse(record, State::rejected, Code::rejected_content, 422, "no");
  };
  const auto is_unclear = [](Record& record) {
    return unclear(record, Code::id_unclear, 201, "created");
  };
  Cell refused, told_otherwise, newer, parked, parked_unclear;
  for (auto* cell : {&refused, &told_otherwise, &newer, &parked, &parked_unclear}) {
    cell->sees(80);
    cell->plans();
  }
  newer.sees(90);
  park(parked.record, State::off, Code::sync_off);
  park(parked_unclear.record, State::off, Code::sync_off);
  EXPECT_TRUE(refuses(refused.record));
  EXPECT_TRUE(is_unclear(told_otherwise.record));
  EXPECT_FALSE(refuses(newer.record)) << "the newer one goes by itself";
  EXPECT_FALSE(refuses(parked.record));
  EXPECT_FALSE(is_unclear(parked_unclear.record));
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

} // namespace
} // namespace passback::outbox
