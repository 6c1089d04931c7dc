// What the way of one changed score costs: from the host's call over intake, outbox and planner to
// the request, counted.
#include <algorithm>

#include "plugin/delivery/ledger/planner.hpp"
#include "plugin/delivery/ledger/settle.hpp"
#include "plugin/exchange/record_exchange.hpp"
#include "plugin/outbox/lease.hpp"
#include "tests/unit/intake/intake_fixture.hpp"
#include "tests/unit/one_put/counted.hpp"

namespace passback::intake {
namespace {

using exchange::PlannedRequest;

class OnePut : public IntakeTest {
 protected:
  OnePut() {
    commit([&](outbox::Transaction& transaction) -> Status {
      outbox::ConnectionRow row;
      row.id = "sis-1";
      row.domain_id.value = "district";
      row.account_key = "account";
      row.document = settings::to_json(connection("sis-1"));
      const outbox::LeaseRequest lease_request{"me", "boot", 0, 1'000'000};
      auto lease = outbox::acquire_lease(transaction, "account", lease_request,
                                         [](const std::string&) { return true; });
      epoch_ = (*lease)->epoch;
      route_ = *exchange::make_route(row, profiles);
      return transaction.put_connection(row);
    });
  }

  std::vector<PlannedRequest> planned() {
    delivery::PlanRequest request;
    request.account_key = "account";
    request.owner_id = "me";
    request.epoch = epoch_;
    request.routes = {route_};
    request.now_unix_ms = clock.unix_ms();
    request.slots = 8;
    request.new_request_id = [this] { return "request-" + std::to_string(++ids_); };
    delivery::PlanResult result;
    commit([&](outbox::Transaction& transaction) {
      return delivery::plan(transaction, request, result);
    });
    return std::move(result.requests);
  }

  void accepted(const PlannedRequest& planned) {
    exchange::Outcome outcome;
    outcome.record_id = planned.record_id;
    outcome.epoch = planned.epoch;
    outcome.request_id = planned.request_id;
    outcome.kind = planned.kind;
    outcome.write = planned.write;
    outcome.parent_id = planned.parent_id;
    outcome.status = exchange::RequestStatus::confirmed;
    outcome.http_status = 201;
    delivery::SettleRequest request;
    request.account_key = "account";
    request.owner_id = "me";
    request.epoch = epoch_;
    request.now_unix_ms = clock.unix_ms();
    request.outcomes.push_back(std::move(outcome));
    delivery::SettleResult result;
    commit([&](outbox::Transaction& transaction) {
      return delivery::settle(transaction, request, result);
    });
  }

  /// The body of the one request that is due, which the SIS then accepts.
  std::string put() {
    auto due = planned();
    EXPECT_EQ(due.size(), 1U);
    if (due.size() != 1) {
      return {};
    }
    exchange::RecordExchange record_exchange(due.front());
    const exchange::Circumstances at{clock.unix_ms(), true, true};
    EXPECT_EQ(record_exchange.make_ready(at).then, exchange::StepResult::Then::again);
    auto next = record_exchange.next(at);
    const auto* request = std::get_if<oneroster::HttpRequest>(&next);
    EXPECT_NE(request, nullptr);
    accepted(due.front());
    clock.now_ms += 1'000;
    return request == nullptr ? std::string() : request->body;
  }

  /// The essay and Ada's 80 points for it are in the SIS.
  void deliver_first() {
    auto activity = essay();
    activity.facts.points_possible = gradebook::Decimal::from_integer(200);
    take(activity);
    take(score_of("80"));
    for (auto& one : planned()) {
      ASSERT_EQ(one.kind, outbox::Kind::line_item);
      accepted(one);
    }
    ASSERT_NE(put().find("80"), std::string::npos);
  }

 private:
  std::int64_t epoch_ = 0;
  int ids_ = 0;
  exchange::RoutePtr route_;
};

TEST_F(OnePut, DerivesTwoDocumentsAndReadsTheScoreTwiceAtMost) {
  deliver_first();
  counted() = {};
  take(score_of("90"));
  const auto body = put();
  EXPECT_NE(body.find("90"), std::string::npos) << body;
  EXPECT_EQ(result().state, outbox::State::settled);
  EXPECT_EQ(counted().results_derived, 2) << "one at intake, which tries it; one that goes";
  EXPECT_EQ(counted().line_items_derived, 0) << "nothing of the activity has changed";
  const auto says_90 = [](const std::string& text) {
    return text.find("\"90\"") != std::string::npos;
  };
  EXPECT_LE(std::ranges::count_if(counted().scores_read, says_90), 2);
  EXPECT_LE(counted().scores_read.size(), 4U) << "what the SIS has, once for each transaction";
  EXPECT_LE(counted().activities_read.size(), 3U) << "once for each transaction";
}

TEST_F(OnePut, IsWordedAnewAtTheLastMomentWhereTheSettingsHaveChangedMeanwhile) {
  deliver_first();
  take(score_of("90"));
  const auto before = result().released.digest;
  district.grading.grade_form = settings::GradeForm::percent;
  save(district);
  auto due = planned();
  ASSERT_EQ(due.size(), 1U);
  EXPECT_NE(due.front().digest, before);
  EXPECT_EQ(result().sent.digest, due.front().digest);
}

} // namespace
} // namespace passback::intake
