// An AccountRunner with the lease, for one connection, and requests for it.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "plugin/delivery/worker/account_runner.hpp"
#include "tests/unit/delivery/scripted_transport.hpp"
#include "tests/unit/exchange/planned_requests.hpp"

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
    route = exchange::route_to_sis(profile);
    route->way = way;
    runner = std::make_unique<AccountRunner>(RunnerParts{
        transport, secrets, log, clock, [] { return 0.5; }, [this] { ++woken; }, 300'000});
    runner->configure({route}, 1);
    runner->lease_taken(1, clock.now + 24 * 60 * kMinute, {}, 0);
  }

  exchange::PlannedRequest result(std::int64_t id) { return exchange::planned_result(route, id); }

  /// A line item that reads its class first.
  exchange::PlannedRequest line_item(std::int64_t id) {
    auto planned = exchange::planned_line_item(route, id);
    planned.reads = {exchange::Lookup::sis_class};
    return planned;
  }

  bool asked_for(const std::string& scope) const {
    EXPECT_EQ(transport.request().url, "https://sis.example/token");
    return transport.request().body.find(scope) != std::string::npos;
  }

  void give(int count) {
    std::vector<exchange::PlannedRequest> planned;
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
    ASSERT_EQ(runner->take_settlement().outcomes.at(0).status, exchange::RequestStatus::confirmed);
  }

  oneroster::Profile profile;
  settings::SecretCache secrets;
  SilentLog log;
  HandClock clock;
  ScriptedTransport transport;
  std::shared_ptr<exchange::Route> route;
  int woken = 0;
  std::unique_ptr<AccountRunner> runner;
};

} // namespace passback::delivery
