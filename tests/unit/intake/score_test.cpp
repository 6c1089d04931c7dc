#include "tests/unit/intake/intake_fixture.hpp"

namespace passback::intake {
namespace {

using outbox::Form;
using outbox::Kind;
using outbox::State;

TEST_F(IntakeTest, AScoreOfAKnownActivityGoesByItselfAfterItsLineItem) {
  take(essay());
  const auto outcome = take(score_of("90"));
  EXPECT_EQ(outcome.disposition, Disposition::queued);
  EXPECT_EQ(outcome.seq, result().observed.seq);
  EXPECT_EQ(line_item().state, State::ready);
  EXPECT_EQ(result().state, State::waiting_parent);
  EXPECT_EQ(result().line_item_id, line_item().id);
  EXPECT_FALSE(result().wire_id.empty());
  EXPECT_NE(result().wire_id, line_item().wire_id);
}

TEST_F(IntakeTest, FiftyScoresOfOneCellAreOneRecord) {
  take(essay());
  for (int points = 1; points <= 50; ++points) {
    take(score_of(std::to_string(points)));
  }
  EXPECT_EQ(result().released.facts, kept(score_of("50").facts));
}

TEST_F(IntakeTest, WhatTheSisHasAlreadyIsUnchanged) {
  take(essay());
  take(score_of("90"));
  deliver_everything();
  EXPECT_EQ(take(score_of("90.0")).disposition, Disposition::unchanged);
  EXPECT_EQ(result().state, State::settled);
}

TEST_F(IntakeTest, AScoreOfAnUnknownActivityIsKeptAndWaits) {
  const auto outcome = take(score_of("90"));
  EXPECT_EQ(outcome.disposition, Disposition::waiting);
  EXPECT_EQ(outcome.reason, Code::activity_unknown);
  EXPECT_EQ(line_item().observed.form, Form::none);

  take(essay());
  EXPECT_EQ(line_item().state, State::ready);
  EXPECT_EQ(result().state, State::waiting_parent);
}

TEST_F(IntakeTest, AnOlderRevisionIsAnsweredAndDropped) {
  take(essay());
  auto newer = score_of("90");
  newer.origin.host_rev = 7;
  auto older = score_of("40");
  older.origin.host_rev = 6;
  take(newer);
  EXPECT_EQ(take(older).disposition, Disposition::superseded);
  EXPECT_EQ(result().observed.facts, kept(newer.facts));
  EXPECT_EQ(result().superseded, 1);
}

TEST_F(IntakeTest, ARevisionAfterARestoreIsNotOld) {
  take(essay());
  auto before = score_of("90");
  before.origin.host_rev = 7;
  auto restored = score_of("40");
  restored.origin.host_rev = 3;
  restored.origin.host_epoch = 1;
  take(before);
  EXPECT_EQ(take(restored).disposition, Disposition::queued);
}

TEST_F(IntakeTest, ADraftAndAnUnreleasedScoreAreHeldForDifferentReasons) {
  take(essay());
  auto draft = score_of("90");
  draft.facts.flags.draft = true;
  EXPECT_EQ(take(draft).reason, Code::draft);
  auto unreleased = score_of("90");
  unreleased.facts.flags.released = false;
  const auto outcome = take(unreleased);
  EXPECT_EQ(outcome.disposition, Disposition::held);
  EXPECT_EQ(outcome.reason, Code::not_released);
  EXPECT_EQ(result().released.form, Form::none);
  EXPECT_EQ(line_item().released.form, Form::none);
  EXPECT_EQ(take(score_of("90")).disposition, Disposition::queued);
}

TEST_F(IntakeTest, ABlankCellIsNotAZeroAndNeedsNothing) {
  take(essay());
  EXPECT_EQ(take(score_of("")).disposition, Disposition::ignored);
  EXPECT_TRUE(records(Kind::result).empty());
  EXPECT_EQ(take(score_of("0")).disposition, Disposition::queued);
}

TEST_F(IntakeTest, AClearedScoreIsTakenAwayOnlyIfTheSisMayHaveIt) {
  take(essay());
  take(score_of("90"));
  EXPECT_EQ(take(score_of("")).disposition, Disposition::ignored);
  EXPECT_EQ(result().state, State::settled);

  take(score_of("90"));
  deliver_everything();
  EXPECT_EQ(take(score_of("")).disposition, Disposition::queued);
  EXPECT_EQ(result().released.form, Form::cleared);
}

ScoreEvent handed_in(ScoreEvent event) {
  event.facts.flags.submitted = true;
  return event;
}

TEST_F(IntakeTest, WorkThatWasHandedInGoesBeforeItIsGradedWhereTheSisHasAWordForIt) {
  take(essay());
  EXPECT_EQ(take(handed_in(score_of(""))).disposition, Disposition::queued);
  EXPECT_EQ(result().released.form, Form::present);
  deliver_everything();
  EXPECT_EQ(take(handed_in(score_of("90"))).disposition, Disposition::queued);
  deliver_everything();
  EXPECT_EQ(take(handed_in(score_of(""))).disposition, Disposition::queued);
  EXPECT_EQ(result().released.form, Form::present)
      << "the score is gone, and the work is still handed in";
  EXPECT_EQ(take(score_of("")).disposition, Disposition::queued);
  EXPECT_EQ(result().released.form, Form::cleared);
}

TEST_F(IntakeTest, WhereTheSisHasNoWordForItHandedInIsABlank) {
  district.connection->profile = "generic-1.1";
  district.connection->version = settings::OneRosterVersion::v1p1;
  save(district);
  take(essay());
  EXPECT_EQ(take(handed_in(score_of(""))).disposition, Disposition::ignored);
  EXPECT_TRUE(records(Kind::result).empty());
  take(handed_in(score_of("90")));
  deliver_everything();
  EXPECT_EQ(take(handed_in(score_of(""))).disposition, Disposition::queued);
  EXPECT_EQ(result().released.form, Form::cleared);
}

TEST_F(IntakeTest, HandedInFollowsTheProfileWhenTheSisChanges) {
  take(essay());
  take(handed_in(score_of("")));
  EXPECT_EQ(result().state, State::waiting_parent);
  district.connection->profile = "counting";
  save(district);
  commit([](outbox::Transaction& transaction) { return ask_to_reconsider(transaction, {}); });
  ASSERT_TRUE(intake->reconsider(kDeadline).ok());
  EXPECT_EQ(result().state, State::settled) << "there it would count as a zero";
}

TEST_F(IntakeTest, AnExemptionWithoutPointsIsAFactOfItsOwn) {
  take(essay());
  auto exempt = score_of("");
  exempt.facts.flags.exempt = true;
  EXPECT_EQ(take(exempt).disposition, Disposition::queued);
  EXPECT_EQ(result().released.form, Form::present);
}

TEST_F(IntakeTest, AWithdrawnCellStaysATombstoneUntilConfirmed) {
  take(essay());
  take(score_of("90"));
  deliver_everything();
  auto gone = score_of("");
  gone.withdrawn = true;
  EXPECT_EQ(take(gone).disposition, Disposition::queued);
  EXPECT_EQ(result().released.form, Form::absent);
  EXPECT_EQ(result().state, State::ready);
  deliver_everything();
  EXPECT_EQ(result().state, State::withdrawn);
}

TEST_F(IntakeTest, TheSameIdsInTheNextSchoolYearAreOtherRecords) {
  take(essay());
  take(score_of("90"));
  deliver_everything();
  const auto last_year = result();
  auto next = score_of("10");
  next.origin = origin("2027");
  take(next);
  const auto both = records(Kind::result);
  ASSERT_EQ(both.size(), 2U);
  EXPECT_EQ(both[0].confirmed.facts, last_year.confirmed.facts);
  EXPECT_EQ(both[0].state, State::settled);
  EXPECT_NE(both[0].wire_id, both[1].wire_id);
}

TEST_F(IntakeTest, AResetClassAndAnotherSisAreOtherRecords) {
  take(essay());
  take(score_of("90"));
  auto reset = score_of("10");
  reset.origin.class_incarnation = 1;
  take(reset);
  EXPECT_EQ(records(Kind::result).size(), 2U);
  district.connection->generation = 2;
  save(district);
  take(score_of("20"));
  const auto all = records(Kind::result);
  ASSERT_EQ(all.size(), 3U);
  EXPECT_NE(all[0].wire_id, all[2].wire_id);
}

TEST_F(IntakeTest, AStudentWithoutAnSisIdWaitsAndGoesWhenTheEnrolmentArrives) {
  take(essay());
  auto score = score_of("90");
  score.facts.student_sis_id = {};
  const auto outcome = take(score);
  EXPECT_EQ(outcome.disposition, Disposition::waiting);
  EXPECT_EQ(outcome.reason, Code::student_unlinked);

  EnrolmentEvent enrolment;
  enrolment.origin = origin();
  enrolment.user_id = "ada";
  enrolment.user_sis_id = gradebook::SourcedId("sis-ada");
  ASSERT_TRUE(intake->enrolment(enrolment, kDeadline).ok());
  EXPECT_EQ(result().state, State::waiting_parent);
}

TEST_F(IntakeTest, ARecordIsLinkedToItsClassLaterAndNeverDoubled) {
  auto activity = essay();
  activity.class_sis_id = {};
  auto score = score_of("90");
  score.class_sis_id = {};
  take(activity);
  EXPECT_EQ(take(score).reason, Code::class_unlinked);
  EXPECT_TRUE(result().wire_id.empty());

  ClassEvent linked;
  linked.origin = origin();
  linked.facts.class_sis_id = gradebook::SourcedId("sis-algebra");
  ASSERT_TRUE(intake->lms_class(linked, kDeadline).ok());
  EXPECT_EQ(result().key.sis_class_id.value, "sis-algebra");
  EXPECT_FALSE(result().wire_id.empty());
  EXPECT_EQ(result().state, State::waiting_parent);
  EXPECT_EQ(line_item().state, State::ready);

  take(score_of("91"));
  EXPECT_EQ(records(Kind::result).size(), 1U);
  EXPECT_EQ(records(Kind::line_item).size(), 1U);
}

TEST_F(IntakeTest, AnSisIdSaidOnceIsRememberedForEventsThatLackIt) {
  take(essay());
  take(score_of("90"));
  auto bare = score_of("91");
  bare.class_sis_id = {};
  bare.facts.student_sis_id = {};
  EXPECT_EQ(take(bare).disposition, Disposition::queued);
  EXPECT_EQ(records(Kind::result).size(), 1U);
}

TEST_F(IntakeTest, AMergedClassHasALineItemForEachSisClass) {
  auto activity = essay();
  activity.class_sis_id = {};
  take(activity);
  take(score_of("90", "ada"));
  auto other = score_of("80", "bob");
  other.class_sis_id = gradebook::SourcedId("sis-geometry");
  EXPECT_EQ(take(other).disposition, Disposition::queued);
  const auto items = records(Kind::line_item);
  ASSERT_EQ(items.size(), 2U);
  EXPECT_EQ(items[0].observed.facts, items[1].observed.facts);
  EXPECT_NE(items[0].wire_id, items[1].wire_id);
  activity.facts.title = "Long essay";
  take(activity);
  for (const auto& item : records(Kind::line_item)) {
    EXPECT_NE(item.observed.facts.text().find("Long essay"), std::string::npos);
  }
}

TEST_F(IntakeTest, FactsThatWereReadBackGiveWayToANewerWord) {
  take(essay());
  take(score_of("80"));
  auto hint = score_of("");
  hint.hint = true;
  const auto answer = intake->hint(hint, std::chrono::seconds(2));
  ASSERT_TRUE(answer.ok());
  EXPECT_TRUE(answer->read_back);
  take(score_of("90"));
  auto read_back = score_of("85");
  read_back.if_seq_at_most = answer->seq;
  EXPECT_EQ(take(read_back).disposition, Disposition::superseded);
  EXPECT_EQ(result().observed.facts, kept(score_of("90").facts));
}

TEST_F(IntakeTest, IdsThatWereReadBackGiveWayToANewerWordOfTheEnrolment) {
  take(essay());
  take(score_of("80"));
  const auto read_back = [&](const std::string& points, const std::string& sis_id,
                             const std::function<void()>& meanwhile) {
    auto hint = score_of("");
    hint.hint = true;
    const auto answer = intake->hint(hint, std::chrono::seconds(2));
    ASSERT_TRUE(answer.ok());
    meanwhile();
    auto read = score_of(points);
    read.facts.student_sis_id = gradebook::SourcedId(sis_id);
    read.if_seq_at_most = answer->seq;
    read.if_enrolment_seq_at_most = answer->enrolment_seq;
    EXPECT_EQ(take(read).disposition, Disposition::queued);
  };
  const auto known_as = [&] {
    std::string id;
    commit([&](outbox::Transaction& transaction) -> Status {
      id = (*transaction.enrolment(gradebook::ClassId("algebra"), gradebook::SchoolYear("2026"),
                                   "ada"))
               ->user_sis_id.value;
      return ok_status();
    });
    return id;
  };
  read_back("81", "sis-new", [] {});
  EXPECT_EQ(known_as(), "sis-new");
  read_back("82", "sis-new", [&] {
    EnrolmentEvent corrected;
    corrected.origin = origin();
    corrected.user_id = "ada";
    corrected.user_sis_id = gradebook::SourcedId("sis-eve");
    ASSERT_TRUE(intake->enrolment(corrected, kDeadline).ok());
  });
  EXPECT_EQ(known_as(), "sis-eve");
}

TEST_F(IntakeTest, AHintOfAnUnknownCellIsReadBackToo) {
  auto hint = score_of("");
  hint.hint = true;
  const auto answer = intake->hint(hint, std::chrono::seconds(2));
  ASSERT_TRUE(answer.ok());
  EXPECT_TRUE(answer->read_back);
  EXPECT_EQ(answer->seq, 0);
  EXPECT_TRUE(records(Kind::result).empty());
}

TEST_F(IntakeTest, ABatchIsCommittedWholeAndEachEventHasItsOutcome) {
  take(essay());
  std::vector<ScoreEvent> batch;
  for (int i = 0; i < 250; ++i) {
    batch.push_back(score_of("50", "student-" + std::to_string(i)));
  }
  batch[120].facts.flags.draft = true;
  std::vector<Outcome> outcomes(batch.size());
  std::optional<Error> stopped_by;
  EXPECT_EQ(intake->scores(batch, kDeadline, outcomes, stopped_by), 250U);
  EXPECT_FALSE(stopped_by);
  EXPECT_EQ(outcomes[0].disposition, Disposition::queued);
  EXPECT_EQ(outcomes[120].disposition, Disposition::held);
  EXPECT_EQ(records(Kind::result).size(), 250U);
}

TEST_F(IntakeTest, ARecordInFlightIsNotQueuedASecondTime) {
  take(essay());
  take(score_of("80"));
  deliver_everything();
  take(score_of("90"));
  commit([&](outbox::Transaction& transaction) {
    auto row = transaction.record(result().id);
    outbox::mark_sent(**row, "request", 1, clock.unix_ms());
    return transaction.put_record(**row);
  });
  EXPECT_EQ(take(score_of("80")).disposition, Disposition::queued);
  EXPECT_EQ(result().state, State::sending);
  EXPECT_TRUE(result().in_doubt);
}

TEST_F(IntakeTest, WhileNobodySaysWhetherTheSiteMovedAScoreWaits) {
  commit([](outbox::Transaction& transaction) {
    return transaction.put_meta("hold", info(Code::site_moved).id);
  });
  take(essay());
  const auto outcome = take(score_of("90"));
  EXPECT_EQ(outcome.disposition, Disposition::waiting);
  EXPECT_EQ(outcome.reason, Code::site_moved);
  EXPECT_GT(outcome.seq, 0);
  EXPECT_EQ(result().state, State::waiting_parent) << "it goes by itself after the answer";
  std::vector<ScoreEvent> batch = {score_of("80", "bob")};
  std::vector<Outcome> outcomes(1);
  std::optional<Error> stopped;
  EXPECT_EQ(intake->scores(batch, kDeadline, outcomes, stopped), 1U);
  EXPECT_EQ(outcomes[0].disposition, Disposition::waiting);
  commit([](outbox::Transaction& transaction) { return transaction.put_meta("hold", ""); });
  EXPECT_EQ(take(score_of("91")).disposition, Disposition::queued);
}

TEST_F(IntakeTest, ACopyOfASiteSaysThatNothingGoesFromIt) {
  commit([](outbox::Transaction& transaction) { return transaction.put_meta("hold", "copy"); });
  take(essay());
  const auto outcome = take(score_of("90"));
  EXPECT_EQ(outcome.disposition, Disposition::off);
  EXPECT_EQ(info(outcome.reason).id, "policy.site_copy");
}

} // namespace
} // namespace passback::intake
