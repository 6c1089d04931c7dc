// What the runner believes: a page in place of an answer, a success that is none, a removal that
// nobody has seen.
#include <algorithm>

#include <gtest/gtest.h>

#include "plugin/delivery/worker/account_runner.hpp"
#include "tests/unit/delivery/scripted_transport.hpp"
#include "tests/unit/exchange/planned_requests.hpp"

namespace passback::delivery {
namespace {

using outbox::AccountState;
using outbox::Kind;

constexpr const char* kPage = "<html><head><title>Maintenance</title></head><body></body></html>";
constexpr const char* kUnknown = R"({"imsx_codeMajor":"failure","imsx_severity":"error",
    "imsx_CodeMinor":{"imsx_codeMinorField":[{"imsx_codeMinorFieldValue":"unknownobject"}]}})";

class BelievedAnswersTest : public ::testing::Test {
 protected:
  BelievedAnswersTest() {
    profile.name = "test";
    profile.max_in_flight = 4;
    profile.requests_per_second = 100;
    secrets.put("secret", 1, settings::Secret("s3cret"));
    route = exchange::route_to_sis(profile);
    begin(oneroster::AuthWay::fixed_token);
  }

  void begin(oneroster::AuthWay way) {
    route->way = way;
    runner = std::make_unique<AccountRunner>(
        RunnerParts{transport, secrets, log, clock, [] { return 0.5; }, [] {}, 300'000});
    runner->configure({route}, 1);
    runner->lease_taken(1, clock.now + 24 * 60 * 60'000, {}, 0);
  }

  exchange::PlannedRequest result(std::int64_t id, exchange::Write write = exchange::Write::put) {
    auto planned = exchange::planned_result(route, id);
    planned.write = write;
    return planned;
  }

  exchange::PlannedRequest line_item(std::int64_t id) {
    auto planned = exchange::planned_line_item(route, id);
    planned.wire_id.value = "line-item";
    std::get<oneroster::LineItemInput>(planned.content).wire_id = planned.wire_id;
    return planned;
  }

  void send(exchange::PlannedRequest planned) {
    go_on();
    runner->accept({std::move(planned)});
    runner->advance();
  }
  void go_on() {
    runner->advance();
    // The harmless read that tells whose trouble it is: here the SIS is always well.
    for (std::size_t at = 0; at < transport.flights.size();) {
      if (transport.request(at).url.ends_with("limit=1")) {
        transport.answer_at(at, 200, R"({"categories":[]})");
      } else {
        ++at;
      }
    }
    runner->advance();
  }
  /// Sends it and answers its write.
  void write(exchange::PlannedRequest planned, int status, const std::string& body = {}) {
    send(std::move(planned));
    transport.answer(status, body);
    go_on();
  }
  exchange::Outcome only_outcome() {
    const auto outcomes = runner->take_settlement().outcomes;
    EXPECT_EQ(outcomes.size(), 1U);
    return outcomes.empty() ? exchange::Outcome() : outcomes.front();
  }
  void looks_at(const std::string& what) {
    ASSERT_EQ(transport.in_flight(), 1U) << "the record is read";
    EXPECT_EQ(transport.request().method, "GET");
    EXPECT_EQ(transport.request().url, "https://sis.example/gradebook/" + what);
  }

  oneroster::Profile profile;
  settings::SecretCache secrets;
  SilentLog log;
  HandClock clock;
  ScriptedTransport transport;
  std::shared_ptr<exchange::Route> route;
  std::unique_ptr<AccountRunner> runner;
};

TEST_F(BelievedAnswersTest, APageLeavesEveryWriteInDoubtAndCountsForTheAccount) {
  for (const int status : {200, 201, 400, 403, 404, 405, 410, 501, 502}) {
    for (const exchange::Write what : {exchange::Write::put, exchange::Write::remove}) {
      begin(oneroster::AuthWay::fixed_token);
      write(result(1, what), status, kPage);
      EXPECT_EQ(only_outcome().status, exchange::RequestStatus::in_doubt) << status;
    }
    begin(oneroster::AuthWay::fixed_token);
    write(line_item(1), status, kPage);
    const auto outcome = only_outcome();
    EXPECT_EQ(outcome.status, exchange::RequestStatus::in_doubt) << status;
    EXPECT_NE(outcome.sis_words.find("Maintenance"), std::string::npos) << outcome.sis_words;
  }
  // A read that gets one too tells that it is not about the records.
  begin(oneroster::AuthWay::fixed_token);
  write(result(1), 404, kPage);
  send(result(2));
  transport.answer(404, kPage);
  runner->advance();
  ASSERT_EQ(transport.request().method, "GET");
  transport.answer(503, kPage);
  const auto account = runner->take_settlement().account;
  ASSERT_TRUE(account);
  EXPECT_EQ(account->state, AccountState::down);
}

TEST_F(BelievedAnswersTest, APageForTheLineItemDoesNotSayThatItIsGone) {
  auto planned = line_item(1);
  planned.read_line_item = true;
  write(planned, 404, kPage);
  EXPECT_EQ(only_outcome().status, exchange::RequestStatus::not_sent);
  // Nor one that comes when the line item of a result is asked for.
  write(result(2), 404, kUnknown);
  looks_at("lineItems/line-item");
  transport.answer(404, kPage);
  EXPECT_EQ(only_outcome().status, exchange::RequestStatus::not_sent);
}

TEST_F(BelievedAnswersTest, ARecordThatGetsNothingButPagesIsNamedInTheEnd) {
  // Also one of which only a read fails: its attempts count.
  auto planned = line_item(1);
  planned.read_line_item = true;
  for (planned.attempts = 0; planned.attempts < kSetAsideAfter; ++planned.attempts) {
    auto other = line_item(99);
    other.read_line_item = true;
    send(other);
    transport.answer(200, R"({"lineItem":{"sourcedId":"line-item"}})");
    runner->advance();
    transport.answer(201);
    runner->take_settlement();
    write(planned, 404, kPage);
    const auto outcome = only_outcome();
    EXPECT_FALSE(outcome.blameless);
    EXPECT_EQ(outcome.set_aside, planned.attempts == kSetAsideAfter - 1) << planned.attempts;
  }
}

TEST_F(BelievedAnswersTest, APageInPlaceOfAListIsNotAnEmptyList) {
  auto planned = line_item(1);
  planned.reads = {exchange::Lookup::categories};
  send(planned);
  transport.answer(404, kPage);
  runner->advance();
  EXPECT_TRUE(runner->take_settlement().learned.empty());
}

TEST_F(BelievedAnswersTest, WhatIsAcceptedForLaterIsReadBack) {
  for (const int status : {202, 206, 203}) {
    write(result(1), status);
    looks_at("results/result-1");
    transport.answer(200, R"({"result":{"sourcedId":"result-1","score":80,
                              "scoreStatus":"fully graded"}})");
    const auto outcome = only_outcome();
    EXPECT_EQ(outcome.status, exchange::RequestStatus::confirmed);
    EXPECT_EQ(outcome.http_status, status);
  }
  write(line_item(1), 202);
  looks_at("lineItems/line-item");
  transport.answer(200, R"({"lineItem":{"sourcedId":"line-item","title":"Essay",
                            "resultValueMax":100}})");
  EXPECT_EQ(only_outcome().status, exchange::RequestStatus::confirmed);
}

