// How much of a class may be taken out of the SIS before a person is asked.
#include "plugin/intake/send_by_person.hpp"
#include "tests/unit/intake/intake_fixture.hpp"

namespace passback::intake {
namespace {

using outbox::Form;
using outbox::Kind;
using outbox::Record;
using outbox::State;

class ManyWithdrawn : public IntakeTest {
 protected:
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

TEST_F(ManyWithdrawn, AFewActivitiesGoAtOnceAndOfMoreAPersonIsAsked) {
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

TEST_F(ManyWithdrawn, WhatAPersonSendsGoes) {
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

TEST_F(ManyWithdrawn, WhatComesBackStaysInTheSisAsItIs) {
  quizzes_with_a_grade(4);
  for (int n = 1; n <= 4; ++n) {
    take(quiz(n, true));
  }
  EXPECT_EQ(take(quiz(4)).disposition, Disposition::unchanged);
  EXPECT_EQ(of_quiz(Kind::line_item, 4).state, State::settled);
  EXPECT_EQ(of_quiz(Kind::line_item, 4).code, Code::none);
  EXPECT_EQ(of_quiz(Kind::result, 4).state, State::settled);
}

TEST_F(ManyWithdrawn, NothingButAPersonLetsItGo) {
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

TEST_F(ManyWithdrawn, WhatAPersonWasAskedAboutDoesNotGoWhenItIsToldAgain) {
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

TEST_F(ManyWithdrawn, AFewMoreGoAnHourLater) {
  quizzes_with_a_grade(4);
  for (int n = 1; n <= 3; ++n) {
    take(quiz(n, true));
  }
  deliver_everything();
  clock.now_ms += 3'600'001;
  EXPECT_EQ(take(quiz(4, true)).disposition, Disposition::queued);
}

TEST_F(ManyWithdrawn, AnActivityWithoutGradesInTheSisIsNotAskedAbout) {
  quizzes_with_a_grade(4);
  take(score_in(4, "ada", true));
  deliver_everything();
  for (int n = 1; n <= 4; ++n) {
    EXPECT_EQ(take(quiz(n, true)).disposition, Disposition::queued) << n;
  }
}

TEST_F(ManyWithdrawn, OfManyGradesAPersonIsAskedToo) {
  take(quiz(1));
  for (int n = 0; n < 55; ++n) {
    take(score_in(1, student(n)));
  }
  deliver_everything();
  auto all = quiz(1, true);
  EXPECT_EQ(take(all).reason, Code::many_withdrawn) << "an activity with more than fifty";
  take(quiz(1));
  for (int n = 0; n < 55; ++n) {
    const auto outcome = take(score_in(1, student(n), true));
    EXPECT_EQ(outcome.disposition, n < 50 ? Disposition::queued : Disposition::stored) << n;
    EXPECT_EQ(outcome.reason, n < 50 ? Code::none : Code::many_withdrawn) << n;
  }
}

TEST_F(ManyWithdrawn, WhereAClassIsSentByHandAllWaitsAsItDoesThere) {
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
