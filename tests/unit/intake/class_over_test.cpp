// After the end of a class, and the days that an administrator allows, nothing goes by itself.
#include "plugin/decision/class_over.hpp"
#include "plugin/intake/send_by_person.hpp"
#include "tests/unit/intake/intake_fixture.hpp"

namespace passback::intake {
namespace {

using outbox::State;

class ClassOver : public IntakeTest {
 protected:
  static constexpr std::int64_t kDay = 86'400'000;

  void class_ended(std::int64_t days_ago) {
    ClassEvent event;
    event.origin = origin();
    event.facts.class_sis_id = gradebook::SourcedId("sis-algebra");
    event.facts.ends_at_unix_ms = clock.unix_ms() - days_ago * kDay;
    ASSERT_TRUE(intake->lms_class(event, kDeadline).ok());
  }
  void allow_days(int days) {
    district.sending.grace_after_class_end = settings::Count{days};
    save(district);
  }
  void sis_has_ninety() {
    take(essay());
    take(score_of("90"));
    deliver_everything();
  }
};

TEST_F(ClassOver, WithoutTheRuleGradesGoWheneverTheyAreGiven) {
  class_ended(300);
  sis_has_ninety();
  take(score_of("95"));
  EXPECT_EQ(result().state, State::ready);
}

TEST_F(ClassOver, WithinTheDaysGradesGoAndAfterThemTheyWait) {
  allow_days(14);
  class_ended(14);
  sis_has_ninety();
  take(score_of("95"));
  EXPECT_EQ(result().state, State::ready) << "the last of the days is a whole one";
  deliver_everything();
  clock.now_ms += kDay;
  EXPECT_EQ(take(score_of("96")).reason, Code::class_over);
  EXPECT_EQ(result().state, State::manual);
  EXPECT_EQ(result().code, Code::class_over);
}

TEST_F(ClassOver, AClassWithoutALastDayIsNeverOver) {
  allow_days(0);
  sis_has_ninety();
  EXPECT_EQ(result().state, State::settled);
}

TEST_F(ClassOver, WhatWasLetGoBeforeGoesOn) {
  allow_days(1);
  class_ended(0);
  take(essay());
  take(score_of("90"));
  clock.now_ms += 10 * kDay;
  take(score_of("90"));
  EXPECT_NE(result().code, Code::class_over);
  deliver_everything();
  EXPECT_EQ(result().state, State::settled);
}

TEST_F(ClassOver, APersonSendsAndTheHistorySaysWhy) {
  allow_days(1);
  class_ended(30);
  take(essay());
  take(score_of("90"));
  std::string event;
  commit([&](outbox::Transaction& transaction) -> Status {
    UnitOfWork work(transaction, profiles, nullptr, gradebook::DomainId("district"),
                    clock.unix_ms());
    PersonalSend send;
    send.record_id = result().id;
    send.user = "teacher";
    send.reason = "A paper was found";
    const auto sent = send_by_person(work, gradebook::ClassId("algebra"), send);
    EXPECT_TRUE(sent.ok() && sent->answer == SendAnswer::released);
    const auto rows = transaction.history(result().id, 10);
    EXPECT_TRUE(rows.ok());
    for (const auto& row : *rows) {
      event = row.event.starts_with("released") ? row.event : event;
    }
    return ok_status();
  });
  EXPECT_EQ(event, "released_late A paper was found");
  deliver_everything();
  EXPECT_EQ(result().state, State::settled);
}

TEST_F(ClassOver, MoreDaysLetGoWhatWaited) {
  allow_days(1);
  class_ended(10);
  take(essay());
  take(score_of("90"));
  ASSERT_EQ(result().code, Code::class_over);
  allow_days(60);
  commit([](outbox::Transaction& transaction) {
    return outbox::ask_to_reconsider(transaction, outbox::Affected{});
  });
  ASSERT_TRUE(intake->reconsider(kDeadline).ok());
  EXPECT_EQ(result().state, State::waiting_parent);
}

} // namespace
} // namespace passback::intake
