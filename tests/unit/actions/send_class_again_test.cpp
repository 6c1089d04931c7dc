// A teacher sends her whole class again after a mishap in the SIS.
#include "tests/unit/actions/actions_fixture.hpp"

namespace passback::actions {
namespace {

using outbox::Kind;
using outbox::State;

class SendClassAgain : public ActionsTest {
 protected:
  static constexpr auto kYes = R"({"op":"send_again","send_again":"yes"})";
  void sis_has_two() {
    take(essay());
    take(score_of("90", "ada"));
    take(score_of("80", "grace"));
    deliver_everything();
  }
};

TEST_F(SendClassAgain, AsksFirstWithTheNumber) {
  sis_has_two();
  const auto asked = sync(R"({"op":"send_again"})");
  EXPECT_EQ(asked.at("ok"), false);
  const auto& question = asked.at("questions").at(0);
  EXPECT_EQ(question.at("name"), "send_again");
  EXPECT_NE(std::string(question.at("text").as_string()).find("3 activities and grades"),
            std::string::npos);
  EXPECT_EQ(line_item().state, State::settled);
}

TEST_F(SendClassAgain, WritesAllThatTheSisConfirmedOnceMore) {
  sis_has_two();
  const auto sent = sync(kYes);
  EXPECT_EQ(sent.at("ok"), true);
  EXPECT_EQ(sent.at("records"), 3);
  EXPECT_TRUE(changed);
  for (const auto& one : records(Kind::result)) {
    EXPECT_EQ(one.state, State::ready);
  }
  deliver_everything();
  for (const auto& one : records(Kind::result)) {
    EXPECT_EQ(one.state, State::settled);
  }
}

TEST_F(SendClassAgain, SaysThatNothingIsThereYetAndThatNothingGoesInATrial) {
  EXPECT_EQ(sync(kYes).at("ok"), false);
  sis_has_two();
  district.sending.trial = true;
  save(district);
  EXPECT_EQ(sync(kYes).at("ok"), false);
  EXPECT_EQ(line_item().state, State::settled);
}

TEST_F(SendClassAgain, WhatAPersonKeptInTheSisStaysAsItIs) {
  sis_has_two();
  commit([&](outbox::Transaction& transaction) -> Status {
    auto one = records(Kind::result).front();
    one.code = Code::newer_kept;
    return transaction.put_record(one);
  });
  EXPECT_EQ(sync(kYes).at("records"), 2);
  EXPECT_EQ(records(Kind::result).front().state, State::settled);
}

TEST_F(SendClassAgain, IsNoMatterOfOneActivity) {
  sis_has_two();
  auto asker = teacher();
  asker.activity = gradebook::ActivityId("essay");
  EXPECT_FALSE(actions.invoke(kSyncGradesToSis, asker, kYes, kDeadline).ok());
}

} // namespace
} // namespace passback::actions
