// Ids of the SIS that change together: nothing follows them before an administrator has answered.
#include "plugin/intake/changed_ids.hpp"
#include "tests/unit/intake/intake_fixture.hpp"

namespace passback::intake {
namespace {

using gradebook::SourcedId;
using outbox::Form;
using outbox::Kind;
using outbox::Record;
using outbox::State;

class ChangedIdsTest : public IntakeTest {
 protected:
  static std::string student(int number) {
    return "student-" + std::string(number < 10 ? "0" : "") + std::to_string(number);
  }
  void enrol(const std::string& who, const std::string& sis_id, const std::string& in = "algebra") {
    EnrolmentEvent event;
    event.origin = origin();
    event.origin.class_id = gradebook::ClassId(in);
    event.user_id = who;
    event.user_sis_id = SourcedId(sis_id);
    ASSERT_TRUE(intake->enrolment(event, kDeadline).ok());
  }
  void link(const std::string& class_id, const std::string& sis_class) {
    ClassEvent event;
    event.origin = origin();
    event.origin.class_id = gradebook::ClassId(class_id);
    event.facts.class_sis_id = SourcedId(sis_class);
    ASSERT_TRUE(intake->lms_class(event, kDeadline).ok());
  }
  /// So many students of the class have a grade, and the SIS has it.
  void graded(int students) {
    take(essay());
    for (int i = 0; i < students; ++i) {
      take(score_of("90", student(i)));
    }
    deliver_everything();
  }
  /// The roster comes another way from now on.
  void change(int students, const std::string& prefix = "new-") {
    for (int i = 0; i < students; ++i) {
      enrol(student(i), prefix + student(i));
    }
    work_off();
  }
  void work_off() {
    const auto left = intake->reconsider(kDeadline);
    ASSERT_TRUE(left.ok());
    ASSERT_FALSE(*left);
  }
  ChangedIdsStanding standing() {
    ChangedIdsStanding found;
    commit([&](outbox::Transaction& transaction) -> Status {
      const auto known = changed_ids_of(transaction, "sis-1");
      found = known ? *known : ChangedIdsStanding{};
      return known ? ok_status() : Status(known.error());
    });
    return found;
  }
  Status answer(bool use_new) {
    Status done = ok_status();
    commit([&](outbox::Transaction& transaction) {
      UnitOfWork work(transaction, profiles, nullptr, gradebook::DomainId("district"),
                      clock.unix_ms());
      done = answer_changed_ids(work, "sis-1", use_new, "dana");
      return ok_status();
    });
    work_off();
    return done;
  }
  std::vector<Record> results_in(State state) {
    auto found = records(Kind::result);
    std::erase_if(found, [&](const Record& one) { return one.state != state; });
    return found;
  }
};

TEST_F(ChangedIdsTest, OneCorrectionIsFollowedAtOnceAndNobodyIsAsked) {
  graded(12);
  change(1);
  EXPECT_FALSE(standing().is_asked);
  EXPECT_EQ(results_in(State::ready).size(), 2U) << "one comes, and one is taken back";
}

TEST_F(ChangedIdsTest, OfManyNothingMovesAndOneQuestionSaysHowMany) {
  graded(12);
  change(12);
  EXPECT_TRUE(standing().is_asked);
  EXPECT_EQ(standing().asked.students, 12);
  EXPECT_EQ(standing().asked.classes, 0);
  EXPECT_TRUE(results_in(State::ready).empty());
  for (const auto& waits : results_in(State::waiting)) {
    EXPECT_EQ(waits.code, Code::ids_changed);
  }
  EXPECT_EQ(take(score_of("95", student(11))).reason, Code::ids_changed);
}

TEST_F(ChangedIdsTest, WithTheNewOnesGradesMoveAsAfterAnyCorrection) {
  graded(12);
  change(12);
  ASSERT_TRUE(answer(true).ok());
  EXPECT_FALSE(standing().is_asked);
  EXPECT_FALSE(standing().is_kept);
  EXPECT_EQ(results_in(State::ready).size(), 24U) << "twelve come, and twelve are taken back";
  EXPECT_TRUE(results_in(State::waiting).empty());
}

TEST_F(ChangedIdsTest, WithTheOldOnesEverythingStaysUntilTheNewOnesAreWanted) {
  graded(12);
  change(12);
  ASSERT_TRUE(answer(false).ok());
  EXPECT_FALSE(standing().is_asked);
  EXPECT_EQ(standing().kept.students, 12);
  EXPECT_TRUE(results_in(State::ready).empty());
  EXPECT_TRUE(results_in(State::waiting).empty());
  int confirmed = 0;
  for (const auto& one : records(Kind::result)) {
    confirmed += one.confirmed.form == Form::present && !outbox::is_left_behind(one) ? 1 : 0;
  }
  EXPECT_EQ(confirmed, 12);
  EXPECT_EQ(take(score_of("95", student(3))).disposition, Disposition::queued);
  deliver_everything();

  ASSERT_TRUE(answer(true).ok());
  EXPECT_FALSE(standing().is_kept);
  EXPECT_FALSE(results_in(State::ready).empty());
}

TEST_F(ChangedIdsTest, IdsThatAreAsBeforeEndTheQuestion) {
  graded(12);
  change(12);
  change(12, "sis-");
  EXPECT_FALSE(standing().is_asked);
  EXPECT_TRUE(results_in(State::waiting).empty());
  EXPECT_TRUE(results_in(State::ready).empty());
}

TEST_F(ChangedIdsTest, WhatComesInAfterTheAnswerFollowsIt) {
  graded(24);
  change(12);
  ASSERT_TRUE(answer(true).ok());
  change(24);
  EXPECT_FALSE(standing().is_asked);
  EXPECT_EQ(results_in(State::ready).size(), 48U);
}

TEST_F(ChangedIdsTest, CorrectionsOfDifferentDaysAreNotMany) {
  graded(12);
  for (int i = 0; i < 12; ++i) {
    enrol(student(i), "new-" + student(i));
    clock.now_ms += 600'000;
  }
  EXPECT_FALSE(standing().is_asked);
}

TEST_F(ChangedIdsTest, WithoutGradesNobodyIsAsked) {
  take(essay());
  for (int i = 0; i < 20; ++i) {
    enrol(student(i), "sis-" + student(i));
  }
  change(20);
  EXPECT_FALSE(standing().is_asked);
}

TEST_F(ChangedIdsTest, ClassesAreCountedAndStayWhereTheyAre) {
  for (int i = 0; i < 5; ++i) {
    const auto id = "class-" + std::to_string(i);
    link(id, "sis-" + id);
    auto activity = essay();
    activity.origin.class_id = gradebook::ClassId(id);
    activity.class_sis_id = SourcedId("sis-" + id);
    take(activity);
    auto score = score_of("90");
    score.origin.class_id = gradebook::ClassId(id);
    score.class_sis_id = SourcedId("sis-" + id);
    take(score);
  }
  deliver_everything();
  for (int i = 0; i < 5; ++i) {
    const auto id = "class-" + std::to_string(i);
    link(id, "new-" + id);
  }
  work_off();
  EXPECT_TRUE(standing().is_asked);
  EXPECT_EQ(standing().asked.classes, 5);
  EXPECT_EQ(standing().asked.students, 0) << "they went along with their classes";
  EXPECT_TRUE(results_in(State::ready).empty());

  ASSERT_TRUE(answer(true).ok());
  deliver_everything();
  int there = 0;
  for (const auto& one : records(Kind::result)) {
    there += one.key.sis_class_id.value.starts_with("new-") && one.confirmed.form == Form::present;
  }
  EXPECT_EQ(there, 5);
}

TEST_F(ChangedIdsTest, AnAnswerToWhatNobodyAsksIsRefused) {
  graded(1);
  EXPECT_EQ(answer(true).error().code, Code::state);
}

TEST_F(ChangedIdsTest, AnotherSisBeginsAnew) {
  graded(12);
  change(12);
  commit([](outbox::Transaction& transaction) { return forget_changed_ids(transaction, "sis-1"); });
  EXPECT_FALSE(standing().is_asked);
}

} // namespace
} // namespace passback::intake
