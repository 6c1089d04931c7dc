// Is a record that we may have made among those that the SIS has?
#include <gtest/gtest.h>

#include "plugin/exchange/matching.hpp"

namespace passback::exchange {
namespace {

using oneroster::SisLineItem;

constexpr std::int64_t kStart = 1'790'000'000'000;

class MatchingTest : public ::testing::Test {
 protected:
  MatchingTest() {
    profile.writes.line_items = oneroster::Writing::post;
    profile.writes.ids = oneroster::WireIds::allocated;
    auto made = std::make_shared<Route>();
    made->profile = &profile;
    made->connection.time_zone = "UTC";
    made->endpoint.gradebook_base = "https://sis.example/gradebook";
    made->endpoint.rostering_base = "https://sis.example/rostering";
    planned.route = made;
    planned.kind = outbox::Kind::line_item;
    planned.creation = Creation::post;
    planned.wire_id.value = "ours";
    oneroster::LineItemInput input;
    input.wire_id = planned.wire_id;
    input.class_id.value = "class";
    input.category_id.value = "homework";
    input.facts.title = "Essay";
    input.facts.points_possible = gradebook::Decimal::from_integer(10);
    input.facts.assigned_at_unix_ms = kStart;
    input.facts.due_at_unix_ms = kStart + 86'400'000;
    planned.content = input;
    planned.before.emplace();
  }
  /// As the SIS shows what was sent.
  SisLineItem stored(const std::string& id) {
    SisLineItem item;
    item.id.value = id;
    item.title = "Essay";
    item.class_id.value = "class";
    item.category_id.value = "homework";
    item.assign_date = "2026-09-21T14:13:20.000Z";
    item.due_date = "2026-09-22T14:13:20.000Z";
    item.maximum = gradebook::Decimal::from_integer(10);
    return item;
  }
  Match find(std::vector<SisLineItem> listed, bool made = true) {
    return find_line_item(planned, listed, made, kStart);
  }

  oneroster::Profile profile;
  PlannedRequest planned;
};

TEST_F(MatchingTest, NothingIsOursByItsTitleBeforeAnythingWasSent) {
  EXPECT_EQ(find({stored("theirs")}, false).kind, Match::Kind::none);
}

TEST_F(MatchingTest, OurOwnIdIsOursInWhateverCaseTheSisShowsIt) {
  const auto match = find({stored("other"), stored("OURS")}, false);
  EXPECT_EQ(match.kind, Match::Kind::one);
  EXPECT_EQ(match.at, 1u);
}

TEST_F(MatchingTest, TheMarkerTellsEvenWhenTheTeacherHasRenamedIt) {
  profile.writes.marker = "passback_id";
  auto renamed = stored("sis-1");
  renamed.title = "Something else";
  renamed.metadata["passback_id"] = "ours";
  EXPECT_EQ(find({stored("sis-0"), renamed}, false).at, 1u);
}

TEST_F(MatchingTest, TheOnlyNewOneThatSaysWhatWasSentIsOurs) {
  planned.before = {{"old"}};
  planned.ours = {"sibling"};
  const auto match = find({stored("old"), stored("sibling"), stored("new")});
  EXPECT_EQ(match.kind, Match::Kind::one);
  EXPECT_EQ(match.at, 2u);
}

TEST_F(MatchingTest, TwoNewOnesAreForAPersonAndWithoutABeforeNothingIsNew) {
  EXPECT_EQ(find({stored("a"), stored("b")}).kind, Match::Kind::several);
  planned.before.reset();
  EXPECT_EQ(find({stored("a")}).kind, Match::Kind::none);
}

TEST_F(MatchingTest, EveryFieldThatWasSentHasToBeEqual) {
  const auto differs = [&](auto change) {
    auto item = stored("new");
    change(item);
    return find({item}).kind == Match::Kind::none;
  };
  EXPECT_TRUE(differs([](auto& item) { item.title = "essay"; }));
  EXPECT_TRUE(differs([](auto& item) { item.maximum = gradebook::Decimal::from_integer(20); }));
  EXPECT_TRUE(differs([](auto& item) { item.due_date = "2026-09-23"; }));
  EXPECT_TRUE(differs([](auto& item) { item.category_id.value = "tests"; }));
  EXPECT_TRUE(differs([](auto& item) { item.active = false; }));
  EXPECT_FALSE(differs([](auto& item) { item.category_id = {}; })) << "not shown is not different";
}

TEST_F(MatchingTest, WhatTheUnansweredRequestSaidIsComparedNotWhatIsWantedNow) {
  planned.doubted_line_item = std::get<oneroster::LineItemInput>(planned.content);
  std::get<oneroster::LineItemInput>(planned.content).facts.title = "Essay, second draft";
  EXPECT_EQ(find({stored("new")}).kind, Match::Kind::one);
  EXPECT_FALSE(says_the_same(planned, stored("new"), kStart)) << "it is ours, and out of date";
}

TEST_F(MatchingTest, AResultIsRecognisedByItsStudent) {
  planned.kind = outbox::Kind::result;
  planned.student_id.value = "s1";
  const auto result = [](const char* id, const char* student) {
    oneroster::SisResult one;
    one.id.value = id;
    one.student_id.value = student;
    return one;
  };
  const std::vector<oneroster::SisResult> listed{result("r1", "s2"), result("r2", "s1")};
  EXPECT_EQ(find_result(planned, listed).at, 1u);
  const std::vector<oneroster::SisResult> twice{result("r1", "s1"), result("r2", "s1")};
  EXPECT_EQ(find_result(planned, twice).kind, Match::Kind::several);
  planned.student_id = {};
  EXPECT_EQ(find_result(planned, listed).kind, Match::Kind::none);
}

} // namespace
} // namespace passback::exchange
