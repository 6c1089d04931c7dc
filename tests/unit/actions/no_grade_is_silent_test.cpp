// Walks every state of a record and every code that it may carry: either it goes on by itself and
// says so, or it says why it does not, and what somebody can do.
#include <array>

#include <gtest/gtest.h>

#include "plugin/actions/state_words.hpp"
#include "plugin/outbox/transitions.hpp"
#include "tests/unit/actions/record_codes.hpp"

namespace passback::actions {
namespace {

using outbox::AccountRow;
using outbox::AccountState;
using outbox::Form;
using outbox::Record;
using outbox::State;

constexpr std::array kWaitsForSomebody = {State::waiting,  State::held,     State::off,
                                          State::conflict, State::rejected, State::failed,
                                          State::unlinked};
constexpr std::array kGoesByItself = {State::ready, State::sending, State::waiting_parent};

Record in(State state, Code code) {
  Record record;
  record.state = state;
  record.code = code;
  record.observed.form = record.released.form = Form::present;
  return record;
}

TEST(NoGradeIsSilent, EveryReasonARecordMayCarryNamesANextStep) {
  int walked = 0;
  for (const auto& row : all_codes()) {
    if (is_of_records(row)) {
      EXPECT_TRUE(has_step(row.code)) << row.id;
      EXPECT_FALSE(row.sentence.empty()) << row.id;
      ++walked;
    }
  }
  EXPECT_GT(walked, 60);
}

TEST(NoGradeIsSilent, WhateverWaitsForSomebodySaysWhy) {
  for (const auto state : kWaitsForSomebody) {
    for (const auto& row : all_codes()) {
      if (is_of_records(row)) {
        const auto words = words_for(in(state, row.code), "X", nullptr);
        EXPECT_EQ(words.reason, row.code) << words.text;
        EXPECT_NE(words.id, "on_its_way") << row.id;
        EXPECT_NE(words.id, "accepted") << row.id;
      }
    }
  }
}

TEST(NoGradeIsSilent, WhateverGoesByItselfSaysThatItDoesOrWhatTheSisIsWaitedFor) {
  for (const auto state : kGoesByItself) {
    for (const auto at :
         {AccountState::ok, AccountState::down, AccountState::unauthorised,
          AccountState::waiting_secret, AccountState::window_shut, AccountState::address}) {
      AccountRow account;
      account.state = at;
      account.code = at == AccountState::ok ? Code::none : Code::sis_unreachable;
      const auto words = words_for(in(state, Code::none), "X", &account);
      EXPECT_TRUE(words.id == "on_its_way" || words.id == "waiting") << words.id;
      if (words.id == "waiting") {
        EXPECT_TRUE(has_step(words.reason)) << words.text;
      }
    }
  }
}

TEST(NoGradeIsSilent, WhatStandsBehindARefusedParentSaysSo) {
  for (const auto state : kWaitsForSomebody) {
    const auto parent = holds_back(in(state, Code::record_forbidden));
    const bool by_itself = state == State::held; // released to students, it goes
    EXPECT_EQ(parent == Code::none, by_itself);
    if (!by_itself) {
      const auto words = words_for(in(State::waiting_parent, Code::none), "X", nullptr, parent);
      EXPECT_EQ(words.id, "not_ready");
      EXPECT_TRUE(has_step(words.reason));
    }
  }
}

// Of every combination of what was observed, what may go and what the SIS has.
TEST(NoGradeIsSilent, WhatIsAtRestIsWhatTheSisHasOrWaitsForAPersonBySayingSo) {
  int at_rest = 0;
  for (int number = 0; number < 4 * 4 * 4 * 2; ++number) {
    Record record;
    record.key.kind = outbox::Kind::result;
    const auto version = [](int form, std::int64_t seq) {
      return outbox::Version{seq, static_cast<Form>(form), form == 1 ? R"({"points":"1"})" : ""};
    };
    record.observed = version(number % 4, 3);
    record.released = version(number / 4 % 4, 2);
    static_cast<outbox::Version&>(record.confirmed) = version(number / 16 % 4, 1);
    record.in_doubt = number / 64 != 0;
    if (record.released.form != Form::none) {
      outbox::enqueue(record, true, 1);
    }
    if (record.state != State::settled && record.state != State::withdrawn) {
      continue;
    }
    ++at_rest;
    EXPECT_FALSE(outbox::needs_send(record)) << number;
  }
  EXPECT_GT(at_rest, 0);
}

} // namespace
} // namespace passback::actions
