#include <gtest/gtest.h>

#include "plugin/actions/state_words.hpp"

namespace passback::actions {
namespace {

using outbox::AccountRow;
using outbox::AccountState;
using outbox::Form;
using outbox::Record;
using outbox::State;

Record in(State state) {
  Record record;
  record.state = state;
  record.observed.form = Form::present;
  return record;
}

TEST(StateWords, AConfirmedGradeIsAcceptedBySisName) {
  auto record = in(State::settled);
  record.confirmed.form = Form::present;
  EXPECT_EQ(words_for(record, "Lincoln SIS", nullptr).text, "Accepted by Lincoln SIS");
}

TEST(StateWords, NothingIsCalledAcceptedThatTheSisDoesNotHave) {
  auto record = in(State::settled);
  record.key.kind = outbox::Kind::result;
  record.confirmed.form = Form::present;
  const auto removed = words_for(record, "Lincoln SIS", nullptr, Code::line_item_gone);
  EXPECT_EQ(removed.text, "Removed in Lincoln SIS");
  EXPECT_EQ(removed.reason, Code::line_item_gone);
  record.confirmed.form = Form::absent;
  EXPECT_EQ(words_for(record, "Lincoln SIS", nullptr).text, "Taken back");
}

TEST(StateWords, OnlyWhatTheSisHadIsTakenBack) {
  auto record = in(State::withdrawn);
  record.key.kind = outbox::Kind::result;
  EXPECT_EQ(words_for(record, "X", nullptr).text, "Nothing to send");
  record.confirmed.form = Form::absent;
  EXPECT_EQ(words_for(record, "X", nullptr).text, "Taken back");
}

TEST(StateWords, AManualGradeIsNotSentYetOrChanged) {
  auto record = in(State::manual);
  EXPECT_EQ(words_for(record, "", nullptr).text, "Not sent yet");
  record.confirmed.form = Form::present;
  EXPECT_EQ(words_for(record, "", nullptr).text, "Changed since last sent");
}

TEST(StateWords, WhatAPersonIsAskedAboutSaysWhy) {
  auto record = in(State::manual);
  record.confirmed.form = Form::present;
  record.code = Code::many_withdrawn;
  EXPECT_EQ(words_for(record, "", nullptr).reason, Code::many_withdrawn);
}

TEST(StateWords, AGradeOnItsWayToADeadSisSaysSo) {
  AccountRow account;
  EXPECT_EQ(words_for(in(State::ready), "X", &account).text, "On its way");
  account.state = AccountState::down;
  account.code = Code::sis_unreachable;
  const auto words = words_for(in(State::ready), "X", &account);
  EXPECT_EQ(words.text, "Waiting: X not answering");
  EXPECT_EQ(words.reason, Code::sis_unreachable);
  account.state = AccountState::window_shut;
  EXPECT_EQ(words_for(in(State::ready), "X", &account).text, "Waiting: grading window closed");
}

TEST(StateWords, MomentsAreSaidByTheClockOfTheDistrict) {
  constexpr std::int64_t kTenUtc = 1'796'032'800'000; // 2026-11-30 10:00 UTC
  auto record = in(State::ready);
  record.code = Code::waits_for_time;
  record.next_attempt_unix_ms = kTenUtc;
  const auto there = [&](std::string_view zone) {
    return words_for(record, "X", nullptr, Code::none, Code::none, false, zone).text;
  };
  EXPECT_EQ(there("America/Denver"), "Goes at 2026-11-30 03:00 MST");
  EXPECT_EQ(there(""), "Goes at 2026-11-30 10:00 UTC");
  EXPECT_EQ(there("Nowhere/Land"), "Goes at 2026-11-30 10:00 UTC");
  AccountRow account;
  account.code = Code::sis_busy;
  account.retry_unix_ms = kTenUtc;
  EXPECT_EQ(pause_text(account, "X", "America/Denver"),
            "Waiting: X asked us to wait until 2026-11-30 03:00 MST");
}

TEST(StateWords, WhatStoodInAWrongRecordIsMovedWhenItIsOutOfItAndSaysWhyUntilThen) {
  auto record = in(State::withdrawn);
  record.key.incarnation = -7;
  const auto taken = words_for(record, "X", nullptr);
  EXPECT_EQ(words_of_moved(record, taken).text, "Moved to the right record");
  EXPECT_EQ(words_of_moved(record, taken).reason, Code::moved_student);
  record.state = State::ready;
  const auto going = words_of_moved(record, words_for(record, "X", nullptr));
  EXPECT_EQ(going.text, "On its way");
  EXPECT_EQ(going.reason, Code::moved_student);
  record.state = State::waiting;
  record.code = Code::wrong_record;
  const auto stuck = words_of_moved(record, words_for(record, "X", nullptr));
  EXPECT_EQ(stuck.text, "Needs your attention");
  EXPECT_EQ(stuck.reason, Code::wrong_record);
}

TEST(StateWords, AGradeOfASectionBeforeOrOfAnotherSisSaysWhereItIs) {
  auto record = in(State::settled);
  record.code = Code::moved_section;
  EXPECT_EQ(words_of_moved(record, {}).text, "Moved to another section");
  record.code = Code::other_sis;
  record.confirmed.form = Form::present;
  EXPECT_EQ(words_of_other_sis(record, "Lakeside SIS", "Harbor SIS").text,
            "Was sent to Lakeside SIS. Send to Harbor SIS too?");
  EXPECT_EQ(words_of_other_sis(record, "", "Harbor SIS").text,
            "Was sent to the SIS of before. Send to Harbor SIS too?");
  record.code = Code::moved_sis;
  const auto moved = words_of_other_sis(record, "Lakeside SIS", "Harbor SIS");
  EXPECT_EQ(moved.id, "moved");
  EXPECT_EQ(moved.text, "Moved: Lakeside SIS keeps its own");
}

TEST(StateWords, AnSisOfBeforeThatNeverAnsweredIsNotSaidToHaveIt) {
  auto record = in(State::settled);
  record.code = Code::moved_sis;
  record.in_doubt = true;
  const auto moved = words_of_other_sis(record, "Lakeside SIS", "Harbor SIS");
  EXPECT_EQ(moved.id, "moved");
  EXPECT_EQ(moved.text, "Moved: Lakeside SIS may have its own");
}

TEST(StateWords, ARecordThatIsSetAsideAloneIsNotSaidToBeTheOnlyOne) {
  EXPECT_EQ(info(Code::set_aside).sentence.find("others"), std::string_view::npos);
}

TEST(StateWords, AGradeBehindARefusedActivityNeedsAttentionAndIsNotOnItsWay) {
  EXPECT_EQ(holds_back(in(State::rejected)), Code::parent_refused);
  EXPECT_EQ(holds_back(in(State::unlinked)), Code::line_item_gone);
  EXPECT_EQ(holds_back(in(State::ready)), Code::none);
  auto waiting = in(State::waiting);
  waiting.code = Code::category_missing;
  EXPECT_EQ(holds_back(waiting), Code::category_missing);

  const auto record = in(State::waiting_parent);
  EXPECT_EQ(words_for(record, "X", nullptr).text, "On its way");
  const auto words = words_for(record, "X", nullptr, Code::parent_refused);
  EXPECT_EQ(words.id, "not_ready");
  EXPECT_EQ(words.text, "Needs your attention");
  EXPECT_EQ(words.reason, Code::parent_refused);
}

TEST(StateWords, EveryStateHasWordsAndAnId) {
  for (int number = 0; number <= static_cast<int>(State::withdrawn); ++number) {
    const auto words = words_for(in(static_cast<State>(number)), "X", nullptr);
    EXPECT_FALSE(words.id.empty()) << number;
    EXPECT_FALSE(words.text.empty()) << number;
  }
}

TEST(StateWords, AReasonCarriesWhatToDoNext) {
  const auto reason = reason_object(Code::category_missing, texts::Words());
  EXPECT_EQ(reason.at("code"), "line_item.category_missing");
  EXPECT_TRUE(reason.contains("teacher"));
  EXPECT_FALSE(reason.contains("support"));
}

} // namespace
} // namespace passback::actions
