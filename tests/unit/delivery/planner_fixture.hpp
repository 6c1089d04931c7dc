// A planner and a settlement over a real outbox, with a clock that stands.
#pragma once

#include <map>
#include <string>

#include <gtest/gtest.h>

#include "plugin/delivery/ledger/planner.hpp"
#include "plugin/delivery/ledger/settle.hpp"
#include "plugin/outbox/lease.hpp"
#include "plugin/outbox/transitions.hpp"
#include "plugin/settings/documents.hpp"
#include "tests/unit/outbox/store_fixture.hpp"

namespace passback::delivery {

using outbox::Form;
using outbox::Kind;
using outbox::Record;
using outbox::State;
using outbox::Transaction;

inline constexpr std::int64_t kNow = 1'790'000'000'000;

class PlannerFixture : public ::testing::Test {
 protected:
  void SetUp() override {
    auto opened = outbox::open_sqlite_store({folder.path(), outbox::Durability::process});
    ASSERT_TRUE(opened.ok());
    store = std::move(*opened);
    auto made = std::make_shared<exchange::Route>();
    made->connection.id = "connection";
    made->connection.api_key = "key";
    made->profile = &profile;
    made->endpoint.gradebook_base = "https://sis.example/gradebook";
    route = made;
    commit([&](Transaction& transaction) -> Status {
      EXPECT_TRUE(transaction.put_connection(outbox::connection_row()).ok());
      settings::DomainSettings domain;
      domain.allow_grades = true;
      domain.connection = route->connection;
      EXPECT_TRUE(transaction.put_domain({gradebook::DomainId("district"), {}, "D"}).ok());
      EXPECT_TRUE(
          transaction.put_settings(outbox::Scope::domain, "district", settings::to_json(domain))
              .ok());
      outbox::LeaseRequest lease_request{"me", "boot", 0, 1'000'000};
      auto lease = outbox::acquire_lease(transaction, "account", lease_request,
                                         [](const std::string&) { return true; });
      epoch = (*lease)->epoch;
      return ok_status();
    });
  }

  void commit(const outbox::Intake::Work& work) {
    const auto done = store->intake().commit(std::chrono::seconds(10), work);
    ASSERT_TRUE(done.ok()) << done.error().detail;
  }

  /// The SIS's columns of that class, as they were read.
  void sis_has(const std::string& class_id, const std::string& columns) {
    commit([&](Transaction& transaction) {
      return transaction.put_sis_document(
          {"connection", 1, "line_items", "sis-" + class_id, columns, kNow});
    });
  }

  /// A line item of that class, ready; returns its id. The class's columns were read before, unless
  /// they are to be read first.
  std::int64_t line_item(const std::string& class_id, const std::string& activity = "essay",
                         int priority = 0) {
    if (columns_are_read) {
      sis_has(class_id, "[]");
    }
    std::int64_t id = 0;
    commit([&](Transaction& transaction) -> Status {
      Record record = outbox::line_item(class_id, activity);
      record.domain_id.value = "district";
      record.wire_id.value = "li-" + class_id + activity;
      gradebook::ActivityFacts facts;
      facts.title = "Essay";
      facts.points_possible = gradebook::Decimal::from_integer(10);
      facts.due_at_unix_ms = kNow;
      outbox::observe(record, Form::present, gradebook::to_json(facts), *transaction.next_seq(), 0,
                      0);
      outbox::release(record);
      outbox::enqueue(record, true, kNow, priority);
      const auto stored = transaction.put_record(record);
      id = record.id;
      return stored;
    });
    return id;
  }

  std::int64_t result_of(std::int64_t parent, const std::string& class_id,
                         const std::string& student, bool parent_confirmed = false) {
    std::int64_t id = 0;
    commit([&](Transaction& transaction) -> Status {
      Record record = outbox::cell(class_id, student);
      record.domain_id.value = "district";
      record.wire_id.value = "res-" + student;
      record.line_item_id = parent;
      gradebook::ScoreFacts facts;
      facts.points = gradebook::Decimal::from_integer(8);
      facts.student_sis_id.value = student;
      outbox::observe(record, Form::present, gradebook::to_json(facts), *transaction.next_seq(), 0,
                      0);
      outbox::release(record);
      outbox::enqueue(record, parent_confirmed, kNow);
      const auto stored = transaction.put_record(record);
      id = record.id;
      return stored;
    });
    return id;
  }

  PlanResult plan_round(int slots) {
    PlanRequest request;
    request.account_key = "account";
    request.owner_id = "me";
    request.epoch = epoch;
    request.routes = {route};
    request.now_unix_ms = now;
    request.slots = slots;
    request.blocked["connection"] = blocked;
    request.cursors = cursors;
    request.recover = true;
    request.new_request_id = [this] { return "request-" + std::to_string(++ids); };
    PlanResult result;
    commit([&](Transaction& transaction) { return plan(transaction, request, result); });
    cursors = result.cursors;
    return result;
  }

  exchange::Outcome outcome_of_round(const exchange::PlannedRequest& planned,
                                     exchange::RequestStatus status, Code code = Code::none,
                                     int http_status = 0) {
    exchange::Outcome outcome;
    outcome.record_id = planned.record_id;
    outcome.epoch = planned.epoch;
    outcome.request_id = planned.request_id;
    outcome.kind = planned.kind;
    outcome.write = planned.write;
    outcome.parent_id = planned.parent_id;
    outcome.attempts = planned.attempts;
    outcome.status = status;
    outcome.code = code;
    outcome.http_status = http_status;
    outcome.retry_unix_ms = now;
    return outcome;
  }
  SettleResult settle_one(exchange::Outcome outcome) {
    SettleRequest request;
    request.account_key = "account";
    request.owner_id = "me";
    request.epoch = epoch;
    request.now_unix_ms = now;
    request.outcomes.push_back(std::move(outcome));
    SettleResult result;
    commit([&](Transaction& transaction) { return settle(transaction, request, result); });
    return result;
  }
  SettleResult settle_round(const exchange::PlannedRequest& planned, exchange::RequestStatus status,
                            Code code = Code::none, int http_status = 0) {
    return settle_one(outcome_of_round(planned, status, code, http_status));
  }

  Record record(std::int64_t id) {
    Record found;
    commit([&](Transaction& transaction) -> Status {
      found = **transaction.record(id);
      return ok_status();
    });
    return found;
  }

  void enrol(const std::string& class_id, const std::string& student, const std::string& sis_id) {
    commit([&](Transaction& transaction) {
      outbox::EnrolmentRow row;
      row.class_id.value = class_id;
      row.school_year.value = "2026";
      row.user_id = student;
      row.user_sis_id.value = sis_id;
      return transaction.put_enrolment(row);
    });
  }

  outbox::TemporaryFolder folder;
  std::unique_ptr<outbox::Store> store;
  oneroster::Profile profile;
  exchange::RoutePtr route;
  std::int64_t epoch = 0;
  std::int64_t now = kNow;
  int ids = 0;
  BlockedCalls blocked;
  bool columns_are_read = true; ///< of each class that line_item() makes one in
  std::map<std::string, gradebook::ClassId> cursors;
};

} // namespace passback::delivery
