// An AccountRunner with the lease, for one connection, and requests for it.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "plugin/delivery/account_runner.hpp"
#include "tests/unit/delivery/scripted_transport.hpp"

namespace passback::delivery {

using oneroster::AuthWay;
using oneroster::TransportFailure;
using outbox::AccountState;
using outbox::Kind;

constexpr std::int64_t kMinute = 60'000;

class RunnerTest : public ::testing::Test {
 protected:
  RunnerTest() {
    profile.name = "test";
    profile.max_in_flight = 4;
    profile.requests_per_second = 100;
    secrets.put("secret", 1, settings::Secret("s3cret"));
  }

  /// A runner with the lease, for a connection of that way.
  void begin(AuthWay way) {
    route = std::make_shared<Route>();
    route->connection.id = "connection";
    route->connection.profile = "test";
    route->connection.api_key = "key";
    route->connection.secret_ref = "secret";
    route->connection.secret_version = 1;
    route->connection.secret_origins = {"https://sis.example"};
    route->profile = &profile;
    route->endpoint.gradebook_base = "https://sis.example/gradebook";
    route->endpoint.rostering_base = "https://sis.example/rostering";
    route->endpoint.token_url = "https://sis.example/token";
    route->way = way;
    runner = std::make_unique<AccountRunner>(RunnerParts{transport, secrets, log, clock,
                                                         [] { return 0.5; }, [this] { ++woken; },
                                                         300'000},
                                             "account");
    runner->configure({route}, 1);
    runner->lease_taken(1, clock.now + 24 * 60 * kMinute, {}, 0);
  }

  PlannedRequest result(std::int64_t id) {
    PlannedRequest planned;
    planned.record_id = id;
    planned.epoch = 1;
    planned.request_id = "request-" + std::to_string(id);
    planned.route = route;
    planned.kind = Kind::result;
    planned.wire_id.value = "result-" + std::to_string(id);
    planned.sis_class_id.value = "class";
    planned.parent_id = 1;
    planned.parent_wire_id.value = "line-item";
    oneroster::ResultInput input;
    input.wire_id = planned.wire_id;
    input.line_item_id = planned.parent_wire_id;
    input.class_id.value = "class";
    input.student_id.value = "student";
    input.score_date = "2027-03-09";
    input.facts.points = gradebook::Decimal::from_integer(80);
    planned.content = input;
    return planned;
  }

  /// A line item that reads its class first.
  PlannedRequest line_item(std::int64_t id) {
    auto planned = result(id);
    planned.kind = Kind::line_item;
    oneroster::LineItemInput input;
    input.wire_id = planned.wire_id;
    input.class_id.value = "class";
    input.category_id.value = "category";
    input.facts.title = "Essay";
    input.facts.points_possible = gradebook::Decimal::from_integer(100);
    input.facts.due_at_unix_ms = 1'790'000'000'000;
    planned.content = input;
    planned.reads = {Lookup::sis_class};
    return planned;
  }

  bool asked_for(const std::string& scope) const {
    EXPECT_EQ(transport.request().url, "https://sis.example/token");
    return transport.request().body.find(scope) != std::string::npos;
  }

  void give(int count) {
    std::vector<PlannedRequest> planned;
    for (int i = 0; i < count; ++i) {
      planned.push_back(result(100 + i));
    }
    runner->accept(std::move(planned));
    runner->advance();
  }

  /// Credentials that have worked: from now on many may be in flight.
  void prove() {
    runner->accept({result(99)});
    runner->advance();
    transport.answer(201);
    ASSERT_EQ(runner->take_settlement().outcomes.at(0).fate, Fate::confirmed);
  }

  oneroster::Profile profile;
  settings::SecretCache secrets;
  SilentLog log;
  HandClock clock;
  ScriptedTransport transport;
  std::shared_ptr<Route> route;
  int woken = 0;
  std::unique_ptr<AccountRunner> runner;
};

} // namespace passback::delivery
