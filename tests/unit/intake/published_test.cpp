// Scores of an activity that students may not see yet.
#include "tests/unit/intake/intake_fixture.hpp"

namespace passback::intake {
namespace {

using outbox::Form;
using outbox::Kind;
using outbox::State;

class Unpublished : public IntakeTest {
 protected:
  static ActivityEvent unpublished() {
    auto event = essay();
    event.facts.published = false;
    return event;
  }
};

TEST_F(Unpublished, ItsScoresAreHeldAndGoWhenItIsPublished) {
  take(unpublished());
  const auto outcome = take(score_of("90"));
  EXPECT_EQ(outcome.disposition, Disposition::held);
  EXPECT_EQ(outcome.reason, Code::not_published);
  EXPECT_EQ(result().state, State::held);
  EXPECT_EQ(line_item().released.form, Form::none);
  take(essay());
  EXPECT_EQ(line_item().state, State::ready);
  EXPECT_EQ(result().state, State::waiting_parent);
}

TEST_F(Unpublished, ItsScoresWaitForAPersonWhereSendingIsManual) {
  district.send_automatically = false;
  save(district);
  take(unpublished());
  EXPECT_EQ(take(score_of("90")).disposition, Disposition::held);
  take(essay());
  EXPECT_EQ(result().state, State::manual);
}

TEST_F(Unpublished, AScoreThatCameBeforeItsActivityIsHeldToo) {
  take(score_of("90"));
  take(unpublished());
  EXPECT_EQ(result().code, Code::not_published);
}

TEST_F(Unpublished, WhatWentBeforeStaysInTheSis) {
  take(essay());
  take(score_of("90"));
  deliver_everything();
  take(unpublished());
  EXPECT_EQ(line_item().confirmed.form, Form::present);
  EXPECT_EQ(line_item().state, State::settled);
  EXPECT_EQ(result().confirmed.form, Form::present);
  EXPECT_FALSE(outbox::needs_send(result()));
  EXPECT_EQ(take(score_of("95")).reason, Code::not_published);
  take(essay());
  EXPECT_EQ(result().state, State::ready);
}

TEST_F(Unpublished, AScoreThatIsTakenBackIsTakenBackAllTheSame) {
  take(essay());
  take(score_of("90"));
  deliver_everything();
  take(unpublished());
  auto gone = score_of("");
  gone.withdrawn = true;
  EXPECT_EQ(take(gone).disposition, Disposition::queued);
}

TEST_F(Unpublished, AScoreOnItsWayIsHeldBack) {
  take(essay());
  take(score_of("90"));
  take(unpublished());
  EXPECT_EQ(result().state, State::held);
  EXPECT_EQ(line_item().state, State::held) << "the SIS does not have it yet";
  take(essay());
  EXPECT_EQ(result().state, State::waiting_parent);
  EXPECT_EQ(line_item().state, State::ready);
}

TEST_F(Unpublished, WhatWasReadyForAPersonIsHeldToo) {
  district.send_automatically = false;
  save(district);
  take(essay());
  take(score_of("90"));
  take(unpublished());
  EXPECT_EQ(result().state, State::held);
  EXPECT_EQ(line_item().state, State::held);
  EXPECT_EQ(line_item().code, Code::not_published);
}

} // namespace
} // namespace passback::intake