TEST_F(BelievedAnswersTest, WhatIsNotShownAsItWasSentStaysInDoubt) {
  for (const auto& [status, body] : std::vector<std::pair<int, std::string>>{
           {404, kUnknown},
           {404, ""},
           {200, R"({"result":{"sourcedId":"result-1","score":79}})"},
           {200, R"({"result":{"sourcedId":"result-1","score":80,"status":"tobedeleted"}})"},
           {200, kPage},
           {503, ""}}) {
    write(result(1), 202);
    looks_at("results/result-1");
    transport.answer(status, body);
    const auto outcome = only_outcome();
    EXPECT_EQ(outcome.status, exchange::RequestStatus::in_doubt) << status << body;
    EXPECT_GT(outcome.retry_unix_ms, clock.now);
    EXPECT_FALSE(outcome.set_aside);
    write(result(99), 201); // the account is well again
    runner->take_settlement();
  }
  write(result(1), 200, "{\"result\":{\"sour");
  looks_at("results/result-1");
  transport.fail(oneroster::TransportFailure::never_left);
  EXPECT_EQ(only_outcome().status, exchange::RequestStatus::in_doubt);
  auto last = result(1);
  last.attempts = 9;
  write(last, 202);
  transport.answer(404, kUnknown);
  EXPECT_TRUE(only_outcome().set_aside) << "named, not sent for ever";
}

