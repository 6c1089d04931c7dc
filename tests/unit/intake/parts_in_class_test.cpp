// Preview students, assistants and guests of a class, and a domain in which sending is paused.
#include "tests/unit/intake/intake_fixture.hpp"

namespace passback::intake {
namespace {

using outbox::Form;
using outbox::Kind;
using outbox::State;

class PartsInClass : public IntakeTest {
 protected:
  void enrol(Role role, const std::string& user = "ada") {
    EnrolmentEvent event;
    event.origin = origin();
    event.user_id = user;
    event.user_sis_id = gradebook::SourcedId("sis-" + user);
    event.role = role;
    ASSERT_TRUE(intake->enrolment(event, kDeadline).ok());
    const auto left = intake->reconsider(kDeadline);
    ASSERT_TRUE(left.ok());
    ASSERT_FALSE(*left);
  }
};

TEST_F(PartsInClass, NothingOfAPreviewStudentGoes) {
  enrol(Role::preview_student);
  take(essay());
  const auto outcome = take(score_of("90"));
  EXPECT_EQ(outcome.disposition, Disposition::off);
  EXPECT_EQ(outcome.reason, Code::preview_student);
  EXPECT_EQ(result().state, State::off);
  EXPECT_EQ(result().released.form, Form::none);
}

TEST_F(PartsInClass, NorOfAnAssistantOrAGuest) {
  enrol(Role::assistant);
  enrol(Role::guest, "ben");
  take(essay());
  EXPECT_EQ(take(score_of("90")).reason, Code::not_a_student);
  EXPECT_EQ(take(score_of("80", "ben")).reason, Code::not_a_student);
}

TEST_F(PartsInClass, APartThatIsToldLateTakesBackWhatHasNotGoneYet) {
  take(essay());
  EXPECT_EQ(take(score_of("90")).disposition, Disposition::queued);
  enrol(Role::preview_student);
  EXPECT_EQ(result().state, State::off);
  EXPECT_EQ(result().code, Code::preview_student);
  enrol(Role::student);
  EXPECT_EQ(result().state, State::waiting_parent) << "it goes after its line item again";
}

TEST_F(PartsInClass, WhatTheSisHasOfSomebodyStaysWhenTheyOnlyHelpNow) {
  take(essay());
  take(score_of("90"));
  deliver_everything();
  ASSERT_EQ(result().confirmed.form, Form::present);
  enrol(Role::assistant);
  EXPECT_EQ(result().confirmed.form, Form::present);
  EXPECT_EQ(result().released.form, Form::present);
}

TEST_F(PartsInClass, WhereSendingIsPausedAScoreIsStoredAndWaits) {
  district.paused = settings::Pause{"dana", 5};
  save(district);
  take(essay());
  const auto outcome = take(score_of("90"));
  EXPECT_EQ(outcome.disposition, Disposition::waiting);
  EXPECT_EQ(outcome.reason, Code::sync_paused);
  EXPECT_EQ(result().observed.form, Form::present);
}

} // namespace
} // namespace passback::intake
