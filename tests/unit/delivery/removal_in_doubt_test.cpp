// A removal that nobody answered, and what the LMS says after it: restored, graded again, taken
// back once more.
#include <map>
#include <vector>

#include "tests/unit/delivery/planner_fixture.hpp"

namespace passback::delivery {
namespace {

using exchange::RequestStatus;

class RemovalInDoubtTest : public PlannerFixture {
 protected:
  void SetUp() override {
    PlannerFixture::SetUp();
    parent = line_item("a");
    settle_round(only_request(), RequestStatus::confirmed);
    for (const char* student : {"s1", "s2", "s3"}) {
      results.push_back(result_of(parent, "a", student, true));
      settle_round(only_request(), RequestStatus::confirmed);
    }
    ids_before = wire_ids();
  }

  void change(std::int64_t id, Form form, const std::string& facts) {
    commit([&](Transaction& transaction) -> Status {
      auto row = **transaction.record(id);
      outbox::observe(row, form, facts, *transaction.next_seq(), 0, 0);
      outbox::release(row);
      outbox::enqueue(row, true, kNow);
      return transaction.put_record(row);
    });
  }
  /// It leaves, and nobody knows what became of it.
  void remove_in_doubt(std::int64_t id) {
    change(id, Form::absent, "");
    const auto removal = only_request();
    EXPECT_EQ(removal.write, exchange::Write::remove);
    settle_round(removal, RequestStatus::in_doubt, Code::sis_error, 500);
  }
  void restore() { change(parent, Form::present, record(parent).confirmed.facts); }
  void points(std::int64_t id, int points) {
    gradebook::ScoreFacts facts;
    facts.points = gradebook::Decimal::from_integer(points);
    facts.student_sis_id.value = "s1";
    change(id, Form::present, gradebook::to_json(facts));
  }

  exchange::PlannedRequest only_request() {
    const auto round = plan_round(4);
    EXPECT_EQ(round.requests.size(), 1U);
    return round.requests.empty() ? exchange::PlannedRequest() : round.requests.front();
  }
  exchange::PlannedRequest only_look(std::int64_t id) {
    const auto look = only_request();
    EXPECT_EQ(look.record_id, id);
    EXPECT_TRUE(look.overtaken);
    EXPECT_TRUE(look.look_first);
    EXPECT_EQ(look.wire_id, ids_before.at(id));
    return look;
  }
  std::map<std::int64_t, gradebook::SourcedId> wire_ids() {
    std::map<std::int64_t, gradebook::SourcedId> found{{parent, record(parent).wire_id}};
    for (const auto id : results) {
      found[id] = record(id).wire_id;
    }
    return found;
  }