TEST_F(BelievedAnswersTest, AWriteThatWasNotAnsweredInTimeIsLookedAtBeforeItIsWrittenAgain) {
  const auto time_out = [&](const exchange::PlannedRequest& planned) {
    send(planned);
    transport.fail(oneroster::TransportFailure::maybe_stored, Code::sis_timeout);
    runner->advance();
    looks_at("results/result-1");
  };
  const auto* const stored =
      R"({"result":{"sourcedId":"result-1","score":80,"scoreStatus":"fully graded"}})";
  time_out(result(1));
  transport.answer(200, stored);
  EXPECT_EQ(only_outcome().status, exchange::RequestStatus::confirmed);
  time_out(result(1));
  transport.answer(404);
  EXPECT_EQ(only_outcome().status, exchange::RequestStatus::in_doubt);
  time_out(result(1, exchange::Write::remove));
  transport.answer(404, kUnknown);
  EXPECT_EQ(only_outcome().status, exchange::RequestStatus::confirmed);
  // Of an earlier attempt, in this process or another one.
  auto again = result(1);
  again.look_first = true;
  send(again);
  looks_at("results/result-1");
  transport.answer(200, stored);
  EXPECT_EQ(only_outcome().status, exchange::RequestStatus::confirmed);
  send(again);
  transport.answer(404);
  runner->advance();
  EXPECT_EQ(transport.request().method, "PUT");
  transport.answer(201);
  EXPECT_EQ(only_outcome().status, exchange::RequestStatus::confirmed);
}

TEST_F(BelievedAnswersTest, WhatMayNotBeReadIsTakenAtTheSissWord) {
  for (const int status : {403, 405, 501}) {
    write(result(1), 202);
    looks_at("results/result-1");
    transport.answer(status);
    EXPECT_EQ(only_outcome().status, exchange::RequestStatus::confirmed) << status;
    EXPECT_FALSE(runner->take_settlement().account) << status;
  }
}

TEST_F(BelievedAnswersTest, ALookThatIsRefusedProvesNothingElse) {
  const auto refused_look = [&](const exchange::PlannedRequest& planned, int status,
                                const std::string& body, int look) {
    write(planned, status, body);
    looks_at("results/result-1");
    transport.answer(look);
    const auto outcome = only_outcome();
    write(result(99), 201); // the account is well again
    runner->take_settlement();
    return outcome.status;
  };
  for (const int look : {401, 403, 405}) {
    EXPECT_EQ(refused_look(result(1), 200, "Request rejected", look),
              exchange::RequestStatus::in_doubt)
        << look;
    EXPECT_EQ(refused_look(result(1, exchange::Write::remove), 404, "", look),
              exchange::RequestStatus::in_doubt)
        << look;
    EXPECT_EQ(refused_look(result(1, exchange::Write::remove), 202, "", look),
              exchange::RequestStatus::in_doubt)
        << look;
  }
  EXPECT_EQ(refused_look(result(1), 202, "", 401), exchange::RequestStatus::in_doubt);
}

