// What goes before what: a line item before the results that it bounds, scores before a lower
// maximum, a new id after a deletion. And what is due although its time has not come.
#include "plugin/decision/wire_ids.hpp"
#include "tests/unit/delivery/planner_fixture.hpp"

namespace passback::delivery {
namespace {

class OrderTest : public PlannerFixture {
 protected:
  void SetUp() override {
    PlannerFixture::SetUp();
    parent = line_item("a");
    settle_round(plan_round(1).requests.at(0), exchange::RequestStatus::confirmed);
  }

  /// The LMS says something else of the record, and it may go.
  void change(std::int64_t id, Form form, const std::string& facts) {
    commit([&](Transaction& transaction) -> Status {
      auto row = **transaction.record(id);
      outbox::observe(row, form, facts, *transaction.next_seq(), 0, 0);
      outbox::release(row);
      outbox::enqueue(row, true, kNow);
      return transaction.put_record(row);
    });
  }
  void possible(int points) {
    gradebook::ActivityFacts facts;
    facts.title = "Essay";
    facts.points_possible = gradebook::Decimal::from_integer(points);
    facts.due_at_unix_ms = kNow;
    change(parent, Form::present, gradebook::to_json(facts));
  }
  void points(std::int64_t id, int points) {
    gradebook::ScoreFacts facts;
    facts.points = gradebook::Decimal::from_integer(points);
    facts.student_sis_id.value = "s1";
    change(id, Form::present, gradebook::to_json(facts));
  }
  std::int64_t confirmed_result(const std::string& student = "s1") {
    const auto id = result_of(parent, "a", student, true);
    settle_round(plan_round(1).requests.at(0), exchange::RequestStatus::confirmed);
    return id;
  }
  void percent() {
    commit([&](Transaction& transaction) {
      settings::DomainSettings domain;
      domain.allow_grades = true;
      domain.connection = route->connection;
      domain.grading.grade_form = settings::GradeForm::percent;
      return transaction.put_settings(outbox::Scope::domain, "district", settings::to_json(domain));
    });
  }
  exchange::PlannedRequest only_request() {
    const auto round = plan_round(4);
    EXPECT_EQ(round.requests.size(), 1u);
    return round.requests.empty() ? exchange::PlannedRequest() : round.requests.front();
  }