  std::int64_t parent = 0;
  std::vector<std::int64_t> results;
  std::map<std::int64_t, gradebook::SourcedId> ids_before;
};

TEST_F(RemovalInDoubtTest, WhatWasDoneBringsTheRestoredActivityBackWithAllItsScoresUnderNewIds) {
  remove_in_doubt(parent);
  restore();
  settle_round(only_look(parent), RequestStatus::confirmed);
  for (const auto id : results) {
    EXPECT_EQ(record(id).state, State::waiting_parent) << "gone with it, and not accepted any more";
    EXPECT_EQ(record(id).confirmed.form, Form::absent);
  }
  const auto anew = only_request();
  EXPECT_EQ(anew.record_id, parent);
  EXPECT_EQ(anew.write, exchange::Write::put);
  EXPECT_FALSE(anew.overtaken);
  settle_round(anew, RequestStatus::confirmed);
  const auto round = plan_round(4);
  EXPECT_EQ(round.requests.size(), results.size());
  for (const auto& request : round.requests) {
    EXPECT_EQ(request.parent_wire_id, anew.wire_id);
    settle_round(request, RequestStatus::confirmed);
  }
  for (const auto& [id, before] : ids_before) {
    EXPECT_EQ(record(id).state, State::settled);
    EXPECT_NE(record(id).wire_id, before) << "an SIS may keep the id of what it removed for ever";
  }
}

TEST_F(RemovalInDoubtTest, WhatWasNotDoneLeavesTheRestoredActivityAndItsScoresWhereTheyAre) {
  remove_in_doubt(parent);
  restore();
  settle_round(only_look(parent), RequestStatus::still_there);
  const auto again = only_request();
  EXPECT_EQ(again.record_id, parent);
  EXPECT_EQ(again.write, exchange::Write::put);
  settle_round(again, RequestStatus::confirmed);
  EXPECT_EQ(record(parent).state, State::settled);
  for (const auto id : results) {
    EXPECT_EQ(record(id).state, State::settled);
    EXPECT_EQ(record(id).confirmed.form, Form::present);
  }
  EXPECT_EQ(wire_ids(), ids_before);
}

TEST_F(RemovalInDoubtTest, ALookWithoutAnAnswerAndADeadProcessForgetNothing) {
  remove_in_doubt(parent);
  restore();
  settle_round(only_look(parent), RequestStatus::not_sent, Code::sis_unreachable);
  only_look(parent);
  commit([&](Transaction& transaction) -> Status {
    auto row = **transaction.record(parent); // as the next process finds it
    outbox::fence(row, kNow);
    return transaction.put_record(row);
  });
  settle_round(only_look(parent), RequestStatus::confirmed);
  EXPECT_EQ(record(parent).confirmed.form, Form::absent);
}

TEST_F(RemovalInDoubtTest, AnActivityThatIsTakenBackOnceMoreDuringTheLookIsGoneWithItsScores) {
  remove_in_doubt(parent);
  restore();
  const auto look = only_look(parent);
  change(parent, Form::absent, "");
  settle_round(look, RequestStatus::confirmed);
  EXPECT_EQ(record(parent).state, State::withdrawn);
  for (const auto id : results) {
    EXPECT_EQ(record(id).state, State::withdrawn);
  }
}

TEST_F(RemovalInDoubtTest, AScoreWaitsUntilItIsKnownWhetherItsLineItemIsThere) {
  remove_in_doubt(parent);
  restore();
  points(results[0], 9);
  settle_round(only_look(parent), RequestStatus::still_there);
  EXPECT_EQ(record(results[0]).state, State::waiting_parent);
  settle_round(only_request(), RequestStatus::confirmed);
  EXPECT_EQ(only_request().record_id, results[0]);
}

TEST_F(RemovalInDoubtTest, AScoreThatMissesItsLineItemMakesNobodyElsesRemovalOfIt) {
  points(results[0], 9);
  const auto early = only_request();
  remove_in_doubt(parent);
  restore();
  settle_round(early, RequestStatus::line_item_gone, Code::line_item_gone, 404);
  EXPECT_EQ(record(parent).missed_unix_ms, 0);
  only_look(parent);
}

TEST_F(RemovalInDoubtTest, AScoreThatWasTakenBackAndGivenAgainComesBackUnderAnotherId) {
  const auto id = results[0];
  remove_in_doubt(id);
  points(id, 9);
  settle_round(only_look(id), RequestStatus::confirmed);
  const auto anew = only_request();
  EXPECT_EQ(anew.record_id, id);
  EXPECT_EQ(anew.write, exchange::Write::put);
  EXPECT_NE(anew.wire_id, ids_before.at(id));
  settle_round(anew, RequestStatus::confirmed);
  EXPECT_EQ(record(id).state, State::settled);
}

TEST_F(RemovalInDoubtTest, ALookNeedsNoLeaveToRemove) {
  remove_in_doubt(parent);
  restore();
  blocked[exchange::ServiceCall::delete_line_item] = {kNow + 900'000, Code::forbidden};
  only_look(parent);
}

} // namespace
} // namespace passback::delivery