TEST_F(BelievedAnswersTest, ALookThatNeverComesThroughIsNamedInTheEnd) {
  bool named = false;
  auto planned = result(1);
  for (; !named && planned.attempts < 20; ++planned.attempts) {
    write(planned, 202);
    transport.answer(500);
    const auto outcome = only_outcome();
    EXPECT_EQ(outcome.status, exchange::RequestStatus::in_doubt);
    named = outcome.set_aside;
    write(result(99), 201);
    runner->take_settlement();
  }
  EXPECT_EQ(planned.attempts, kSetAsideAfter) << "it would be written for ever";
}

TEST_F(BelievedAnswersTest, AListThatIsMissingIsTheSissOwnWordAlsoIfItExplainsRefusals) {
  write(result(1), 422, kUnknown);
  transport.answer(200, R"({"lineItem":{"sourcedId":"line-item"}})");
  EXPECT_EQ(only_outcome().status, exchange::RequestStatus::refused);
  auto planned = line_item(1);
  planned.reads = {exchange::Lookup::categories};
  send(planned);
  transport.answer(404, "");
  runner->advance();
  EXPECT_FALSE(runner->take_settlement().learned.empty()) << "asked for in vain, once";
}

TEST_F(BelievedAnswersTest, ARemovalIsDoneWhenTheSisSaysSoOrDoesNotShowItAnyMore) {
  for (const int removed : {404, 202}) {
    begin(oneroster::AuthWay::fixed_token);
    write(result(1, exchange::Write::remove), removed);
    looks_at("results/result-1");
    transport.answer(404);
    EXPECT_EQ(only_outcome().status, exchange::RequestStatus::in_doubt)
        << "anybody may have said so";
    write(result(1, exchange::Write::remove), removed);
    transport.answer(200, R"({"result":{"sourcedId":"result-1","status":"tobedeleted"}})");
    EXPECT_EQ(only_outcome().status, exchange::RequestStatus::confirmed);
    write(result(1, exchange::Write::remove), removed);
    transport.answer(200, R"({"result":{"sourcedId":"result-1","status":"active"}})");
    EXPECT_EQ(only_outcome().status, exchange::RequestStatus::in_doubt);
    write(result(1, exchange::Write::remove), removed);
    transport.answer(404, kPage);
    EXPECT_EQ(only_outcome().status, exchange::RequestStatus::in_doubt);
    write(result(1, exchange::Write::remove), removed);
    transport.answer(404, kUnknown);
    EXPECT_EQ(only_outcome().status, exchange::RequestStatus::confirmed);
  }
  write(result(1, exchange::Write::remove), 404, kUnknown);
  EXPECT_EQ(only_outcome().status, exchange::RequestStatus::confirmed);
}

