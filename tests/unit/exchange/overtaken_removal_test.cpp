// The look at a removal that nobody answered and that something newer has overtaken, with the SIS
// played by hand.
#include <string>
#include <utility>
#include <variant>

#include <gtest/gtest.h>

#include "plugin/exchange/record_exchange.hpp"
#include "tests/unit/exchange/planned_requests.hpp"

namespace passback::exchange {
namespace {

using outbox::Kind;
using Then = StepResult::Then;

constexpr std::int64_t kRemovedAt = 1'800'000'000'000;
constexpr const char* kNotThere =
    R"({"imsx_codeMajor":"failure","imsx_severity":"error","imsx_description":"not found",)"
    R"("imsx_CodeMinor":{"imsx_codeMinorField":[{"imsx_codeMinorFieldName":"sourcedId",)"
    R"("imsx_codeMinorFieldValue":"unknownobject"}]}})";

class OvertakenRemovalTest : public ::testing::TestWithParam<Kind> {
 protected:
  OvertakenRemovalTest() {
    profile.name = "test";
    route = route_to_sis(profile);
  }

  /// As the planner makes it.
  RecordExchange look() const {
    auto planned =
        GetParam() == Kind::result ? planned_result(route, 7) : planned_line_item(route, 7);
    planned.write = Write::remove;
    planned.withdrawn = true;
    planned.overtaken = true;
    planned.look_first = true;
    planned.content = {};
    return RecordExchange(std::move(planned));
  }

  StepResult answer(RecordExchange& exchange, int status, const std::string& body,
                    const std::string& type = "application/json") {
    EXPECT_EQ(exchange.make_ready(at).then, Then::again);
    const auto next = exchange.next(at);
    const auto* request = std::get_if<oneroster::HttpRequest>(&next);
    EXPECT_NE(request, nullptr);
    EXPECT_TRUE(request != nullptr && request->method == "GET" &&
                request->url.ends_with("/result-7"));
    oneroster::HttpAnswer came;
    came.status = status;
    came.headers.push_back({"Content-Type", type});
    came.body = body;
    const auto verdict = oneroster::read_answer(profile, oneroster::Operation::get, came,
                                                gradebook::SourcedId{}, kRemovedAt);
    return exchange.take_answer(Step::read_back, came, verdict, at);
  }

  std::string record(const std::string& status) const {
    const std::string name = GetParam() == Kind::result ? "result" : "lineItem";
    return "{\"" + name + R"(":{"sourcedId":"result-7","status":")" + status + "\"}}";
  }

  void expect_status(const StepResult& led_to, RequestStatus ended_as) {
    EXPECT_EQ(led_to.then, Then::over);
    ASSERT_EQ(led_to.outcomes.size(), 1U);
    EXPECT_EQ(led_to.outcomes[0].status, ended_as);
    EXPECT_EQ(led_to.outcomes[0].write, Write::remove);
  }

  oneroster::Profile profile;
  RoutePtr route;
  Circumstances at{kRemovedAt, true, true};
};

TEST_P(OvertakenRemovalTest, IsProvenByTheSissOwnWordThatItHasTheRecordNoMore) {
  auto exchange = look();
  expect_status(answer(exchange, 404, kNotThere), RequestStatus::confirmed);
  auto kept_as_deleted = look();
  expect_status(answer(kept_as_deleted, 200, record("tobedeleted")), RequestStatus::confirmed);
}

TEST_P(OvertakenRemovalTest, IsNotDoneWhereTheSisShowsTheRecordAndIsNotSentAgain) {
  auto exchange = look();
  expect_status(answer(exchange, 200, record("active")), RequestStatus::still_there);
}

TEST_P(OvertakenRemovalTest, IsNotProvenBySomebodyWhoNeedNotBeTheSis) {
  auto page = look();
  EXPECT_EQ(answer(page, 404, "<html><title>Not found</title></html>", "text/html").then,
            Then::met);
  auto gateway = look();
  const auto led_to = answer(gateway, 404, "404 page not found", "text/plain");
  EXPECT_EQ(led_to.then, Then::met);
  EXPECT_EQ(led_to.met_at, Step::read_back);
  EXPECT_TRUE(led_to.outcomes.empty());
  const auto end =
      gateway.give_up(led_to.met_at, led_to.met, {kRemovedAt + 30'000, false, false}, kRemovedAt);
  ASSERT_EQ(end.outcomes.size(), 1U);
  EXPECT_EQ(end.outcomes[0].status, RequestStatus::not_sent) << "it is looked at again";
}

TEST_P(OvertakenRemovalTest, IsLookedAtAgainAfterALookThatTellsNothing) {
  const auto not_sent = [&](RecordExchange& exchange, const StepResult& led_to) {
    ASSERT_EQ(led_to.then, Then::met);
    const auto end =
        exchange.give_up(led_to.met_at, led_to.met, {kRemovedAt + 1'000, false, false}, kRemovedAt);
    ASSERT_EQ(end.outcomes.size(), 1U);
    EXPECT_EQ(end.outcomes[0].status, RequestStatus::not_sent);
    EXPECT_TRUE(end.outcomes[0].nothing_left);
  };
  for (const int status : {401, 500, 503}) {
    auto exchange = look();
    not_sent(exchange, answer(exchange, status, ""));
  }
  auto unreadable = look();
  not_sent(unreadable, answer(unreadable, 200, "{\"somethingElse\":1}"));
  auto silent = look();
  not_sent(silent, silent.hear_nothing(Step::read_back, oneroster::TransportFailure::maybe_stored,
                                       Code::sis_timeout, at));
}

TEST_P(OvertakenRemovalTest, AsksForNoLeaveToRemove) {
  const auto calls = service_calls_of(look().planned());
  EXPECT_FALSE(calls.contains(ServiceCall::delete_line_item));
  EXPECT_FALSE(calls.contains(ServiceCall::delete_result));
}

TEST_P(OvertakenRemovalTest, HoldsAResultUpNoLongerWhereNobodyMayLook) {
  auto exchange = look();
  const auto led_to = answer(exchange, 403, "");
  if (GetParam() == Kind::result) {
    expect_status(led_to, RequestStatus::still_there);
  } else {
    EXPECT_EQ(led_to.then, Then::met) << "a line item is read before it is written in any case";
  }
}

INSTANTIATE_TEST_SUITE_P(Kinds, OvertakenRemovalTest,
                         ::testing::Values(Kind::line_item, Kind::result), [](const auto& kind) {
                           return kind.param == Kind::result ? "Result" : "LineItem";
                         });

} // namespace
} // namespace passback::exchange
