// What leaves the SIS by itself when it is gone from the LMS, and what a person is asked about.
#include "plugin/decision/removal.hpp"
#include "plugin/intake/send_by_person.hpp"
#include "tests/unit/intake/intake_fixture.hpp"

namespace passback::intake {
namespace {

using outbox::Form;
using outbox::Kind;
using outbox::Record;
using outbox::State;

using gradebook::WithdrawalReason;

class Removal : public IntakeTest {
 protected:
  Removal() {
    district.sending.removals.reset();
    save(district);
  }
  void removals_go_by_themselves() {
    district.sending.removals = settings::Removals::by_itself;
    save(district);
  }
  /// One grade of one student, which the SIS has.
  void a_grade_in_the_sis() { quizzes_with_a_grade(1); }
  Outcome cell_gone(int number, const std::string& student, WithdrawalReason reason) {
    auto event = score_in(number, student, true);
    event.facts.withdrawn_because = reason;
    return take(event);
  }
  static ActivityEvent quiz(int number, bool gone = false) {
    auto event = essay();
    event.activity_id = gradebook::ActivityId("quiz-" + std::to_string(number));
    event.facts.title = "Quiz " + std::to_string(number);
    event.withdrawn = gone;
    return event;
  }
  static ScoreEvent score_in(int number, const std::string& student, bool gone = false) {
    auto event = score_of(gone ? "" : "90", student);
    event.activity_id = gradebook::ActivityId("quiz-" + std::to_string(number));
    event.withdrawn = gone;
    return event;
  }
  static std::string student(int number) { return "student-" + std::to_string(number); }
  /// That many quizzes, from the first on, each with a grade that the SIS has.
  void quizzes_with_a_grade(int count) {
    for (int n = 1; n <= count; ++n) {
      take(quiz(n));
      take(score_in(n, "ada"));
    }
    deliver_everything();
  }
  Record of_quiz(Kind kind, int number) {
    auto found = records(kind);
    std::erase_if(found, [&](const Record& one) {
      return one.key.activity_id.value != "quiz-" + std::to_string(number);
    });
    EXPECT_EQ(found.size(), 1U);
    return found.empty() ? Record{} : found.front();
  }
  void work_off() {
    const auto left = intake->reconsider(kDeadline);
    ASSERT_TRUE(left.ok());
    ASSERT_FALSE(*left);
  }
  SendAnswer send(const Record& record) {
    SendAnswer answer = SendAnswer::unknown;
    commit([&](outbox::Transaction& transaction) -> Status {
      UnitOfWork work(transaction, profiles, nullptr, gradebook::DomainId("district"),
                      clock.unix_ms());
      PersonalSend send;
      send.record_id = record.id;
      send.seq = record.observed.seq;
      send.user = "ruth";
      auto sent = send_by_person(work, record.key.class_id, send);
      answer = sent ? sent->answer : SendAnswer::unknown;
      return sent ? ok_status() : Status(sent.error());
    });
    return answer;
  }
};

TEST_F(Removal, OfOneCellThatATeacherTakesOutNobodyIsAsked) {
  a_grade_in_the_sis();
  EXPECT_EQ(cell_gone(1, "ada", WithdrawalReason::teacher).disposition, Disposition::queued);
  deliver_everything();
  EXPECT_EQ(of_quiz(Kind::result, 1).state, State::withdrawn);
}

TEST_F(Removal, WhatIsGoneForAnotherReasonStaysAndAPersonIsAsked) {
  const std::pair<WithdrawalReason, Code> causes[] = {
      {WithdrawalReason::unknown, Code::removal_unknown},
      {WithdrawalReason::unenrolled, Code::removal_unenrolled},
      {WithdrawalReason::deleted, Code::removal_deleted},
      {WithdrawalReason::reset, Code::removal_reset},
      {WithdrawalReason::restored, Code::removal_restored}};
  quizzes_with_a_grade(5);
  for (int n = 1; n <= 5; ++n) {
    const auto& [reason, code] = causes[n - 1];
    const auto outcome = cell_gone(n, "ada", reason);
    EXPECT_EQ(outcome.disposition, Disposition::stored) << n;
    EXPECT_EQ(outcome.reason, code) << n;
    EXPECT_TRUE(decision::waits_for_removal_answer(of_quiz(Kind::result, n))) << n;
  }
  deliver_everything();
  for (int n = 1; n <= 5; ++n) {
    EXPECT_EQ(of_quiz(Kind::result, n).confirmed.form, Form::present) << n;
  }
}

TEST_F(Removal, ToldAgainWithoutAReasonItIsGoneForTheOneThatWasTold) {
  a_grade_in_the_sis();
  cell_gone(1, "ada", WithdrawalReason::unenrolled);
  EXPECT_EQ(cell_gone(1, "ada", WithdrawalReason::unknown).reason, Code::removal_unenrolled);
}

TEST_F(Removal, OfAnActivityWithGradesAPersonIsAskedAlsoWhereATeacherDeletedIt) {
  a_grade_in_the_sis();
  auto event = quiz(1, true);
  event.facts.withdrawn_because = WithdrawalReason::teacher;
  EXPECT_EQ(take(event).reason, Code::removal_activity);
  EXPECT_EQ(of_quiz(Kind::result, 1).state, State::settled) << "the SIS still has it";
}

TEST_F(Removal, WhatAPersonSaidThatTheSisKeepsIsNotAskedAboutAgain) {
  a_grade_in_the_sis();
  cell_gone(1, "ada", WithdrawalReason::unenrolled);
  auto kept = of_quiz(Kind::result, 1);
  commit([&](outbox::Transaction& transaction) {
    decision::keep_in_sis(kept);
    return transaction.put_record(kept);
  });
  EXPECT_EQ(cell_gone(1, "ada", WithdrawalReason::unenrolled).reason, Code::kept_in_sis);
  commit([](outbox::Transaction& transaction) { return ask_to_reconsider(transaction, {}); });
  work_off();
  EXPECT_EQ(of_quiz(Kind::result, 1).state, State::settled);
  EXPECT_EQ(of_quiz(Kind::result, 1).code, Code::kept_in_sis);
  EXPECT_EQ(take(score_in(1, "ada")).disposition, Disposition::unchanged) << "it is back";
  EXPECT_EQ(of_quiz(Kind::result, 1).code, Code::none);
}

TEST_F(Removal, WhereAClassIsSentByHandAnUnenrolledStudentsGradesHaveTheirQuestionToo) {
  a_grade_in_the_sis();
  district.send_automatically = false;
  save(district);
  EXPECT_EQ(cell_gone(1, "ada", WithdrawalReason::unenrolled).reason, Code::removal_unenrolled);
}

TEST_F(Removal, TenCellsOfAClassGoWithinTenMinutesAndOfMoreAPersonIsAsked) {
  removals_go_by_themselves();
  take(quiz(1));
  for (int n = 0; n < 12; ++n) {
    take(score_in(1, student(n)));
  }
  deliver_everything();
  for (int n = 0; n < 11; ++n) {
    const auto outcome = cell_gone(1, student(n), WithdrawalReason::unenrolled);
    EXPECT_EQ(outcome.reason, n < 10 ? Code::none : Code::many_withdrawn) << n;
  }
  deliver_everything();
  clock.now_ms += 600'001;
  EXPECT_EQ(cell_gone(1, student(11), WithdrawalReason::teacher).disposition, Disposition::queued);
}

TEST_F(Removal, TheBrakeIsTheAdministrators) {
  removals_go_by_themselves();
  district.sending.removal_brake = settings::Count{0};
  save(district);
  a_grade_in_the_sis();
  EXPECT_EQ(cell_gone(1, "ada", WithdrawalReason::teacher).reason, Code::many_withdrawn);
}

TEST_F(Removal, AFewActivitiesGoAtOnceAndOfMoreAPersonIsAsked) {
  removals_go_by_themselves();
  quizzes_with_a_grade(5);
  for (int n = 1; n <= 3; ++n) {
    EXPECT_EQ(take(quiz(n, true)).disposition, Disposition::queued) << n;
  }
  for (int n = 4; n <= 5; ++n) {
    const auto outcome = take(quiz(n, true));
    EXPECT_EQ(outcome.disposition, Disposition::stored) << n;
    EXPECT_EQ(outcome.reason, Code::many_withdrawn) << n;
    EXPECT_EQ(of_quiz(Kind::line_item, n).state, State::manual) << n;
    EXPECT_EQ(of_quiz(Kind::line_item, n).code, Code::many_withdrawn) << n;
    EXPECT_EQ(of_quiz(Kind::result, n).state, State::settled) << "the SIS still has it";
  }
  deliver_everything();
  EXPECT_EQ(of_quiz(Kind::line_item, 3).confirmed.form, Form::absent);
  EXPECT_EQ(of_quiz(Kind::line_item, 4).confirmed.form, Form::present);
}

TEST_F(Removal, WhatAPersonSendsGoes) {
  removals_go_by_themselves();
  quizzes_with_a_grade(4);
  for (int n = 1; n <= 4; ++n) {
    take(quiz(n, true));
  }
  EXPECT_EQ(send(of_quiz(Kind::line_item, 4)), SendAnswer::released);
  work_off();
  EXPECT_EQ(of_quiz(Kind::result, 4).state, State::waiting_parent);
  deliver_everything();
  EXPECT_EQ(of_quiz(Kind::line_item, 4).state, State::withdrawn);
  EXPECT_EQ(of_quiz(Kind::result, 4).state, State::withdrawn);
}

TEST_F(Removal, WhatComesBackStaysInTheSisAsItIs) {
  removals_go_by_themselves();
  quizzes_with_a_grade(4);
  for (int n = 1; n <= 4; ++n) {
    take(quiz(n, true));
  }
  EXPECT_EQ(take(quiz(4)).disposition, Disposition::unchanged);
  EXPECT_EQ(of_quiz(Kind::line_item, 4).state, State::settled);
  EXPECT_EQ(of_quiz(Kind::line_item, 4).code, Code::none);
  EXPECT_EQ(of_quiz(Kind::result, 4).state, State::settled);
}

TEST_F(Removal, NothingButAPersonLetsItGo) {
  removals_go_by_themselves();
  quizzes_with_a_grade(7);
  for (int n = 1; n <= 7; ++n) {
    take(quiz(n, true));
  }
  deliver_everything();
  clock.now_ms += 24LL * 3'600'000;
  EXPECT_EQ(take(quiz(7, true)).reason, Code::many_withdrawn) << "told again the next night";
  for (const bool on : {false, true}) {
    district.allow_grades = on;
    save(district);
    commit([](outbox::Transaction& transaction) { return ask_to_reconsider(transaction, {}); });
    work_off();
  }
  for (int n = 4; n <= 7; ++n) {
    EXPECT_EQ(of_quiz(Kind::line_item, n).state, State::manual) << n;
    EXPECT_EQ(of_quiz(Kind::line_item, n).code, Code::many_withdrawn) << n;
    EXPECT_EQ(of_quiz(Kind::result, n).state, State::settled) << n;
  }
}

TEST_F(Removal, WhatAPersonWasAskedAboutDoesNotGoWhenItIsToldAgain) {
  removals_go_by_themselves();
  quizzes_with_a_grade(6);
  for (int n = 1; n <= 6; ++n) {
    take(quiz(n, true));
  }
  deliver_everything();
  clock.now_ms += 24LL * 3'600'000;
  for (int n = 4; n <= 6; ++n) {
    EXPECT_EQ(take(quiz(n, true)).reason, Code::many_withdrawn) << n << ", though few are left";
    EXPECT_EQ(of_quiz(Kind::line_item, n).state, State::manual) << n;
  }
}

TEST_F(Removal, AFewMoreGoTenMinutesLater) {
  removals_go_by_themselves();
  quizzes_with_a_grade(4);
  for (int n = 1; n <= 3; ++n) {
    take(quiz(n, true));
  }
  deliver_everything();
  clock.now_ms += 600'001;
  EXPECT_EQ(take(quiz(4, true)).disposition, Disposition::queued);
}

TEST_F(Removal, AnActivityWithoutGradesInTheSisIsNotAskedAbout) {
  removals_go_by_themselves();
  quizzes_with_a_grade(4);
  take(score_in(4, "ada", true));
  deliver_everything();
  for (int n = 1; n <= 4; ++n) {
    EXPECT_EQ(take(quiz(n, true)).disposition, Disposition::queued) << n;
  }
}

TEST_F(Removal, OfAnActivityWithMoreGradesThanTheBrakeAPersonIsAsked) {
  removals_go_by_themselves();
  take(quiz(1));
  for (int n = 0; n < 11; ++n) {
    take(score_in(1, student(n)));
  }
  deliver_everything();
  EXPECT_EQ(take(quiz(1, true)).reason, Code::many_withdrawn);
}

TEST_F(Removal, WhereAClassIsSentByHandAllWaitsAsItDoesThere) {
  removals_go_by_themselves();
  quizzes_with_a_grade(5);
  district.send_automatically = false;
  save(district);
  for (int n = 1; n <= 5; ++n) {
    const auto outcome = take(quiz(n, true));
    EXPECT_EQ(outcome.disposition, Disposition::stored) << n;
    EXPECT_EQ(outcome.reason, Code::none) << n;
    EXPECT_EQ(of_quiz(Kind::result, n).state, State::settled) << "the SIS still has it";
  }
}

} // namespace
} // namespace passback::intake
