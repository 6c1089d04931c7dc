// How a job's conversation is carried: credentials, one request at a time, a busy SIS, a lost
// lease.
#include <boost/json.hpp>
#include <gtest/gtest.h>

#include "plugin/delivery/worker/job_runner.hpp"
#include "tests/unit/delivery/scripted_transport.hpp"
#include "tests/unit/exchange/planned_requests.hpp"

namespace passback::delivery {
namespace {

using oneroster::AuthWay;
using oneroster::TransportFailure;

class JobRunnerTest : public ::testing::Test {
 protected:
  JobRunnerTest() {
    profile.name = "test";
    profile.max_in_flight = 2;
    profile.requests_per_second = 100;
    secrets.put("secret", 1, settings::Secret("s3cret"));
  }

  void begin(AuthWay way, const std::string& kind, const std::string& input = "{}") {
    route = exchange::route_to_sis(profile);
    route->connection.generation = 3;
    route->way = way;
    const RunnerParts parts{transport, secrets, log, clock, [] { return 0.5; }, [] {}, 300'000};
    account = std::make_unique<AccountRunner>(parts);
    account->configure({route}, 1);
    account->lease_taken(1, clock.now + 3'600'000, stored, 0);
    jobs = std::make_unique<JobRunner>(parts, account->job_requests());
    outbox::JobRow row;
    row.id = 7;
    row.kind = kind;
    row.input = input;
    row.epoch = 1;
    jobs->begin(row, route);
  }
  /// The columns of a class are read along with its categories.
  void the_class_has_no_columns() {
    jobs->advance();
    ASSERT_EQ(transport.in_flight(), 1U);
    transport.answer(200, R"({"lineItems":[]})");
    jobs->advance();
  }

  oneroster::Profile profile;
  settings::SecretCache secrets;
  SilentLog log;
  HandClock clock;
  ScriptedTransport transport;
  std::shared_ptr<exchange::Route> route;
  outbox::AccountRow stored;
  std::unique_ptr<JobRunner> jobs; // outlives the account, whose end still tells it something
  std::unique_ptr<AccountRunner> account;
};

constexpr const char* kCategories = R"({"class_id":"c1"})";
constexpr const char* kToken = R"({"access_token":"t0k","token_type":"bearer","expires_in":3600})";

TEST_F(JobRunnerTest, FetchesATokenSpeaksAndHandsOutReportRecordingAndWhatWasLearned) {
  begin(AuthWay::oauth2_client_credentials, "read_categories", kCategories);
  jobs->advance();
  ASSERT_EQ(transport.request().url, "https://sis.example/token");
  jobs->advance();
  EXPECT_EQ(transport.in_flight(), 1u) << "one request at a time";
  transport.answer(200, kToken);
  jobs->advance();
  ASSERT_EQ(transport.in_flight(), 1u);
  EXPECT_EQ(transport.header("Authorization"), "Bearer t0k");
  EXPECT_FALSE(transport.header("X-Request-Id").empty());
  transport.answer(200, R"({"categories":[{"sourcedId":"cat-1","title":"Homework"}]})",
                   {{"X-Total-Count", "1"}});
  the_class_has_no_columns();
  const auto ended = jobs->take_ended();
  ASSERT_TRUE(ended.has_value());
  EXPECT_FALSE(jobs->busy());
  EXPECT_EQ(ended->row.state, outbox::JobState::done);
  EXPECT_NE(ended->row.report.find(R"("outcome":"ok")"), std::string::npos) << ended->row.report;
  EXPECT_EQ(ended->row.recording.find("t0k"), std::string::npos);
  ASSERT_EQ(ended->learned.size(), 2u);
  EXPECT_EQ(ended->learned[1].kind, "line_items");
  EXPECT_EQ(ended->learned[0].kind, "categories");
  EXPECT_EQ(ended->learned[0].key, "c1");
  EXPECT_EQ(ended->learned[0].connection_generation, 3);
  EXPECT_EQ(ended->learned[0].document, R"([{"id":"cat-1","title":"Homework"}])");
}

TEST_F(JobRunnerTest, AsksForATokenForLessWhereTheSisGivesNoneForAllAndRemembersItForTheNextToken) {
  begin(AuthWay::oauth2_client_credentials, "read_categories", kCategories);
  jobs->advance();
  EXPECT_NE(transport.request().body.find("%2Froster.readonly"), std::string::npos);
  for (int refused = 0; refused < 2; ++refused) {
    transport.answer(400, R"({"error":"invalid_scope"})");
    jobs->advance();
    ASSERT_EQ(transport.request().url, "https://sis.example/token");
  }
  EXPECT_EQ(transport.request().body.find("roster"), std::string::npos);
  transport.answer(200, R"({"access_token":"t0k","expires_in":60})");
  clock.now += 60'000;
  jobs->advance();
  ASSERT_EQ(transport.request().url, "https://sis.example/token") << "the first one has ended";
  EXPECT_EQ(transport.request().body.find("roster"), std::string::npos);
  transport.answer(200, kToken);
  jobs->advance();
  transport.answer(200, R"({"categories":[]})");
  the_class_has_no_columns();
  EXPECT_EQ(jobs->take_ended().value().row.state, outbox::JobState::done);
}

TEST_F(JobRunnerTest, ABusySisIsAskedAgainWhenItWants) {
  begin(AuthWay::fixed_token, "read_categories", kCategories);
  jobs->advance();
  transport.answer(429, "", {{"Retry-After", "7"}});
  jobs->advance();
  EXPECT_EQ(transport.in_flight(), 0u);
  clock.now += 7'000;
  jobs->advance();
  ASSERT_EQ(transport.in_flight(), 1u);
  transport.answer(200, R"({"categories":[]})");
  the_class_has_no_columns();
  EXPECT_TRUE(jobs->take_ended().has_value());
}

TEST_F(JobRunnerTest, ASisThatStaysBusyEndsTheJobInsteadOfHoldingItForEver) {
  begin(AuthWay::fixed_token, "read_categories", kCategories);
  for (int i = 0; i < 4; ++i) {
    jobs->advance();
    ASSERT_EQ(transport.in_flight(), 1u) << i;
    transport.answer(429, "", {{"Retry-After", "1"}});
    clock.now += 1'000;
  }
  jobs->advance();
  const auto ended = jobs->take_ended();
  ASSERT_TRUE(ended.has_value());
  EXPECT_NE(ended->row.report.find("\"failed\""), std::string::npos) << ended->row.report;
}

TEST_F(JobRunnerTest, AnAccountThatStandsStillEndsAJobAtOnceButNotTheTestOfTheConnection) {
  stored.state = outbox::AccountState::down;
  stored.code = Code::sis_unreachable;
  stored.retry_unix_ms = clock.now + 60'000;
  begin(AuthWay::fixed_token, "read_categories", kCategories);
  const auto ended = jobs->take_ended();
  ASSERT_TRUE(ended.has_value());
  EXPECT_EQ(ended->row.state, outbox::JobState::failed);
  EXPECT_EQ(ended->row.code, Code::sis_unreachable);
  EXPECT_EQ(transport.started, 0);

  begin(AuthWay::fixed_token, "test_connection");
  jobs->advance();
  EXPECT_EQ(transport.in_flight(), 1u) << "it is there to find out";
}

TEST_F(JobRunnerTest, APauseThatTheSisAskedForIsKeptByEveryJobWhoeverWasTold) {
  for (const std::string kind : {"test_connection", "read_categories"}) {
    stored.code = Code::sis_busy; // the account is well, and waits
    stored.retry_unix_ms = clock.now + 30'000;
    begin(AuthWay::fixed_token, kind, kCategories);
    jobs->advance();
    EXPECT_FALSE(jobs->take_ended().has_value()) << kind;
    EXPECT_EQ(transport.in_flight(), 0U) << kind;
    clock.now += 30'000;
    jobs->advance();
    EXPECT_EQ(transport.in_flight(), 1U) << kind;
    account->lease_lost();
  }
}

TEST_F(JobRunnerTest, APauseThatARecordMeetsHoldsAJobBetweenTwoRequests) {
  begin(AuthWay::oauth2_client_credentials, "read_categories", kCategories);
  jobs->advance();
  transport.answer(200, kToken);
  oneroster::Verdict busy;
  busy.meaning = oneroster::Meaning::throttled;
  busy.retry_after_ms = 30'000;
  ASSERT_TRUE(account->standing().pauses_as_asked(busy, clock.boot_ms()));
  jobs->advance();
  EXPECT_EQ(transport.in_flight(), 0U);
  clock.now += 30'000;
  jobs->advance();
  ASSERT_EQ(transport.in_flight(), 1U) << "and goes on by itself";
  transport.answer(200, R"({"categories":[]})");
  the_class_has_no_columns();
  EXPECT_TRUE(jobs->take_ended().has_value());
}

TEST_F(JobRunnerTest, AnEnteredPaceSlowsDownAndNeverGoesAboveTheProfiles) {
  begin(AuthWay::fixed_token, "read_categories", kCategories);
  EXPECT_EQ(account->standing().rate().per_second(), 100);
  route->connection.requests_per_second = 500;
  account->configure({route}, 2);
  EXPECT_EQ(account->standing().rate().per_second(), 100);
  auto slower = std::make_shared<exchange::Route>(*route);
  slower->connection.requests_per_second = 2;
  account->configure({route, slower}, 3);
  EXPECT_EQ(account->standing().rate().per_second(), 2) << "the smallest of an account holds";
}

TEST_F(JobRunnerTest, ASecretThatIsNotThereOrNotForThatAddressIsSaidInTheReport) {
  begin(AuthWay::oauth2_client_credentials, "test_connection");
  secrets.forget("secret");
  jobs->advance();
  jobs->advance();
  auto ended = jobs->take_ended();
  ASSERT_TRUE(ended.has_value());
  EXPECT_NE(ended->row.report.find("account.secret_missing"), std::string::npos);
  EXPECT_EQ(transport.started, 0);

  secrets.put("secret", 1, settings::Secret("s3cret"));
  begin(AuthWay::fixed_token, "test_connection");
  route->connection.secret_origins = {"https://elsewhere.example"};
  jobs->advance();
  jobs->advance();
  ended = jobs->take_ended();
  ASSERT_TRUE(ended.has_value());
  EXPECT_NE(ended->row.report.find("account.address"), std::string::npos) << ended->row.report;
  EXPECT_EQ(transport.started, 0) << "no secret leaves";
}

TEST_F(JobRunnerTest, WhenTheLeaseIsLostTheJobIsLeftToWhoeverIsNext) {
  begin(AuthWay::fixed_token, "test_connection");
  jobs->advance();
  ASSERT_EQ(transport.in_flight(), 1u);
  account->lease_lost();
  EXPECT_FALSE(jobs->busy());
  EXPECT_FALSE(jobs->take_ended().has_value());
}

TEST_F(JobRunnerTest, AnAnswerToAnAbandonedJobIsNotHeard) {
  begin(AuthWay::fixed_token, "test_connection");
  jobs->advance();
  jobs->abandon();
  transport.answer(200, R"({"classes":[]})");
  jobs->advance();
  EXPECT_FALSE(jobs->take_ended().has_value());
}

TEST_F(JobRunnerTest, AJobUsesOneOfTheAccountsPlacesInFlight) {
  begin(AuthWay::fixed_token, "test_connection");
  const int before = account->slots();
  jobs->advance();
  EXPECT_EQ(account->slots(), before - 1);
}

TEST_F(JobRunnerTest, UnknownKindsAndInputsEndAsFailed) {
  begin(AuthWay::fixed_token, "polish_the_floor");
  EXPECT_EQ(jobs->take_ended()->row.code, Code::unsupported);
  begin(AuthWay::fixed_token, "test_grade", "{}");
  EXPECT_EQ(jobs->take_ended()->row.code, Code::document);
}

} // namespace
} // namespace passback::delivery
