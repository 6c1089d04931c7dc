#include "plugin/intake/reconsider.hpp"
#include "tests/unit/intake/intake_fixture.hpp"

namespace passback::intake {
namespace {

using outbox::Affected;
using outbox::Form;
using outbox::Kind;
using outbox::State;

class ReconsiderTest : public IntakeTest {
 protected:
  void ask(const Affected& affected = {}) {
    commit(
        [&](outbox::Transaction& transaction) { return ask_to_reconsider(transaction, affected); });
  }
  void work_off() {
    const auto left = intake->reconsider(kDeadline);
    ASSERT_TRUE(left.ok()) << left.error().detail;
    EXPECT_FALSE(*left);
  }
};

TEST_F(ReconsiderTest, WhatWasOffGoesWhenSyncIsSwitchedOnAgain) {
  take(essay());
  take(score_of("90"));
  district.allow_grades = false;
  save(district);
  ask();
  work_off();
  EXPECT_EQ(result().state, State::off);
  EXPECT_EQ(line_item().state, State::off);
  district.allow_grades = true;
  save(district);
  ask();
  work_off();
  EXPECT_EQ(line_item().state, State::ready);
  EXPECT_EQ(result().state, State::waiting_parent);
}

TEST_F(ReconsiderTest, SwitchingToAutomaticDoesNotSendWhatWasKeptForAPerson) {
  district.send_automatically = false;
  save(district);
  take(essay());
  take(score_of("90"));
  district.send_automatically = true;
  save(district);
  ask();
  work_off();
  EXPECT_EQ(result().state, State::manual);
  EXPECT_EQ(result().released.form, Form::none);
  take(score_of("91"));
  EXPECT_NE(result().released.form, Form::none);
}

TEST_F(ReconsiderTest, ACategoryChosenInClassSettingsLetsItsGradesGo) {
  auto bare = essay();
  bare.facts.category_sis_id = {};
  take(bare);
  take(score_of("90"));
  EXPECT_EQ(result().code, Code::category_missing);
  settings::ClassSettings of_class;
  of_class.default_category = "sis-other";
  save(of_class);
  Affected affected;
  affected.class_id = gradebook::ClassId("algebra");
  ask(affected);
  work_off();
  EXPECT_EQ(result().state, State::waiting_parent);
}

TEST_F(ReconsiderTest, WhatAnotherSisHasStaysThereAndIsOffered) {
  take(essay());
  take(score_of("90"));
  deliver_everything();
  district.connection->generation = 2;
  save(district);
  ask();
  work_off();
  EXPECT_EQ(result().state, State::off);
  EXPECT_EQ(result().code, Code::other_sis);
}

TEST_F(ReconsiderTest, ARefusedRecordIsNotSentAgainByItself) {
  take(essay());
  take(score_of("90"));
  commit([&](outbox::Transaction& transaction) {
    auto row = transaction.record(result().id);
    outbox::enqueue(**row, true, clock.unix_ms());
    outbox::mark_sent(**row, "request", 1, clock.unix_ms());
    outbox::refuse(**row, State::rejected, Code::rejected_content, 422, "no");
    return transaction.put_record(**row);
  });
  ask();
  work_off();
  EXPECT_EQ(result().state, State::rejected);
  EXPECT_EQ(take(score_of("90")).reason, Code::rejected_content);
  EXPECT_EQ(result().state, State::rejected);
  EXPECT_EQ(take(score_of("91")).disposition, Disposition::queued);
}

TEST_F(ReconsiderTest, AnotherFormOfGradesMakesDueWhatItChanges) {
  take(essay());
  take(score_of("40"));
  deliver_everything();
  ask();
  work_off();
  EXPECT_EQ(result().state, State::settled) << "nothing has changed";
  auto half = essay();
  half.facts.points_possible = gradebook::Decimal::from_integer(50);
  take(half);
  let_points_go(line_item());
  deliver_everything();
  EXPECT_EQ(result().state, State::settled) << "its points are the same";
  district.grading.grade_form = settings::GradeForm::percent;
  save(district);
  ask();
  work_off();
  EXPECT_EQ(line_item().state, State::ready) << "out of 100 now";
  EXPECT_EQ(result().state, State::waiting_parent) << "the line item goes first";
  deliver_everything();
  EXPECT_EQ(result().state, State::settled);
  ask();
  work_off();
  EXPECT_EQ(line_item().state, State::settled);
  EXPECT_EQ(result().state, State::settled);
}

TEST_F(ReconsiderTest, WhereGradesGoAsPercentOtherPointsPossibleAreOtherGrades) {
  district.grading.grade_form = settings::GradeForm::percent;
  save(district);
  take(essay());
  take(score_of("40"));
  deliver_everything();
  auto half = essay();
  half.facts.points_possible = gradebook::Decimal::from_integer(50);
  take(half);
  let_points_go(line_item());
  deliver_everything();
  EXPECT_NE(result().released.digest, "");
  EXPECT_EQ(result().released.digest, result().confirmed.digest);
  EXPECT_EQ(result().state, State::settled);
}

TEST_F(ReconsiderTest, WhatAnEarlierReleaseConfirmedCountsAsSentUnderThePresentSettings) {
  take(essay());
  take(score_of("90"));
  deliver_everything();
  commit([&](outbox::Transaction& transaction) {
    auto row = **transaction.record(result().id);
    row.released.digest = row.confirmed.digest = "";
    return transaction.put_record(row);
  });
  ask();
  work_off();
  EXPECT_EQ(result().state, State::settled);
  EXPECT_FALSE(result().confirmed.digest.empty());
}

TEST_F(ReconsiderTest, ARefusedActivityGoesAgainInTheCategoryThatATeacherChooses) {
  auto quiz = essay();
  quiz.facts.category_id = gradebook::CategoryId("quizzes");
  take(quiz);
  take(score_of("90"));
  commit([&](outbox::Transaction& transaction) {
    auto row = **transaction.record(line_item().id);
    outbox::mark_sent(row, "request", 1, clock.unix_ms());
    outbox::refuse(row, State::rejected, Code::rejected_content, 422, "no such category");
    return transaction.put_record(row);
  });
  ask();
  work_off();
  EXPECT_EQ(line_item().state, State::rejected) << "it would be refused again";
  settings::ClassSettings of_class;
  of_class.category_map = {{"quizzes", "sis-tests"}};
  save(of_class);
  ask();
  work_off();
  EXPECT_EQ(line_item().state, State::ready);
}

TEST_F(ReconsiderTest, WhatWasTakenBackBeforeItLeftGoesByItselfWhenItComesBackWithAnotherGrade) {
  take(essay());
  take(score_of("90"));
  auto gone = essay();
  gone.withdrawn = true;
  take(gone);
  EXPECT_EQ(result().state, State::withdrawn);
  take(score_of("95"));
  EXPECT_EQ(result().state, State::withdrawn);
  take(essay());
  EXPECT_EQ(result().state, State::waiting_parent);
  EXPECT_EQ(result().released.facts, result().observed.facts);
}

TEST_F(ReconsiderTest, AnActivityReachesAllItsClassesOfTheSisHoweverMany) {
  constexpr int kClasses = 205;
  for (int i = 0; i < kClasses; ++i) {
    auto score = score_of("50", "student-" + std::to_string(i));
    score.class_sis_id = gradebook::SourcedId("sis-" + std::to_string(i));
    take(score);
  }
  auto everywhere = essay();
  everywhere.class_sis_id = {};
  everywhere.facts.title = "Essay, second draft";
  take(everywhere);
  int told = 0;
  for (const auto& one : records(Kind::line_item)) {
    told += one.observed.form == Form::present ? 1 : 0;
  }
  EXPECT_EQ(told, kClasses);
}

TEST_F(ReconsiderTest, SettingsThatCannotBeReadAreNotADamagedOutbox) {
  take(essay());
  commit([](outbox::Transaction& transaction) {
    return transaction.put_settings(outbox::Scope::domain, "district", "{");
  });
  const auto outcome = intake->score(score_of("90"), kDeadline);
  ASSERT_FALSE(outcome.ok());
  EXPECT_EQ(outcome.error().code, Code::config);
  ask();
  work_off();
}

TEST_F(ReconsiderTest, ALongListIsWorkedOffInPiecesAndSurvivesAStop) {
  for (int i = 0; i < 230; ++i) {
    take(score_of("50", "student-" + std::to_string(i)));
  }
  commit([&](outbox::Transaction& transaction) {
    auto row = transaction.record(line_item().id);
    outbox::observe(**row, Form::present, gradebook::to_json(essay().facts), 1, 0, 0);
    if (auto put = transaction.put_record(**row); !put) {
      return put;
    }
    Affected affected;
    affected.activity_id = gradebook::ActivityId("essay");
    return ask_to_reconsider(transaction, affected);
  });
  auto left = intake->reconsider(std::chrono::milliseconds(0));
  intake = std::make_unique<Intake>(
      IntakeParts{*store, profiles, clock, tree, gradebook::DomainId("district")});
  work_off();
  for (const auto& row : records(Kind::result)) {
    EXPECT_EQ(row.state, State::waiting_parent);
  }
}

} // namespace
} // namespace passback::intake
