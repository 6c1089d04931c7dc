// An LMS that was put back from a backup: what the SIS has newer stays until a person says which of
// the two counts.
#include "plugin/decision/older_than_sis.hpp"
#include "plugin/intake/older_grades.hpp"
#include "plugin/intake/send_by_person.hpp"
#include "plugin/intake/sweep.hpp"
#include "tests/unit/intake/intake_fixture.hpp"

namespace passback::intake {
namespace {

using outbox::Form;
using outbox::Kind;
using outbox::State;

class OlderThanSis : public IntakeTest {
 protected:
  static ScoreEvent told(const std::string& points, std::int64_t rev, std::int64_t epoch,
                         std::int64_t scored_at = 0) {
    auto event = score_of(points);
    event.origin.host_rev = rev;
    event.origin.host_epoch = epoch;
    event.facts.scored_at_unix_ms = scored_at;
    return event;
  }
  /// The SIS has 90, by revision 5 of the first epoch.
  void sis_has_ninety(std::int64_t scored_at = 0) {
    take(essay());
    take(told("90", 5, 1, scored_at));
    deliver_everything();
    ASSERT_EQ(result().state, State::settled);
  }
  void expect_asked() {
    EXPECT_EQ(result().state, State::manual);
    EXPECT_EQ(result().code, Code::older_than_sis);
    EXPECT_TRUE(decision::waits_for_older_answer(result()));
  }
  void answer(bool send) {
    commit([&](outbox::Transaction& transaction) -> Status {
      UnitOfWork work(transaction, profiles, nullptr, gradebook::DomainId("district"),
                      clock.unix_ms());
      const auto left = answer_older(work, gradebook::DomainId("district"), send, "admin", 20);
      EXPECT_TRUE(left.ok() && !*left);
      return left.ok() ? ok_status() : Status(left.error());
    });
  }
  void reconsider_everything() {
    commit([](outbox::Transaction& transaction) {
      return outbox::ask_to_reconsider(transaction, outbox::Affected{});
    });
    const auto left = intake->reconsider(kDeadline);
    ASSERT_TRUE(left.ok() && !*left);
  }
  void send_by_hand() {
    commit([&](outbox::Transaction& transaction) -> Status {
      UnitOfWork work(transaction, profiles, nullptr, gradebook::DomainId("district"),
                      clock.unix_ms());
      PersonalSend send;
      send.record_id = result().id;
      send.again = true;
      send.user = "teacher";
      const auto sent = send_by_person(work, gradebook::ClassId("algebra"), send);
      EXPECT_TRUE(sent.ok());
      return ok_status();
    });
  }
  /// The LMS shows the class as it is.
  void sweep(const ScoreEvent& score) {
    ASSERT_TRUE(
        intake->sweep({{}, gradebook::ClassId("algebra"), gradebook::SchoolYear("2026")}, kDeadline)
            .ok());
    auto question = intake->next_sweep_page(kDeadline);
    while (question.ok() && question->has_value() && (**question).of == outbox::SweepOf::domain) {
      ASSERT_TRUE(intake->take_sweep_page(**question, SweepPage{}, kDeadline).ok());
      question = intake->next_sweep_page(kDeadline);
    }
    ASSERT_TRUE(question.ok() && question->has_value());
    SweepPage page;
    page.activities = {essay()};
    page.scores = {score};
    ASSERT_TRUE(intake->take_sweep_page(**question, std::move(page), kDeadline).ok());
  }
};

TEST_F(OlderThanSis, ALowerRevisionOfALaterEpochWaitsForAPersonAlsoWhereGradesGoByThemselves) {
  sis_has_ninety();
  const auto outcome = take(told("50", 1, 2));
  EXPECT_EQ(outcome.reason, Code::older_than_sis);
  expect_asked();
  deliver_everything();
  EXPECT_EQ(result().confirmed.facts.score()->points, gradebook::Decimal::parse("90").value());
}

TEST_F(OlderThanSis, WhatIsAsTheSisHasItIsNotAskedAbout) {
  sis_has_ninety();
  take(told("90", 3, 2));
  EXPECT_EQ(result().code, Code::none);
  EXPECT_NE(result().state, State::manual);
}

TEST_F(OlderThanSis, WhatWasGradedAfterTheRestoreGoesAsEver) {
  sis_has_ninety();
  take(told("50", 1, 2));
  take(told("95", 2, 2));
  EXPECT_EQ(result().state, State::ready);
  EXPECT_EQ(result().released.facts.score()->points, gradebook::Decimal::parse("95").value());
}

TEST_F(OlderThanSis, WhatWasScoredLaterIsNewerWhateverItsRevision) {
  sis_has_ninety(1'000);
  take(told("95", 2, 2, 2'000));
  EXPECT_EQ(result().state, State::ready);
}

TEST_F(OlderThanSis, WhatWasScoredEarlierIsOlderWhateverItsRevision) {
  sis_has_ninety(2'000);
  take(told("50", 9, 2, 1'000));
  expect_asked();
  take(told("60", 10, 2, 1'500));
  expect_asked();
}

TEST_F(OlderThanSis, WithoutARestoreAnEarlierTimeOfScoringSaysNothing) {
  sis_has_ninety(2'000);
  take(told("50", 6, 1, 1'000));
  EXPECT_EQ(result().state, State::ready) << "a teacher went back to an earlier attempt";
}

TEST_F(OlderThanSis, ABlankCellOfTheBackupDoesNotEmptyTheSis) {
  sis_has_ninety();
  take(told("", 1, 2));
  expect_asked();
  EXPECT_EQ(result().observed.form, Form::cleared);
}

TEST_F(OlderThanSis, ToldAgainOrPlacedAnewItStaysAsked) {
  sis_has_ninety();
  take(told("50", 1, 2));
  take(told("50", 1, 2));
  expect_asked();
  district.send_automatically = false;
  save(district);
  reconsider_everything();
  expect_asked();
  auto off = district;
  off.allow_grades = false;
  save(off);
  reconsider_everything();
  EXPECT_EQ(result().state, State::off);
  district.send_automatically = true;
  save(district);
  reconsider_everything();
  expect_asked();
}

TEST_F(OlderThanSis, KeptItStaysUntilItIsGradedAnew) {
  sis_has_ninety();
  take(told("50", 1, 2));
  answer(false);
  EXPECT_EQ(result().state, State::settled);
  EXPECT_EQ(result().code, Code::newer_kept);
  take(told("50", 1, 2));
  reconsider_everything();
  EXPECT_EQ(result().state, State::settled);
  EXPECT_EQ(result().code, Code::newer_kept);
  take(told("55", 2, 2));
  EXPECT_EQ(result().state, State::ready);
}

TEST_F(OlderThanSis, KeptASendByHandSendsItAllTheSame) {
  sis_has_ninety();
  take(told("50", 1, 2));
  answer(false);
  send_by_hand();
  EXPECT_EQ(result().state, State::ready);
}

TEST_F(OlderThanSis, SentItGoesAndNobodyIsAskedAgain) {
  sis_has_ninety();
  take(told("50", 1, 2));
  answer(true);
  EXPECT_EQ(result().state, State::ready);
  deliver_everything();
  EXPECT_EQ(result().confirmed.facts.score()->points, gradebook::Decimal::parse("50").value());
  take(told("50", 1, 2));
  EXPECT_EQ(result().state, State::settled);
  EXPECT_EQ(result().code, Code::none);
}

TEST_F(OlderThanSis, AHostWithoutRevisionsIsBelievedByItsTimesOfScoring) {
  take(essay());
  take(told("90", 0, 1, 2'000));
  deliver_everything();
  take(told("50", 0, 2, 1'000));
  expect_asked();
}

TEST_F(OlderThanSis, WithoutRevisionsAndTimesWhatIsOnlyReadIsOfTheBackupAndAnEventIsNew) {
  take(essay());
  take(told("90", 0, 1));
  deliver_everything();
  sweep(told("50", 0, 2));
  expect_asked();
  take(told("60", 0, 2));
  EXPECT_EQ(result().state, State::ready);
}

} // namespace
} // namespace passback::intake
