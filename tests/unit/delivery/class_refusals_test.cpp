// What is logged and told of records that the SIS refused.
#include "plugin/decision/asked_questions.hpp"
#include "plugin/delivery/account_notice.hpp"
#include "plugin/platform/try.hpp"
#include "tests/unit/delivery/planner_fixture.hpp"

namespace passback::delivery {
namespace {

constexpr std::int64_t kDayMs = 24LL * 60 * 60 * 1000;

class ClassRefusalsTest : public PlannerFixture {
 protected:
  void SetUp() override {
    PlannerFixture::SetUp();
    parent = line_item("a");
    settle_round(only_request(), exchange::RequestStatus::confirmed);
  }
  exchange::PlannedRequest only_request() {
    const auto round = plan_round(4);
    EXPECT_EQ(round.requests.size(), 1u);
    return round.requests.empty() ? exchange::PlannedRequest() : round.requests.front();
  }
  std::pair<std::int64_t, SettleResult> refused(const std::string& student) {
    const auto id = result_of(parent, "a", student, true);
    return {id, settle_round(only_request(), exchange::RequestStatus::refused,
                             Code::rejected_content, 422)};
  }
  SettleResult sent_again(std::int64_t id) {
    commit([&](Transaction& transaction) -> Status {
      auto row = **transaction.record(id);
      outbox::enqueue(row, true, now);
      return transaction.put_record(row);
    });
    return settle_round(only_request(), exchange::RequestStatus::confirmed);
  }

  std::int64_t parent = 0;
};

TEST_F(ClassRefusalsTest, EachRefusalIsLoggedByItsIdsAndToldOncePerClassAndDay) {
  const auto [first, said] = refused("s1");
  ASSERT_EQ(said.refusals.size(), 1u);
  EXPECT_EQ(said.refusals[0].record_id, first);
  EXPECT_EQ(said.refusals[0].class_id.value, "a");
  EXPECT_EQ(said.refusals[0].activity_id.value, "essay");
  EXPECT_EQ(said.refusals[0].student_id.value, "s1");
  EXPECT_EQ(said.refusals[0].code, Code::rejected_content);
  EXPECT_EQ(said.refusals[0].http_status, 422);
  ASSERT_EQ(said.classes.size(), 1u);
  EXPECT_EQ(said.classes[0].class_id.value, "a");
  EXPECT_EQ(said.classes[0].domain_id.value, "district");
  EXPECT_EQ(said.classes[0].connection_id, "connection");

  const auto second = refused("s2").second;
  EXPECT_EQ(second.refusals.size(), 1u);
  EXPECT_TRUE(second.classes.empty()) << "people know";
  now += kDayMs;
  EXPECT_EQ(refused("s3").second.classes.size(), 1u);
}

TEST_F(ClassRefusalsTest, AClassOfWhichNothingRefusedIsLeftIsToldToBeInOrderOnce) {
  const auto first = refused("s1").first;
  const auto second = refused("s2").first;
  EXPECT_TRUE(sent_again(first).classes.empty()) << "one is left";
  const auto done = sent_again(second);
  EXPECT_TRUE(done.refusals.empty());
  ASSERT_EQ(done.classes.size(), 1u);
  EXPECT_EQ(done.classes[0].code, Code::none);
  result_of(parent, "a", "s3", true);
  EXPECT_TRUE(settle_round(only_request(), exchange::RequestStatus::confirmed).classes.empty());
}

TEST_F(ClassRefusalsTest, WhatGoesAgainIsNotInOrderBeforeTheSisHasTakenIt) {
  const auto first = refused("s1").first;
  const auto second = refused("s2").first;
  commit([&](Transaction& transaction) -> Status {
    for (const auto id : {first, second}) {
      auto row = **transaction.record(id);
      outbox::enqueue(row, true, now);
      PASSBACK_TRY(transaction.put_record(row));
    }
    return ok_status();
  });
  const auto round = plan_round(4);
  ASSERT_EQ(round.requests.size(), 2u);
  const auto lost =
      settle_round(round.requests[0], exchange::RequestStatus::in_doubt, Code::sis_timeout);
  EXPECT_TRUE(lost.classes.empty()) << "nobody knows yet";
  EXPECT_TRUE(settle_round(round.requests[1], exchange::RequestStatus::confirmed).classes.empty())
      << "the other one is on its way";
}

TEST_F(ClassRefusalsTest, WhatIsRefusedAfterAllWasInOrderIsToldAtOnce) {
  sent_again(refused("s1").first);
  EXPECT_EQ(refused("s2").second.classes.size(), 1u);
}

TEST_F(ClassRefusalsTest, WhatIsRefusedWhileANewerOneWaitsIsNoPersonsConcern) {
  const auto id = result_of(parent, "a", "s1", true);
  const auto older = only_request();
  commit([&](Transaction& transaction) -> Status {
    auto row = **transaction.record(id);
    gradebook::ScoreFacts facts;
    facts.points = gradebook::Decimal::from_integer(9);
    outbox::observe(row, Form::present, gradebook::to_json(facts), *transaction.next_seq(), 0, 0);
    outbox::release(row);
    outbox::enqueue(row, true, now);
    return transaction.put_record(row);
  });
  const auto said =
      settle_round(older, exchange::RequestStatus::refused, Code::rejected_content, 422);
  EXPECT_TRUE(said.refusals.empty());
  EXPECT_TRUE(said.classes.empty());
}

TEST_F(ClassRefusalsTest, WhatAnSisHasLostMostOfIsAskedAboutAsOneAndToBeToldOnce) {
  std::vector<std::int64_t> items;
  for (int n = 0; n < 5; ++n) {
    items.push_back(line_item("a", "essay-" + std::to_string(n)));
    settle_round(only_request(), exchange::RequestStatus::confirmed);
  }
  now += 60LL * 60'000;
  for (std::size_t n = 0; n < items.size(); ++n) {
    result_of(items[n], "a", "s" + std::to_string(n), true);
    settle_round(only_request(), exchange::RequestStatus::line_item_gone, Code::line_item_gone,
                 404);
    while (record(items[n]).state == State::ready) {
      now = record(items[n]).next_attempt_unix_ms;
      settle_round(only_request(), exchange::RequestStatus::line_item_gone, Code::line_item_gone,
                   404);
    }
    const bool most = n + 1 == items.size();
    commit([&](Transaction& transaction) -> Status {
      PASSBACK_TRY_AS(const auto asked, decision::asked_questions(transaction));
      EXPECT_EQ(asked.size(), most ? 1U : 0U) << n;
      if (most && asked.size() == 1) {
        EXPECT_EQ(asked[0].about, decision::AskedAbout::lost_records);
        EXPECT_EQ(asked[0].connection_id, "connection");
        EXPECT_FALSE(asked[0].told);
      }
      return ok_status();
    });
  }
}

TEST(ClassNotices, NameTheClassAndItsEndTakesTheirPlace) {
  const auto refused = class_notice(
      {gradebook::ClassId("algebra"), gradebook::DomainId("north"), "c", Code::rejected_content},
      "Lincoln SIS");
  EXPECT_EQ(refused.title, "Lincoln SIS did not accept something of class algebra");
  EXPECT_EQ(refused.domain_id, "north");
  const auto over = class_notice({gradebook::ClassId("algebra"), gradebook::DomainId("north"), "c"},
                                 "Lincoln SIS");
  EXPECT_EQ(over.dedupe_key, refused.dedupe_key);
  EXPECT_LT(over.severity, refused.severity);
}

} // namespace
} // namespace passback::delivery
