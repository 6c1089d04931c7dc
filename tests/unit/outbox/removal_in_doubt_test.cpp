// A removal that nobody answered, and a newer fact that has overtaken it.
#include "tests/unit/outbox/cell.hpp"

namespace passback::outbox {
namespace {

constexpr std::int64_t kLate = 60'000;

/// Taken back, perhaps; and graded again before anybody knows.
Cell overtaken() {
  Cell cell;
  cell.sees(80);
  cell.arrives();
  cell.sees(Form::absent, "");
  cell.plans();
  doubt(cell.record, Code::sis_error, 500, cell.now);
  EXPECT_FALSE(removal_is_overtaken(cell.record)) << "it is still wanted";
  cell.sees(90);
  EXPECT_TRUE(removal_is_overtaken(cell.record));
  return cell;
}

TEST(Transitions, AnOvertakenRemovalStaysWhatWasSentUntilALookWasAnswered) {
  auto cell = overtaken();
  cell.plans("look");
  EXPECT_EQ(cell.record.sent.form, Form::absent);
  EXPECT_EQ(cell.record.sent.request_id, "look");
  EXPECT_TRUE(may_be_removed(cell.record));
  fence(cell.record, ++cell.now); // the process was killed during the look
  EXPECT_TRUE(removal_is_overtaken(cell.record));
  cell.plans("second look");
  not_sent(cell.record, Code::sis_unreachable, 0, ++cell.now);
  EXPECT_TRUE(removal_is_overtaken(cell.record)) << "a look without an answer tells nothing";
  EXPECT_EQ(cell.record.state, State::ready);
}

TEST(Transitions, AnOvertakenRemovalThatWasDoneIsConfirmedAndWhatIsNewerGoes) {
  auto cell = overtaken();
  cell.plans("look");
  confirm(cell.record, ++cell.now, kLate);
  EXPECT_EQ(cell.record.confirmed.form, Form::absent);
  EXPECT_FALSE(cell.record.in_doubt);
  EXPECT_FALSE(removal_is_overtaken(cell.record));
  cell.arrives();
  EXPECT_EQ(cell.record.confirmed.facts, score(90));
  EXPECT_EQ(cell.record.state, State::settled);
}

TEST(Transitions, WhatIsStillThereIsWrittenOnceTheRemovalComesNoMore) {
  for (const int points : {80, 90}) {
    auto cell = overtaken();
    const auto removed_at = cell.record.sent.at_unix_ms;
    cell.sees(points);
    cell.plans("look");
    still_there(cell.record, ++cell.now, kLate);
    EXPECT_EQ(cell.record.state, State::ready) << points;
    EXPECT_EQ(cell.record.next_attempt_unix_ms, removed_at + kLate) << "counted from the removal";
    EXPECT_EQ(cell.record.code, points == 80 ? Code::to_prove : Code::none)
        << "only what is as confirmed counts as taken";
    EXPECT_TRUE(removal_is_overtaken(cell.record));
    cell.now = removed_at + kLate;
    cell.plans("second look");
    still_there(cell.record, ++cell.now, kLate);
    EXPECT_FALSE(removal_is_overtaken(cell.record));
    cell.arrives();
    EXPECT_EQ(cell.record.confirmed.facts, score(points));
    EXPECT_EQ(cell.record.state, State::settled);
    EXPECT_FALSE(cell.record.in_doubt);
  }
}

TEST(Transitions, WhatIsTakenBackOnceMoreDuringTheLookIsTakenBack) {
  for (const bool done : {true, false}) {
    auto cell = overtaken();
    cell.plans("look");
    cell.sees(Form::absent, "");
    EXPECT_FALSE(removal_is_overtaken(cell.record));
    if (done) {
      confirm(cell.record, ++cell.now, kLate);
      EXPECT_EQ(cell.record.state, State::withdrawn);
    } else {
      still_there(cell.record, ++cell.now, kLate);
      EXPECT_LE(cell.record.next_attempt_unix_ms, cell.now);
      cell.plans("removal");
      EXPECT_EQ(cell.record.sent.form, Form::absent);
    }
  }
}

TEST(Transitions, ARemovalThatIsOnItsWayForTheFirstTimeIsNotYetInDoubt) {
  Cell cell;
  cell.sees(80);
  cell.arrives();
  cell.sees(Form::absent, "");
  cell.plans();
  cell.sees(80);
  EXPECT_FALSE(may_be_removed(cell.record)) << "its answer comes";
  not_sent(cell.record, Code::sis_busy, 429, ++cell.now);
  EXPECT_FALSE(may_be_removed(cell.record));
  EXPECT_EQ(cell.record.state, State::settled);
}

TEST(Transitions, WhatIsDistrustedGoesOnceMoreWhereverItStands) {
  Cell settled;
  settled.sees(80);
  settled.arrives();
  distrust(settled.record, ++settled.now);
  settled.arrives();
  EXPECT_EQ(settled.record.state, State::settled) << "once";
  EXPECT_FALSE(settled.record.in_doubt);

  Cell answering;
  answering.sees(80);
  answering.plans();
  distrust(answering.record, ++answering.now);
  confirm(answering.record, ++answering.now);
  EXPECT_EQ(answering.record.state, State::ready) << "its answer does not end the doubt";

  Cell off;
  off.sees(80);
  off.arrives();
  park(off.record, State::off, Code::sync_off);
  distrust(off.record, ++off.now);
  EXPECT_EQ(off.record.state, State::off);
  EXPECT_TRUE(off.record.in_doubt) << "it goes when it is on again";
}

} // namespace
} // namespace passback::outbox