TEST_F(BelievedAnswersTest, ABareNotFoundIsBelievedOfARemovalAfterMinutesAndEndsNoGrade) {
  const auto others_pass = [this] {
    write(result(99), 201);
    write(result(98, exchange::Write::remove), 204);
    write(line_item(97), 201);
    runner->take_settlement();
  };
  /// `look`: what the look at its line item, or at the record itself, gets; 0 = there is none.
  const auto in_the_end = [&](exchange::PlannedRequest planned, int status, int look) {
    begin(oneroster::AuthWay::fixed_token);
    exchange::Outcome outcome;
    std::int64_t waited_ms = 0;
    for (planned.attempts = 0; planned.attempts < kSetAsideAfter; ++planned.attempts) {
      others_pass();
      waited_ms += std::max<std::int64_t>(0, outcome.retry_unix_ms - clock.now);
      write(planned, status);
      if (look != 0) {
        transport.answer(look, look == 200 ? R"({"lineItem":{"sourcedId":"line-item"}})" : "");
        go_on();
      }
      outcome = only_outcome();
      const bool last = planned.attempts + 1 == kSetAsideAfter;
      const bool goes_on =
          !outcome.set_aside && (outcome.status == exchange::RequestStatus::not_sent ||
                                 outcome.status == exchange::RequestStatus::in_doubt);
      EXPECT_EQ(goes_on, !last) << planned.attempts;
    }
    EXPECT_GE(waited_ms, 2 * 60'000) << "a router that is just starting is not believed";
    return outcome;
  };
  EXPECT_EQ(in_the_end(result(1, exchange::Write::remove), 404, 404).status,
            exchange::RequestStatus::confirmed);
  for (const auto& outcome : {in_the_end(result(1), 404, 200), in_the_end(line_item(1), 404, 0),
                              in_the_end(line_item(1), 405, 0)}) {
    EXPECT_EQ(outcome.status, exchange::RequestStatus::not_sent);
    EXPECT_EQ(outcome.code, Code::set_aside) << "by name, and tried once a day";
  }
}

TEST_F(BelievedAnswersTest, ASisThatExplainsItsRefusalsIsNotHeardInABareNotFound) {
  write(result(1), 422, kUnknown);
  transport.answer(200, R"({"lineItem":{"sourcedId":"line-item"}})");
  EXPECT_EQ(only_outcome().status, exchange::RequestStatus::refused);
  write(line_item(1), 404, "404 page not found");
  EXPECT_EQ(only_outcome().status, exchange::RequestStatus::in_doubt);
  write(result(2, exchange::Write::remove), 404, R"({"message":"no exchange::Route matched"})");
  EXPECT_EQ(only_outcome().status, exchange::RequestStatus::in_doubt);
  write(line_item(1), 404, kUnknown);
  EXPECT_EQ(only_outcome().status, exchange::RequestStatus::refused);
}

TEST_F(BelievedAnswersTest, AFailureThatIsSaidUnderASuccessIsTheRecordsRefusal) {
  write(result(1), 200, R"({"imsx_codeMajor":"failure","imsx_description":"No such course"})");
  const auto outcome = only_outcome();
  EXPECT_EQ(outcome.status, exchange::RequestStatus::refused);
  EXPECT_EQ(outcome.http_status, 200);
  EXPECT_NE(outcome.sis_words.find("No such course"), std::string::npos);
}

TEST_F(BelievedAnswersTest, APageInPlaceOfATokenKeepsTheSecret) {
  for (const int status : {200, 400, 403, 404, 503}) {
    begin(oneroster::AuthWay::oauth2_client_credentials);
    send(result(1));
    ASSERT_EQ(transport.request().url, "https://sis.example/token");
    transport.answer(status, kPage);
    EXPECT_TRUE(secrets.get("secret", 1).has_value()) << status;
    const auto settlement = runner->take_settlement();
    ASSERT_TRUE(settlement.account) << status;
    EXPECT_NE(settlement.account->state, AccountState::unauthorised) << status;
    EXPECT_LT(settlement.account->retry_unix_ms, clock.now + 60'000) << status;
  }
}

std::string shows(int score) {
  return R"({"result":{"sourcedId":"result-7","status":"active","scoreStatus":"fully graded",)"
         R"("score":)" +
         std::to_string(score) + "}}";
}

TEST_F(BelievedAnswersTest, AnAnswerThatShowsTheScoreThatWasSentConfirmsIt) {
  write(result(7), 200, shows(80));
  EXPECT_EQ(only_outcome().status, exchange::RequestStatus::confirmed);
}

TEST_F(BelievedAnswersTest, AnAnswerThatShowsAnotherScoreIsLookedAt) {
  write(result(7), 200, shows(50));
  looks_at("results/result-7");
  transport.answer(200, shows(80));
  runner->advance();
  EXPECT_EQ(only_outcome().status, exchange::RequestStatus::confirmed)
      << "the answer showed how it was before";
}

TEST_F(BelievedAnswersTest, AScoreThatTheSisChangesIsTold) {
  write(result(7), 200, shows(50));
  transport.answer(200, shows(50));
  runner->advance();
  const auto outcome = only_outcome();
  EXPECT_EQ(outcome.status, exchange::RequestStatus::unclear);
  EXPECT_EQ(outcome.code, Code::shown_otherwise);
}

} // namespace
} // namespace passback::delivery
