#include <gtest/gtest.h>

#include "tests/unit/delivery/runner_fixture.hpp"

namespace passback::delivery {
namespace {

class AccountRunnerTest : public RunnerTest {};

TEST_F(AccountRunnerTest, SendsWithTheFixedTokenAndTheRequestId) {
  begin(AuthWay::fixed_token);
  give(1);
  ASSERT_EQ(transport.in_flight(), 1u);
  EXPECT_EQ(transport.request().method, "PUT");
  EXPECT_EQ(transport.header("Authorization"), "Bearer s3cret");
  EXPECT_EQ(transport.header("X-Request-Id"), "request-100");
  transport.answer(201);
  const auto settlement = runner->take_settlement();
  ASSERT_EQ(settlement.outcomes.size(), 1u);
  EXPECT_EQ(settlement.outcomes[0].status, exchange::RequestStatus::confirmed);
}

TEST_F(AccountRunnerTest, FetchesOneTokenForManyRequests) {
  begin(AuthWay::oauth2_client_credentials);
  give(3);
  ASSERT_EQ(transport.in_flight(), 1u);
  EXPECT_EQ(transport.request().method, "POST");
  EXPECT_EQ(transport.request().url, "https://sis.example/token");
  runner->advance();
  EXPECT_EQ(transport.in_flight(), 1u) << "one token request at a time";
  transport.answer(200, R"({"access_token":"t1","token_type":"bearer","expires_in":3600})");
  runner->advance();
  EXPECT_EQ(transport.header("Authorization"), "Bearer t1");
  transport.answer(201);
  runner->advance();
  EXPECT_EQ(transport.in_flight(), 2u);
  EXPECT_EQ(transport.started, 4);
}

TEST_F(AccountRunnerTest, RenewsTheTokenBeforeItEnds) {
  begin(AuthWay::oauth2_client_credentials);
  give(1);
  transport.answer(200, R"({"access_token":"t1","token_type":"bearer","expires_in":600})");
  runner->advance();
  transport.answer(201);
  clock.now += 541'000;
  give(1);
  EXPECT_EQ(transport.request().url, "https://sis.example/token");
}

TEST_F(AccountRunnerTest, RefreshesTheTokenOnceAfterA401AndSendsTheRecordAgain) {
  begin(AuthWay::oauth2_client_credentials);
  give(1);
  transport.answer(200, R"({"access_token":"t1","token_type":"bearer"})");
  runner->advance();
  transport.answer(401);
  EXPECT_TRUE(runner->take_settlement().outcomes.empty());
  runner->advance();
  EXPECT_EQ(transport.request().url, "https://sis.example/token");
  transport.answer(200, R"({"access_token":"t2","token_type":"bearer"})");
  runner->advance();
  EXPECT_EQ(transport.header("Authorization"), "Bearer t2");
  transport.answer(200);
  EXPECT_EQ(runner->take_settlement().outcomes.at(0).status, exchange::RequestStatus::confirmed);
}

TEST_F(AccountRunnerTest, AWrongSecretCostsOneRequestAndGivesOneClearStatus) {
  begin(AuthWay::oauth2_client_credentials);
  give(4);
  transport.answer(401, R"({"error":"invalid_client"})");
  for (int i = 0; i < 100; ++i) {
    clock.now += 5'000;
    runner->advance();
    EXPECT_EQ(runner->slots(), 0);
  }
  EXPECT_EQ(transport.started, 1);
  const auto settlement = runner->take_settlement();
  ASSERT_TRUE(settlement.account);
  EXPECT_EQ(settlement.account->state, AccountState::unauthorised);
  EXPECT_EQ(settlement.account->code, Code::token_refused);
  ASSERT_EQ(settlement.outcomes.size(), 4u);
  for (const auto& outcome : settlement.outcomes) {
    EXPECT_EQ(outcome.status, exchange::RequestStatus::not_sent);
    EXPECT_TRUE(outcome.blameless);
  }
  EXPECT_TRUE(secrets.wanted().contains("secret")) << "perhaps the vault has a newer one";
}

TEST_F(AccountRunnerTest, AWrongFixedTokenStopsTheAccountAsSoonAsAReadIsRefusedToo) {
  begin(AuthWay::fixed_token);
  give(4);
  EXPECT_EQ(transport.in_flight(), 1u) << "unproven credentials go one at a time";
  transport.answer(401);
  EXPECT_FALSE(runner->take_settlement().account) << "one answer is one record's";
  runner->advance();
  ASSERT_EQ(transport.request().method, "GET");
  transport.answer(401);
  const auto settlement = runner->take_settlement();
  ASSERT_TRUE(settlement.account);
  EXPECT_EQ(settlement.account->state, AccountState::unauthorised);
  EXPECT_EQ(transport.started, 2);
  EXPECT_EQ(runner->slots(), 0);
}

TEST_F(AccountRunnerTest, NewSettingsAreTriedAtOnce) {
  begin(AuthWay::oauth2_client_credentials);
  give(1);
  transport.answer(401, R"({"error":"invalid_client"})");
  auto changed = std::make_shared<exchange::Route>(*route);
  changed->connection.secret_version = 2;
  secrets.put("secret", 2, settings::Secret("right"));
  route = changed;
  runner->configure({changed}, 2);
  EXPECT_EQ(runner->slots(), 1);
  give(1);
  EXPECT_EQ(transport.started, 2);
}

TEST_F(AccountRunnerTest, ASecretOfTheVaultThatCannotBeSentIsToldByItsOwnName) {
  for (const auto way : {AuthWay::fixed_token, AuthWay::oauth2_client_credentials}) {
    begin(way);
    secrets.put("secret", 1, settings::Secret("s3\ncret"));
    give(1);
    EXPECT_EQ(transport.started, 0);
    const auto settlement = runner->take_settlement();
    ASSERT_TRUE(settlement.account.has_value());
    EXPECT_EQ(settlement.account->state, AccountState::waiting_secret);
    EXPECT_EQ(info(settlement.account->code).id, "account.secret_unusable");
    secrets.put("secret", 1, settings::Secret("s3cret"));
  }
}

TEST_F(AccountRunnerTest, AMissingSecretWakesTheHostAndGoesOnWhenItIsThere) {
  begin(AuthWay::fixed_token);
  secrets.forget("secret");
  give(1);
  EXPECT_EQ(transport.started, 0);
  EXPECT_GE(woken, 1);
  auto settlement = runner->take_settlement();
  EXPECT_EQ(settlement.account.value().state, AccountState::waiting_secret);
  EXPECT_FALSE(runner->standing().has_secrets(true));
  secrets.put("secret", 1, settings::Secret("s3cret"));
  EXPECT_TRUE(runner->standing().has_secrets(true));
  give(1);
  EXPECT_EQ(transport.started, 1);
}

TEST_F(AccountRunnerTest, ASecretGoesOnlyToItsOrigins) {
  begin(AuthWay::fixed_token);
  route->connection.secret_origins = {"https://sis.example:8443", "http://sis.example"};
  give(1);
  EXPECT_EQ(transport.started, 0);
  EXPECT_EQ(runner->take_settlement().account.value().code, Code::address_refused);
}

TEST_F(AccountRunnerTest, ATokenGoesOnlyToTheOriginsOfItsSecret) {
  begin(AuthWay::oauth2_client_credentials);
  route->endpoint.gradebook_base = "https://elsewhere.example/gradebook";
  give(1);
  if (transport.in_flight() > 0) {
    transport.answer(200, R"({"access_token":"t1","token_type":"bearer"})");
    runner->advance();
  }
  EXPECT_EQ(transport.in_flight(), 0u) << transport.header("Authorization");
  EXPECT_EQ(runner->take_settlement().account.value().code, Code::address_refused);
}

TEST_F(AccountRunnerTest, ExtraHeadersGoWithEveryRequestAndTheSecretInThemOnlyToItsOrigins) {
  profile.headers = {{"X-Vendor-Authorization", "{api_key}:{api_secret}"}};
  begin(AuthWay::oauth2_client_credentials);
  give(1);
  EXPECT_EQ(transport.header("X-Vendor-Authorization"), "")
      << "the token endpoint is not OneRoster";
  transport.answer(200, R"({"access_token":"t1","token_type":"bearer"})");
  runner->advance();
  EXPECT_EQ(transport.header("X-Vendor-Authorization"), "key:s3cret");
  EXPECT_EQ(transport.header("Authorization"), "Bearer t1");
  transport.answer(201);
  route->endpoint.gradebook_base = "https://elsewhere.example/gradebook";
  give(1);
  EXPECT_EQ(transport.in_flight(), 0u);
  EXPECT_EQ(runner->take_settlement().account.value().code, Code::address_refused);
}

TEST_F(AccountRunnerTest, ASisThatGivesNoTokenForReadingRostersIsAskedForLessAndNotAskedThere) {
  begin(AuthWay::oauth2_client_credentials);
  runner->accept({line_item(1)});
  runner->advance();
  EXPECT_TRUE(asked_for("%2Froster.readonly"));
  transport.answer(400, R"({"error":"invalid_scope"})");
  runner->advance();
  EXPECT_FALSE(asked_for("%2Froster.readonly"));
  EXPECT_TRUE(asked_for("%2Froster-core.readonly"));
  transport.answer(400, R"({"error":"invalid_scope"})");
  runner->advance();
  EXPECT_FALSE(asked_for("roster"));
  EXPECT_TRUE(asked_for("gradebook.createput"));
  transport.answer(200, R"({"access_token":"t1","token_type":"bearer","expires_in":600})");
  runner->advance();
  EXPECT_EQ(transport.request().method, "PUT") << "the class is not asked for in vain";
  transport.answer(201);
  EXPECT_EQ(runner->take_settlement().outcomes.at(0).status, exchange::RequestStatus::confirmed);
  // The next token: what was refused is remembered.
  clock.now += 600'000;
  runner->accept({line_item(2)});
  runner->advance();
  EXPECT_FALSE(asked_for("roster"));
  transport.answer(200, R"({"access_token":"t2","token_type":"bearer"})");
  runner->advance();
  transport.answer(201);
  // A test of the connection that passes: perhaps it is granted by now.
  runner->job_requests().test_passed(*route);
  runner->accept({line_item(3)});
  runner->advance();
  EXPECT_TRUE(asked_for("%2Froster.readonly"));
  transport.answer(200, R"({"access_token":"t3","token_type":"bearer"})");
  runner->advance();
  EXPECT_EQ(transport.request().url, "https://sis.example/rostering/classes/class");
}

TEST_F(AccountRunnerTest, ATokenForLessThanWasAskedIsTakenAndItsReadsAreLeftOut) {
  begin(AuthWay::oauth2_client_credentials);
  runner->accept({line_item(1)});
  runner->advance();
  transport.answer(200, R"({"access_token":"t1","scope":"https://s/gradebook.createput"})");
  runner->advance();
  EXPECT_EQ(transport.request().method, "PUT");
}

TEST_F(AccountRunnerTest, WhatTheSisNeedsAndDoesNotLetUsReadStopsTheRecordWithItsReason) {
  profile.school = oneroster::Need::required;
  begin(AuthWay::oauth2_client_credentials);
  runner->accept({line_item(1)});
  runner->advance();
  transport.answer(200, R"({"access_token":"t1","scope":"https://s/gradebook.createput"})");
  runner->advance();
  EXPECT_EQ(transport.in_flight(), 0u);
  const auto outcome = runner->take_settlement().outcomes.at(0);
  EXPECT_EQ(outcome.status, exchange::RequestStatus::not_sent);
  EXPECT_EQ(outcome.code, Code::forbidden);
  EXPECT_EQ(
      runner->standing().lanes().blocked("connection").count(exchange::ServiceCall::read_class),
      1u);
}

TEST_F(AccountRunnerTest, WhereLessDoesNotHelpTheCredentialsAreRefused) {
  profile.scopes = {"https://s/gradebook.createput"};
  begin(AuthWay::oauth2_client_credentials);
  give(1);
  transport.answer(400, R"({"error":"invalid_scope"})");
  runner->advance();
  EXPECT_EQ(transport.started, 1);
  EXPECT_EQ(runner->take_settlement().account.value().code, Code::token_refused);
}

TEST_F(AccountRunnerTest, AsksForTheScopesInUseOrForNoneByProfile) {
  profile.grading_period = oneroster::Need::never;
  profile.writes.line_items = oneroster::Writing::post;
  begin(AuthWay::oauth2_client_credentials);
  give(1);
  EXPECT_NE(transport.request().body.find("gradebook.createpost"), std::string::npos);
  EXPECT_EQ(transport.request().body.find("%2Froster.readonly"), std::string::npos);
  profile.send_scope = false;
  profile.token_parameters = oneroster::TokenParameters::query;
  begin(AuthWay::oauth2_client_credentials);
  give(1);
  EXPECT_EQ(transport.request().url, "https://sis.example/token?grant_type=client_credentials");
}

TEST_F(AccountRunnerTest, ARecordInDoubtRestsAsLongAsItsSisNeedsToSettle) {
  profile.settle_s = 120;
  begin(AuthWay::fixed_token);
  prove();
  give(2);
  transport.answer(500);
  transport.fail(TransportFailure::maybe_stored, Code::sis_timeout);
  runner->advance();
  transport.answer(404); // it is looked at, and is not there
  for (const auto& outcome : runner->take_settlement().outcomes) {
    EXPECT_EQ(outcome.status, exchange::RequestStatus::in_doubt);
    EXPECT_GE(outcome.retry_unix_ms, clock.now + 120'000);
  }
}

TEST_F(AccountRunnerTest, ThrottlingPausesTheAccountAndHalvesItsRate) {
  begin(AuthWay::fixed_token);
  prove();
  give(3);
  transport.answer(429, {}, {{"retry-after", "30"}});
  EXPECT_EQ(runner->slots(), 0);
  const auto settlement = runner->take_settlement();
  EXPECT_EQ(settlement.outcomes.at(0).status, exchange::RequestStatus::not_sent);
  EXPECT_EQ(settlement.account.value().state, AccountState::ok);
  EXPECT_EQ(settlement.account.value().retry_unix_ms, clock.now + 30'000);
  clock.now += 30'000;
  EXPECT_EQ(runner->slots(), 0) << "two are still in flight, and one is enough to ask";
  transport.answer(201);
  transport.answer(201);
  EXPECT_GT(runner->slots(), 0);
}

TEST_F(AccountRunnerTest, AServerErrorIsInDoubtAndComesAgain) {
  begin(AuthWay::fixed_token);
  prove();
  give(1);
  transport.answer(500);
  const auto outcome = runner->take_settlement().outcomes.at(0);
  EXPECT_EQ(outcome.status, exchange::RequestStatus::in_doubt);
  EXPECT_FALSE(outcome.blameless);
  EXPECT_FALSE(outcome.set_aside);
  EXPECT_GT(outcome.retry_unix_ms, clock.now);
}

TEST_F(AccountRunnerTest, AnOutageIsTheAccountsStateAndCostsNoRecordAnAttempt) {
  begin(AuthWay::fixed_token);
  prove();
  for (int i = 0; i < 2; ++i) {
    auto planned = result(i);
    planned.attempts = 4;
    runner->accept({planned});
    runner->advance();
    transport.fail(TransportFailure::never_left);
  }
  auto settlement = runner->take_settlement();
  ASSERT_TRUE(settlement.account);
  EXPECT_EQ(settlement.account->state, AccountState::down);
  for (const auto& outcome : settlement.outcomes) {
    EXPECT_TRUE(outcome.blameless);
    EXPECT_FALSE(outcome.set_aside);
  }
  // Three days: one harmless read per probe, no record.
  const int before = transport.started;
  int probes = 0;
  const auto end = clock.now + 3 * 24 * 60 * kMinute;
  while (clock.now < end) {
    clock.now += kMinute;
    runner->wire().lease_taken(runner->wire().epoch(), clock.now + kMinute);
    EXPECT_EQ(runner->slots(), 0);
    runner->advance();
    if (transport.in_flight() > 0) {
      EXPECT_EQ(transport.request().method, "GET");
      ++probes;
      transport.fail(TransportFailure::never_left);
      runner->take_settlement();
    }
  }
  EXPECT_EQ(transport.started - before, probes);
  EXPECT_GT(probes, 700) << "it never gives up";
  clock.now += 6 * kMinute;
  runner->wire().lease_taken(runner->wire().epoch(), clock.now + kMinute);
  runner->advance();
  transport.answer(200, R"({"categories":[]})");
  EXPECT_EQ(runner->take_settlement().account.value().state, AccountState::ok);
  give(1);
  transport.answer(200);
  EXPECT_EQ(runner->take_settlement().outcomes.at(0).status, exchange::RequestStatus::confirmed);
}

TEST_F(AccountRunnerTest, AsksForTheLineItemWhenAResultHasNoTarget) {
  begin(AuthWay::fixed_token);
  prove();
  give(1);
  transport.answer(404);
  runner->advance();
  EXPECT_EQ(transport.request().method, "GET");
  EXPECT_NE(transport.request().url.find("lineItems/line-item"), std::string::npos);
  transport.answer(404);
  EXPECT_EQ(runner->take_settlement().outcomes.at(0).status,
            exchange::RequestStatus::line_item_gone);
  give(1);
  transport.answer(404);
  runner->advance();
  transport.answer(200, R"({"lineItem":{"sourcedId":"line-item","status":"active"}})");
  const auto outcome = runner->take_settlement().outcomes.at(0);
  EXPECT_EQ(outcome.status, exchange::RequestStatus::not_sent)
      << "anybody may have said so: it is tried again";
  EXPECT_GE(outcome.retry_unix_ms, clock.now + 30'000);
}

TEST_F(AccountRunnerTest, TracesARefusedResultToTheLineItemThatTheSisMisses) {
  begin(AuthWay::fixed_token);
  prove();
  const auto* const misses = R"({"imsx_codeMajor":"failure","imsx_severity":"error",
      "imsx_description":"The lineItem does not exist."})";
  give(1);
  transport.answer(422, misses);
  runner->advance();
  EXPECT_EQ(transport.request().method, "GET");
  EXPECT_NE(transport.request().url.find("lineItems/line-item"), std::string::npos);
  transport.answer(404, misses); // a bare one would be somebody else's: this SIS explains
  EXPECT_EQ(runner->take_settlement().outcomes.at(0).status,
            exchange::RequestStatus::line_item_gone);

  give(1);
  transport.answer(422, misses);
  runner->advance();
  transport.answer(200, R"({"lineItem":{"sourcedId":"line-item","status":"active"}})");
  const auto stands = runner->take_settlement().outcomes.at(0);
  EXPECT_EQ(stands.status, exchange::RequestStatus::refused)
      << "the line item is there, so it is about the result";
  EXPECT_EQ(stands.code, Code::rejected_content);
  EXPECT_EQ(stands.http_status, 422);
  EXPECT_NE(stands.sis_words.find("does not exist"), std::string::npos);

  give(1);
  transport.answer(422, misses);
  runner->advance();
  transport.answer(403);
  EXPECT_EQ(runner->take_settlement().outcomes.at(0).status, exchange::RequestStatus::refused)
      << "nobody can look, so what the SIS said stands";
}

TEST_F(AccountRunnerTest, ARefusalIsTheSissOwnOnlyInTheWordsOfOneRoster) {
  begin(AuthWay::fixed_token);
  give(1);
  transport.answer(422, R"({"imsx_codeMajor":"failure","imsx_severity":"error"})");
  EXPECT_FALSE(runner->take_settlement().outcomes.at(0).by_hearsay);
  give(1);
  transport.answer(418);
  EXPECT_TRUE(runner->take_settlement().outcomes.at(0).by_hearsay);
}

TEST_F(AccountRunnerTest, ReadsTheClassOnceForAllItsLineItems) {
  begin(AuthWay::fixed_token);
  profile.school = oneroster::Need::required;
  prove();
  std::vector<exchange::PlannedRequest> planned;
  for (int i = 0; i < 3; ++i) {
    planned.push_back(line_item(i));
  }
  runner->accept(planned);
  runner->advance();
  ASSERT_EQ(transport.in_flight(), 1u);
  EXPECT_EQ(transport.request().method, "GET");
  transport.answer(200, R"({"class":{"sourcedId":"class","school":{"sourcedId":"school-9"}}})");
  runner->advance();
  ASSERT_EQ(transport.in_flight(), 3u);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(transport.request(i).method, "PUT");
    EXPECT_NE(transport.request(i).body.find("school-9"), std::string::npos);
  }
  const auto settlement = runner->take_settlement();
  ASSERT_EQ(settlement.learned.size(), 1u);
  EXPECT_EQ(settlement.learned[0].kind, "class");
}

TEST_F(AccountRunnerTest, WhatWasReadAndIsNotStoredYetServesAllMembersOfAPost) {
  begin(AuthWay::fixed_token);
  profile.school = oneroster::Need::required;
  profile.writes.line_items = oneroster::Writing::post;
  prove();
  runner->accept({line_item(1)});
  runner->advance();
  transport.answer(200, R"({"class":{"sourcedId":"class","school":{"sourcedId":"school-9"}}})");
  runner->advance();
  transport.answer(201); // the line item itself; what was read of the class is not stored yet
  static_cast<void>(runner->take_settlement());
  std::vector<exchange::PlannedRequest> set{line_item(2), line_item(3)};
  for (auto& member : set) {
    member.creation = exchange::Creation::post;
    member.request_id = "one POST";
  }
  runner->accept(set);
  runner->advance();
  EXPECT_NE(transport.request().url.find("/lineItems"), std::string::npos);
  transport.answer(200, R"({"lineItems":[]})");
  const auto listed = runner->take_settlement();
  EXPECT_TRUE(listed.outcomes.empty()) << "a member was placed without its class";
  EXPECT_EQ(listed.listed_before.size(), 2u) << "what was there is stored before they leave";
  runner->saved(listed.number);
  runner->advance();
  EXPECT_EQ(transport.request().method, "POST");
  EXPECT_NE(transport.request().body.find("result-3"), std::string::npos);
}

TEST_F(AccountRunnerTest, ARefusalOfWhatRestsOnKeptKnowledgeIsCheckedOnceWithFreshKnowledge) {
  begin(AuthWay::fixed_token);
  prove();
  auto planned = result(5);
  planned.adopt_result = true;
  planned.student_id.value = "student";
  planned.known.results.emplace();
  planned.known_from_store = true;
  runner->accept({planned});
  runner->advance();
  EXPECT_NE(transport.request().url.find("results/result-5"), std::string::npos);
  transport.answer(409);
  runner->advance();
  EXPECT_EQ(transport.request().method, "GET");
  transport.answer(200, R"({"results":[{"sourcedId":"theirs","student":{"sourcedId":"student"}}]})",
                   {{"X-Total-Count", "1"}});
  runner->advance();
  EXPECT_EQ(transport.request().method, "PUT");
  EXPECT_NE(transport.request().url.find("results/theirs"), std::string::npos);
  transport.answer(201);
  const auto outcome = runner->take_settlement().outcomes.at(0);
  EXPECT_EQ(outcome.status, exchange::RequestStatus::confirmed);
  EXPECT_EQ(outcome.other_id.value().value, "theirs");
  EXPECT_EQ(outcome.id_origin, outbox::WireIdOrigin::adopted);
}

TEST_F(AccountRunnerTest, ARefusalThatFreshKnowledgeDoesNotChangeStandsWithoutASecondWrite) {
  begin(AuthWay::fixed_token);
  prove();
  auto planned = result(5);
  planned.adopt_result = true;
  planned.known.results.emplace();
  planned.known_from_store = true;
  runner->accept({planned});
  runner->advance();
  transport.answer(422);
  runner->advance();
  transport.answer(200, R"({"results":[]})", {{"X-Total-Count", "0"}});
  runner->advance();
  EXPECT_EQ(transport.in_flight(), 0u);
  const auto outcome = runner->take_settlement().outcomes.at(0);
  EXPECT_EQ(outcome.status, exchange::RequestStatus::refused);
  EXPECT_EQ(outcome.http_status, 422);
}

TEST_F(AccountRunnerTest, SendsNothingOnceTheLeaseIsOverByTheClockThatCountsPauses) {
  begin(AuthWay::fixed_token);
  prove();
  runner->wire().lease_taken(runner->wire().epoch(), clock.now + 10'000);
  give(1);
  ASSERT_EQ(transport.in_flight(), 1u);
  EXPECT_TRUE(transport.flights[0].transfer.may_leave());
  clock.now += 10'000;
  EXPECT_FALSE(transport.flights[0].transfer.may_leave()) << "asked again before the first byte";
  give(1);
  EXPECT_EQ(transport.in_flight(), 1u);
  EXPECT_EQ(runner->slots(), 0);
}

TEST_F(AccountRunnerTest, ALostLeaseCutsWhatIsInFlightWithoutBurningAnAttempt) {
  begin(AuthWay::fixed_token);
  prove();
  give(6);
  EXPECT_EQ(transport.in_flight(), 4u);
  runner->lease_lost();
  EXPECT_EQ(transport.in_flight(), 0u);
  int doubtful = 0;
  for (const auto& outcome : runner->take_settlement().outcomes) {
    doubtful += outcome.status == exchange::RequestStatus::in_doubt ? 1 : 0;
    EXPECT_TRUE(outcome.blameless);
    EXPECT_EQ(outcome.nothing_left, outcome.status == exchange::RequestStatus::not_sent);
  }
  EXPECT_EQ(doubtful, 4);
}

TEST_F(AccountRunnerTest, AShutWindowClosesItsLineItemAndTheAccountOnlyIfSeveralPeriodsAreShutAndNothingPasses) {
  profile.answers.push_back({403, "", "grading window", std::string(info(Code::window_shut).id)});
  begin(AuthWay::fixed_token);
  prove();
  const auto* const shut = R"({"imsx_codeMajor":"failure","imsx_severity":"error",)"
                           R"("imsx_description":"The grading window is closed"})";
  const auto send = [&](std::int64_t id, std::int64_t line_item, const std::string& period) {
    auto planned = result(id);
    planned.parent_id = line_item;
    planned.period = period;
    runner->accept({planned});
    runner->advance();
  };
  send(1, 11, "quarter-1");
  transport.answer(403, shut);
  auto settlement = runner->take_settlement();
  EXPECT_FALSE(settlement.account) << "one period of several";
  EXPECT_EQ(settlement.outcomes.at(0).status, exchange::RequestStatus::not_sent);
  EXPECT_EQ(settlement.outcomes.at(0).code, Code::window_shut);
  EXPECT_EQ(settlement.outcomes.at(0).retry_unix_ms, clock.now + 60 * kMinute);
  send(2, 11, "quarter-1");
  EXPECT_EQ(transport.in_flight(), 0u) << "of the same line item nothing is asked in vain";
  send(3, 12, "quarter-1");
  transport.answer(403, shut);
  EXPECT_FALSE(runner->take_settlement().account);
  send(4, 13, "quarter-2");
  transport.answer(201);
  EXPECT_EQ(runner->take_settlement().outcomes.at(0).status, exchange::RequestStatus::confirmed);
  send(5, 13, "quarter-2");
  transport.answer(403, shut);
  EXPECT_FALSE(runner->take_settlement().account) << "others have passed a moment ago";
  clock.now += 61 * kMinute;
  send(6, 14, "quarter-1");
  transport.answer(403, shut);
  static_cast<void>(runner->take_settlement());
  send(7, 15, "quarter-2");
  transport.answer(403, shut);
  EXPECT_EQ(runner->take_settlement().account.value().state, AccountState::window_shut);
  EXPECT_EQ(runner->slots(), 0);
}

} // namespace
} // namespace passback::delivery
