// A trial: what would have gone stands still with nothing released, whoever sends it, and the end
// of the trial asks for it.
#include "plugin/decision/in_trial.hpp"
#include "plugin/decision/trial_places.hpp"
#include "plugin/intake/first_send.hpp"
#include "plugin/intake/send_by_person.hpp"
#include "tests/unit/intake/intake_fixture.hpp"

namespace passback::intake {
namespace {

using outbox::Form;
using outbox::Kind;
using outbox::Record;
using outbox::State;
using settings::FirstSend;

class TrialTest : public IntakeTest {
 protected:
  void begin_trial() {
    district.sending.trial = true;
    save_and_place();
  }
  void end_trial(FirstSend::Answer answer, const std::string& from = {}) {
    district.sending.trial.reset();
    district.first_send = FirstSend{clock.now_ms, answer, from};
    save_and_place();
  }
  void save_and_place() {
    save(district);
    commit([](outbox::Transaction& transaction) {
      return outbox::ask_to_reconsider(transaction, {});
    });
    const auto left = intake->reconsider(kDeadline);
    ASSERT_TRUE(left.ok() && !*left);
  }
  SendOutcome send(const Record& record, bool again = false) {
    SendOutcome outcome;
    commit([&](outbox::Transaction& transaction) -> Status {
      UnitOfWork work(transaction, profiles, nullptr, gradebook::DomainId("district"),
                      clock.unix_ms());
      PersonalSend one;
      one.record_id = record.id;
      one.again = again;
      auto sent = send_by_person(work, record.key.class_id, one);
      EXPECT_TRUE(sent.ok());
      outcome = sent ? *sent : SendOutcome{};
      return ok_status();
    });
    return outcome;
  }
  static void expect_in_trial(const Record& record) {
    EXPECT_TRUE(decision::stands_in_trial(record)) << static_cast<int>(record.state);
    EXPECT_EQ(record.released.form, Form::none) << "nothing that any path could send";
  }
};

TEST_F(TrialTest, AnAutomaticGradeAndItsActivityStandStillWithNothingReleased) {
  begin_trial();
  take(essay());
  EXPECT_EQ(take(score_of("90")).reason, Code::in_trial);
  expect_in_trial(result());
  expect_in_trial(line_item());
}

TEST_F(TrialTest, WhatTheDecisionRefusesIsRefusedInATrialToo) {
  begin_trial();
  take(essay());
  auto unlinked = score_of("90");
  unlinked.facts.student_sis_id = {};
  EXPECT_EQ(take(unlinked).reason, Code::student_unlinked);
  EXPECT_EQ(result().state, State::waiting);
}

TEST_F(TrialTest, APersonsSendWritesNothingAndStandsUntilTheHostSaysSomethingNew) {
  district.send_automatically = false;
  begin_trial();
  take(essay());
  take(score_of("90"));
  EXPECT_EQ(result().code, Code::none) << "not sent yet, as in earnest";
  EXPECT_EQ(send(result()).answer, SendAnswer::in_trial);
  expect_in_trial(result());
  save_and_place();
  expect_in_trial(result());
  take(score_of("90"));
  expect_in_trial(result());
  take(score_of("95"));
  EXPECT_EQ(result().state, State::manual);
  EXPECT_EQ(result().code, Code::none) << "the newer grade waits for a person";
}

TEST_F(TrialTest, FinalAndPeriodGradesStandStillToo) {
  district.grading.final_as_assignment = true;
  begin_trial();
  auto final_grade = essay();
  final_grade.facts.kind = gradebook::ActivityKind::final_grade;
  take(final_grade);
  take(score_of("90"));
  EXPECT_EQ(send(result()).answer, SendAnswer::in_trial);
  expect_in_trial(result());
  expect_in_trial(line_item());
}

TEST_F(TrialTest, BegunWhileGradesAreOnTheirWayItHoldsWhatHasNotLeft) {
  take(essay());
  take(score_of("90"));
  ASSERT_EQ(line_item().state, State::ready);
  begin_trial();
  EXPECT_TRUE(decision::stands_in_trial(result()));
  EXPECT_TRUE(decision::stands_in_trial(line_item()));
}

TEST_F(TrialTest, WhatTheSisHasStaysAcceptedAndItsRemovalStandsStill) {
  take(essay());
  take(score_of("90"));
  deliver_everything();
  begin_trial();
  EXPECT_EQ(result().state, State::settled);
  auto gone = score_of("");
  gone.withdrawn = true;
  gone.facts.withdrawn_because = gradebook::WithdrawalReason::teacher;
  take(gone);
  EXPECT_TRUE(decision::stands_in_trial(result()));
  EXPECT_EQ(result().released.form, Form::present) << "as it was before the trial";
}

TEST_F(TrialTest, TheEndOfTheTrialAsksForWhatEventsTold) {
  begin_trial();
  take(essay());
  take(score_of("90"));
  end_trial(FirstSend::Answer::open);
  EXPECT_EQ(result().code, Code::first_send_asked);
  EXPECT_EQ(result().released.form, Form::none);
  take(score_of("90"));
  EXPECT_EQ(result().code, Code::first_send_asked) << "told again it is no newer";
  EXPECT_EQ(take(score_of("91")).disposition, Disposition::queued)
      << "what is told after the trial goes";
}

TEST_F(TrialTest, TheAnswersAtItsEndAreThoseOfTheFirstSend) {
  begin_trial();
  take(essay());
  auto old = score_of("90");
  old.facts.scored_at_unix_ms = clock.now_ms - 20 * 86'400'000LL;
  take(old);
  end_trial(FirstSend::Answer::from, "2026-09-16");
  EXPECT_EQ(result().code, Code::graded_before);
  end_trial(FirstSend::Answer::leave);
  EXPECT_EQ(result().code, Code::left_unsent);
  begin_trial();
  take(score_of("91"));
  end_trial(FirstSend::Answer::teachers);
  EXPECT_EQ(result().code, Code::graded_before);
  EXPECT_EQ(send(result()).answer, SendAnswer::released);
}

TEST_F(TrialTest, AnsweredWithAllItGoes) {
  begin_trial();
  take(essay());
  take(score_of("90"));
  end_trial(FirstSend::Answer::all);
  EXPECT_EQ(result().released.form, Form::present);
  EXPECT_EQ(line_item().state, State::ready);
}

TEST_F(TrialTest, AChangedGradeThatTheSisHasIsAskedForAsWell) {
  take(essay());
  take(score_of("90"));
  deliver_everything();
  begin_trial();
  take(score_of("95"));
  EXPECT_TRUE(decision::stands_in_trial(result()));
  end_trial(FirstSend::Answer::open);
  EXPECT_EQ(result().code, Code::first_send_asked);
}

TEST_F(TrialTest, TheNearestWordOfTheTreeCounts) {
  district.sending.trial = true;
  settings::DomainSettings north;
  north.sending.trial = false;
  save(north, "north");
  save_and_place();
  take(essay());
  EXPECT_EQ(take(score_of("90")).disposition, Disposition::queued);
}

TEST_F(TrialTest, ATestGradeForAClassInTrialIsHeldWhereverItIsAskedFor) {
  district.sending.trial.reset();
  settings::DomainSettings north;
  north.sending.trial = true;
  save(north, "north");
  save_and_place();
  take(essay());
  commit([&](outbox::Transaction& transaction) -> Status {
    outbox::ClassRow row;
    row.class_id = gradebook::ClassId("algebra");
    row.school_year = gradebook::SchoolYear("2026");
    row.domain_id = gradebook::DomainId("north");
    gradebook::ClassFacts facts;
    facts.class_sis_id = gradebook::SourcedId("sis-algebra");
    row.facts = gradebook::to_json(facts);
    EXPECT_TRUE(transaction.put_class(row).ok());
    decision::SettingsView settings(transaction);
    const gradebook::DomainId root("district"), below("north");
    const gradebook::SourcedId algebra("sis-algebra"), other("sis-other");
    EXPECT_TRUE(*decision::is_place_in_trial(transaction, settings, root, algebra));
    EXPECT_FALSE(*decision::is_place_in_trial(transaction, settings, root, other));
    EXPECT_TRUE(*decision::is_place_in_trial(transaction, settings, below, other));
    return ok_status();
  });
}

} // namespace
} // namespace passback::intake