  std::int64_t parent = 0;
};

TEST_F(OrderTest, AResultWaitsUntilTheSisHasTheRaisedMaximum) {
  const auto id = confirmed_result();
  possible(100);
  points(id, 90);
  const auto first = only_request();
  EXPECT_EQ(first.record_id, parent);
  EXPECT_EQ(record(id).state, State::waiting_parent);
  settle_round(first, exchange::RequestStatus::confirmed);
  EXPECT_EQ(only_request().record_id, id);
}

TEST_F(OrderTest, AScoreAboveTheMaximumThatTheSisHadGoesAgainOnceItHasAHigherOne) {
  const auto fits = confirmed_result("s2");
  const auto id = confirmed_result();
  points(id, 15); // of 10: the SIS may say yes, and keep 10
  settle_round(only_request(), exchange::RequestStatus::confirmed);
  possible(20);
  const auto raised = only_request();
  EXPECT_EQ(raised.record_id, parent);
  settle_round(raised, exchange::RequestStatus::confirmed);
  EXPECT_EQ(record(fits).state, State::settled);
  const auto again = only_request();
  EXPECT_EQ(again.record_id, id);
  settle_round(again, exchange::RequestStatus::confirmed);
  EXPECT_EQ(record(id).state, State::settled);
  EXPECT_TRUE(plan_round(4).requests.empty()) << "once";
}

TEST_F(OrderTest, AScoreThatIsAnsweredAfterTheMaximumWasRaisedMayHaveBeenCutBefore) {
  const auto id = confirmed_result();
  points(id, 15);
  const auto early = only_request();
  possible(20);
  settle_round(only_request(), exchange::RequestStatus::confirmed);
  settle_round(early, exchange::RequestStatus::confirmed);
  EXPECT_EQ(only_request().record_id, id);
}

TEST_F(OrderTest, AResultThatFitsGoesAlthoughTheRaisedMaximumWasRefused) {
  const auto id = confirmed_result();
  possible(100);
  points(id, 9);
  settle_round(only_request(), exchange::RequestStatus::refused, Code::rejected_content);
  EXPECT_EQ(record(parent).state, State::rejected);
  EXPECT_EQ(only_request().record_id, id);
}

TEST_F(OrderTest, AResultThatDoesNotFitWaitsAsLongAsTheRaisedMaximumIsRefused) {
  const auto id = confirmed_result();
  possible(100);
  points(id, 90);
  settle_round(only_request(), exchange::RequestStatus::refused, Code::rejected_content);
  EXPECT_TRUE(plan_round(4).requests.empty());
  EXPECT_EQ(record(id).state, State::waiting_parent);
}

TEST_F(OrderTest, ARangeRefusalWhileTheMaximumIsOnItsWayIsNoRefusal) {
  const auto id = confirmed_result();
  points(id, 90);
  const auto early = only_request();
  possible(100);
  settle_round(early, exchange::RequestStatus::refused, Code::score_over_maximum);
  EXPECT_EQ(record(id).state, State::waiting_parent);
  settle_round(only_request(), exchange::RequestStatus::confirmed);
  EXPECT_EQ(only_request().record_id, id);
}

TEST_F(OrderTest, WhatWasSwitchedOffMeanwhileIsStillOffAfterARangeRefusal) {
  const auto id = confirmed_result();
  points(id, 90);
  const auto early = only_request();
  possible(100);
  commit([&](Transaction& transaction) -> Status {
    auto row = **transaction.record(id);
    outbox::park(row, State::off, Code::sync_off);
    return transaction.put_record(row);
  });
  settle_round(early, exchange::RequestStatus::refused, Code::score_over_maximum);
  EXPECT_EQ(record(id).state, State::off);
  EXPECT_EQ(record(id).code, Code::sync_off) << "the reason is that of the state";
}

TEST_F(OrderTest, ALowerMaximumThatWasRefusedGoesAgainOnceTheScoresAreThere) {
  const auto id = confirmed_result();
  possible(5);
  points(id, 4);
  const auto round = plan_round(4);
  ASSERT_EQ(round.requests.size(), 2u) << "it holds no score back";
  settle_round(round.requests[0], exchange::RequestStatus::refused, Code::rejected_content);
  EXPECT_EQ(record(parent).state, State::rejected);
  settle_round(round.requests[1], exchange::RequestStatus::confirmed);
  ++now;
  const auto again = only_request();
  EXPECT_EQ(again.record_id, parent);
  settle_round(again, exchange::RequestStatus::refused, Code::rejected_content);
  ++now;
  EXPECT_TRUE(plan_round(4).requests.empty()) << "nothing is newer than its last try";
}

TEST_F(OrderTest, AScoreThatIsAsConfirmedAgainGoesOnceMoreAfterARefusalThatAnybodyMayHaveSaid) {
  for (const bool by_hearsay : {false, true}) {
    const auto id = confirmed_result(by_hearsay ? "s2" : "s1");
    points(id, 9);
    const auto before = record(id).confirmed;
    auto outcome = outcome_of_round(only_request(), exchange::RequestStatus::refused,
                                    Code::rejected_content, 418);
    outcome.by_hearsay = by_hearsay;
    settle_one(std::move(outcome));
    EXPECT_EQ(record(id).state, State::rejected);
    change(id, Form::present, before.facts);
    if (by_hearsay) {
      EXPECT_EQ(only_request().record_id, id) << "what was refused may be there";
    } else {
      EXPECT_EQ(record(id).state, State::settled) << "the SIS itself says that it is not";
    }
  }
}

TEST_F(OrderTest, ALowerMaximumWhoseRefusalComesAfterTheScoresGoesAgainToo) {
  const auto id = confirmed_result();
  possible(5);
  points(id, 4);
  const auto round = plan_round(4);
  settle_round(round.requests.at(1), exchange::RequestStatus::confirmed);
  settle_round(round.requests.at(0), exchange::RequestStatus::refused, Code::rejected_content);
  ++now;
  EXPECT_EQ(only_request().record_id, parent);
}

TEST_F(OrderTest, WhatWasSentIsComparedWithWhatWouldBeSentNow) {
  const auto id = confirmed_result();
  EXPECT_FALSE(record(id).confirmed.digest.empty());
  EXPECT_FALSE(record(parent).confirmed.digest.empty());
  // Intake words both anew when the settings change; here the line item alone is due.
  commit([&](Transaction& transaction) -> Status {
    auto row = **transaction.record(parent);
    row.released.digest = "another.choice";
    EXPECT_TRUE(outbox::needs_send(row));
    outbox::enqueue(row, true, kNow);
    return transaction.put_record(row);
  });
  percent();
  const auto line_item = only_request();
  EXPECT_EQ(line_item.record_id, parent);
  settle_round(line_item, exchange::RequestStatus::confirmed);
  EXPECT_EQ(record(parent).state, State::settled);
  EXPECT_EQ(record(parent).confirmed.digest, line_item.digest);
}

TEST_F(OrderTest, AConfirmedDeleteOfALineItemForgetsWhatItsResultsHad) {
  const auto id = confirmed_result();
  change(parent, Form::absent, "");
  settle_round(only_request(), exchange::RequestStatus::confirmed);
  EXPECT_EQ(record(parent).state, State::withdrawn);
  EXPECT_EQ(record(id).confirmed.form, Form::absent);
  EXPECT_EQ(record(id).state, State::withdrawn);
}

TEST_F(OrderTest, AResultThatWaitsForTheDeleteOfItsLineItemIsTakenBackWithItAndNotBefore) {
  const auto id = confirmed_result();
  change(parent, Form::absent, "");
  commit([&](Transaction& transaction) -> Status {
    auto row = **transaction.record(id); // as intake leaves it
    outbox::park(row, State::waiting_parent, Code::parent_not_confirmed);
    return transaction.put_record(row);
  });
  settle_round(only_request(), exchange::RequestStatus::refused, Code::rejected_content, 422);
  EXPECT_EQ(record(parent).state, State::rejected);
  EXPECT_EQ(record(id).state, State::waiting_parent) << "not free: nothing of it is to go";
  EXPECT_EQ(record(id).confirmed.form, Form::present);
  commit([&](Transaction& transaction) -> Status {
    auto row = **transaction.record(parent); // a person sends it again
    outbox::enqueue(row, true, kNow);
    return transaction.put_record(row);
  });
  settle_round(only_request(), exchange::RequestStatus::confirmed);
  EXPECT_EQ(record(id).state, State::withdrawn);
  EXPECT_EQ(record(id).confirmed.form, Form::absent);
}

TEST_F(OrderTest, ASlotThatIsNotWantedAnyMoreTakesNoResultWithIt) {
  const auto id = confirmed_result();
  commit([&](Transaction& transaction) -> Status {
    auto row = **transaction.record(parent);
    gradebook::ActivityFacts facts;
    facts.title = "Final grade";
    facts.kind = gradebook::ActivityKind::final_grade;
    row.confirmed.facts = gradebook::to_json(facts);
    row.wire_id_origin = outbox::WireIdOrigin::adopted;
    outbox::observe(row, Form::absent, {}, *transaction.next_seq(), 0, 0);
    outbox::release(row);
    outbox::enqueue(row, true, kNow);
    return transaction.put_record(row);
  });
  auto outcome = outcome_of_round(only_request(), exchange::RequestStatus::confirmed);
  outcome.write = exchange::Write::look;
  settle_one(outcome);
  EXPECT_EQ(record(parent).confirmed.form, Form::absent);
  EXPECT_EQ(record(id).confirmed.form, Form::present) << "it is to be taken back for itself";
  EXPECT_EQ(record(id).state, State::settled);
}

TEST_F(OrderTest, ALineItemThatWeTookOutIsNotToldToHaveBeenRemovedInTheSis) {
  const auto id = confirmed_result();
  points(id, 9);
  const auto late = only_request();
  EXPECT_EQ(late.record_id, id);
  change(parent, Form::absent, "");
  settle_round(only_request(), exchange::RequestStatus::confirmed);
  settle_round(late, exchange::RequestStatus::line_item_gone, Code::line_item_gone, 404);
  EXPECT_EQ(record(parent).state, State::withdrawn);
}

TEST_F(OrderTest, ResultsFollowALineItemThatCameBackDuringItsDelete) {
  const auto id = confirmed_result();
  change(parent, Form::absent, "");
  const auto removal = only_request();
  possible(10);
  settle_round(removal, exchange::RequestStatus::confirmed);
  EXPECT_EQ(record(id).state, State::waiting_parent);
  settle_round(only_request(), exchange::RequestStatus::confirmed);
  EXPECT_EQ(only_request().record_id, id);
}

TEST_F(OrderTest, WhatTheSisDeletedComesBackUnderAnotherIdAndTheHistoryKeepsTheOldOne) {
  const auto before = record(parent).wire_id;
  change(parent, Form::absent, "");
  settle_round(only_request(), exchange::RequestStatus::confirmed);
  EXPECT_EQ(record(parent).wire_id, before);
  possible(10);
  const auto anew = only_request();
  EXPECT_NE(anew.wire_id, before);
  EXPECT_EQ(record(parent).wire_id, anew.wire_id);
  bool told = false;
  commit([&](Transaction& transaction) -> Status {
    const auto rows = transaction.history(parent, 100);
    for (const auto& row : *rows) {
      told = told || row.event == "left_id " + before.value;
    }
    return ok_status();
  });
  EXPECT_TRUE(told);
  settle_round(anew, exchange::RequestStatus::in_doubt, Code::sis_timeout);
  EXPECT_EQ(only_request().wire_id, anew.wire_id) << "made once";
}

TEST_F(OrderTest, AnIdThatTheSisKeepsForWhatItRemovedIsLeftOnce) {
  commit([&](Transaction& transaction) -> Status {
    auto row = **transaction.record(parent); // a person makes it again
    row.confirmed = {};
    row.wire_id = {};
    EXPECT_TRUE(decision::make_wire_id(transaction, row));
    outbox::enqueue(row, true, kNow);
    return transaction.put_record(row);
  });
  const auto before = record(parent).wire_id;
  settle_round(only_request(), exchange::RequestStatus::refused, Code::rejected_conflict, 409);
  const auto again = only_request();
  EXPECT_EQ(again.record_id, parent);
  EXPECT_NE(again.wire_id, before);
  settle_round(again, exchange::RequestStatus::refused, Code::rejected_conflict, 409);
  EXPECT_EQ(record(parent).state, State::rejected);
}

TEST_F(OrderTest, WhatSeemsDueAfterTheLongestWaitIsDueNow) {
  const auto set = [&](std::int64_t due) {
    commit([&](Transaction& transaction) -> Status {
      auto row = **transaction.record(parent);
      row.in_doubt = true;
      row.state = State::ready;
      row.next_attempt_unix_ms = due;
      return transaction.put_record(row);
    });
  };
  set(kNow + 60LL * 60 * 1000);
  EXPECT_TRUE(plan_round(4).requests.empty());
  set(kNow + 24LL * 60 * 60 * 1000);
  EXPECT_EQ(only_request().record_id, parent) << "the clock was set back a day";
}

TEST_F(OrderTest, SettingsThatCannotBeReadLeaveItReadyUntilTheyAreMended) {
  const auto id = result_of(parent, "a", "s1", true);
  std::string good;
  commit([&](Transaction& transaction) -> Status {
    good = (*transaction.settings(outbox::Scope::domain, "district"))->document;
    return transaction.put_settings(outbox::Scope::domain, "district", "{");
  });
  EXPECT_TRUE(plan_round(4).requests.empty());
  EXPECT_EQ(record(id).state, State::ready);
  EXPECT_EQ(record(id).code, Code::config);
  commit([&](Transaction& transaction) -> Status {
    auto row = **transaction.record(id);
    EXPECT_EQ(row.next_attempt_unix_ms, kNow + 60'000);
    row.next_attempt_unix_ms = kNow; // a minute later
    if (auto put = transaction.put_record(row); !put) {
      return put;
    }
    return transaction.put_settings(outbox::Scope::domain, "district", good);
  });
  EXPECT_EQ(only_request().record_id, id);
}

} // namespace
} // namespace passback::delivery
