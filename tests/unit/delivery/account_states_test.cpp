// What stops a whole account, how it is told, and what stops no more than it must.
#include "plugin/delivery/account_notice.hpp"
#include "tests/unit/delivery/runner_fixture.hpp"

namespace passback::delivery {
namespace {

class AccountStatesTest : public RunnerTest {
 protected:
  exchange::PlannedRequest of_class(std::int64_t id, const std::string& class_id) {
    auto planned = result(id);
    planned.sis_class_id.value = class_id;
    return planned;
  }
  void send(exchange::PlannedRequest planned) {
    runner->accept({std::move(planned)});
    runner->advance();
  }
  std::optional<AccountChange> change() { return runner->take_settlement().account; }
};

TEST_F(AccountStatesTest, WhatIsNoTokenEndpointIsToldAsAnAddressKeepsTheSecretAndIsAskedAgainSoon) {
  const std::vector<std::pair<int, std::string>> answers = {
      {404, "<html>no such page</html>"},
      {400, "<html>bad request</html>"},
      {302, ""},
      {200, R"({"hello":1})"},
      {200, R"({"access_token":"t","token_type":"MAC"})"}};
  for (const auto& [status, body] : answers) {
    begin(AuthWay::oauth2_client_credentials);
    give(1);
    transport.answer(status, body);
    const auto account = change();
    ASSERT_TRUE(account) << status;
    EXPECT_EQ(account->state, AccountState::address) << status;
    EXPECT_EQ(info(account->code).id, "account.token_address") << status;
    EXPECT_LE(account->retry_unix_ms, clock.now + 60'000) << status;
    EXPECT_TRUE(secrets.get("secret", 1).has_value()) << "nobody has judged it";
  }
}

TEST_F(AccountStatesTest, AnAddressWhereEverythingIsMissingIsTheAccountsTroubleAndNoRecords) {
  profile.grading_period = oneroster::Need::required;
  profile.school = oneroster::Need::required;
  begin(AuthWay::fixed_token);
  auto planned = line_item(1);
  planned.reads = {exchange::Lookup::sis_class, exchange::Lookup::sessions};
  send(planned);
  while (transport.in_flight() > 0 &&
         transport.request().url.find("limit=1") == std::string::npos) {
    transport.answer(404, "404 page not found");
    runner->advance();
  }
  auto settlement = runner->take_settlement();
  ASSERT_EQ(settlement.outcomes.size(), 1U);
  EXPECT_EQ(settlement.outcomes[0].status, exchange::RequestStatus::not_sent)
      << "it waits, and needs no due date";
  EXPECT_TRUE(settlement.outcomes[0].blameless);
  EXPECT_TRUE(settlement.learned.empty()) << "nothing is known of a class that nobody showed";
  runner->advance();
  ASSERT_EQ(transport.in_flight(), 1U) << "one harmless read";
  transport.answer(404, "404 page not found");
  const auto account = change();
  ASSERT_TRUE(account);
  EXPECT_EQ(account->state, AccountState::address);
  EXPECT_EQ(account->code, Code::address_refused);
  EXPECT_LE(account->retry_unix_ms, clock.now + 15'000) << "a gateway may just be starting";
}

TEST_F(AccountStatesTest, ARedirectOfOneRecordStopsNobodyAndOneOfAllIsAnAddress) {
  begin(AuthWay::fixed_token);
  prove();
  send(of_class(1, "algebra"));
  transport.answer(302);
  EXPECT_FALSE(change());
  begin(AuthWay::fixed_token);
  send(of_class(1, "algebra"));
  transport.answer(302);
  send(of_class(2, "biology"));
  transport.answer(302);
  runner->advance();
  ASSERT_EQ(transport.request().method, "GET");
  transport.answer(302);
  EXPECT_EQ(change().value().state, AccountState::address);
}

TEST_F(AccountStatesTest, ResultsThatAreAllRefusedAreToldAndStopNothingElse) {
  begin(AuthWay::fixed_token);
  auto other = line_item(50);
  other.reads.clear();
  send(other);
  transport.answer(201);
  runner->take_settlement();
  RefusalChanges refusals;
  int refused = 0;
  for (int round = 0; round < 40 && refusals.empty(); ++round) {
    send(of_class(round % 6, "class-" + std::to_string(round % 3)));
    while (transport.in_flight() > 0) {
      const bool read = transport.request().method == "GET";
      refused += read ? 0 : 1;
      transport.answer(read ? 200 : 403, read ? R"({"categories":[]})" : "");
      runner->advance();
    }
    auto settlement = runner->take_settlement();
    refusals = std::move(settlement.refusals);
    EXPECT_FALSE(settlement.account) << "the account is well";
    for (const auto& outcome : settlement.outcomes) {
      EXPECT_FALSE(outcome.set_aside);
    }
    clock.now += 20'000;
  }
  ASSERT_TRUE(refusals.contains("connection"));
  EXPECT_EQ(info(refusals["connection"].value().code).id, "account.results_forbidden");
  EXPECT_LT(refused, 8);
  EXPECT_EQ(
      runner->standing().lanes().blocked("connection").count(exchange::ServiceCall::put_result),
      1U);
  auto another = line_item(51);
  another.reads.clear();
  send(another);
  ASSERT_EQ(transport.in_flight(), 1U) << "activities go on";
  transport.answer(201);
  EXPECT_TRUE(runner->take_settlement().refusals.empty()) << "and say nothing of results";
  clock.now += 15 * kMinute;
  send(of_class(1, "class-1"));
  transport.answer(201);
  const auto over = runner->take_settlement().refusals;
  ASSERT_TRUE(over.contains("connection"));
  EXPECT_FALSE(over.at("connection").has_value());
}

TEST_F(AccountStatesTest, ATimeToWaitPausesTheAccountWhoeverGotIt) {
  for (const std::string who : {"record", "token", "job"}) {
    for (const int status : {429, 503, 403}) {
      begin(who == "token" ? AuthWay::oauth2_client_credentials : AuthWay::fixed_token);
      if (who == "job") {
        ASSERT_TRUE(runner->job_requests().start({"GET", "https://sis.example/x", {}, {}}, route,
                                                 [](const TransferResult&) {}));
      } else {
        give(1);
      }
      transport.answer(status, "", {{"Retry-After", "7200"}});
      EXPECT_EQ(runner->slots(), 0) << who << status;
      const auto account = change();
      ASSERT_TRUE(account) << who << status;
      EXPECT_EQ(account->code, Code::sis_busy) << who << status;
      EXPECT_EQ(account->retry_unix_ms, clock.now + 60 * kMinute) << "an hour at most";
    }
  }
}

TEST_F(AccountStatesTest, TokensThatLiveTwoSecondsDoNotKeepTheGradesOutHoweverSlowTheRate) {
  profile.requests_per_second = 1;
  begin(AuthWay::oauth2_client_credentials);
  int confirmed = 0;
  for (int i = 0; i < 200 && confirmed < 5; ++i) {
    if (runner->slots() > 0 && runner->busy() == 0) {
      give(1);
    }
    runner->advance();
    while (transport.in_flight() > 0) {
      if (transport.request().url.ends_with("/token")) {
        transport.answer(200, R"({"access_token":"t","token_type":"bearer","expires_in":2})");
      } else if (i < 5) {
        transport.answer(429);
      } else {
        transport.answer(201);
      }
      runner->advance();
    }
    for (const auto& outcome : runner->take_settlement().outcomes) {
      confirmed += outcome.status == exchange::RequestStatus::confirmed ? 1 : 0;
    }
    clock.now += 3'000;
  }
  EXPECT_EQ(confirmed, 5);
}

TEST_F(AccountStatesTest, APasswordThatCannotBeUsedIsToldOfToo) {
  outbox::AccountRow row;
  row.state = AccountState::waiting_secret;
  row.code = Code::secret_missing;
  EXPECT_FALSE(notice_due(row, kMinute));
  row.code = Code::secret_unusable;
  EXPECT_TRUE(notice_due(row, kMinute));
  row.notice_unix_ms = kMinute;
  EXPECT_FALSE(notice_due(row, 2 * kMinute)) << "one a day";
  EXPECT_TRUE(notice_due(row, kMinute + 24 * 60 * kMinute));
}

TEST(AccountNotice, SaysWhatHappenedAndWhatAnAdministratorDoesNext) {
  outbox::AccountRow row;
  row.state = outbox::AccountState::unauthorised;
  row.code = Code::token_refused;
  const auto notice = account_notice(row, "north", "");
  EXPECT_EQ(notice.title, "Grades wait for the SIS");
  EXPECT_EQ(notice.body, std::string(info(row.code).sentence) + " " +
                             std::string(info(row.code).administrator) +
                             " Nothing is lost: the grades wait and go by themselves.");
}

} // namespace
} // namespace passback::delivery
