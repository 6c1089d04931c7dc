// Every way to prove who we are, in both versions, against the strict provider.
#include <filesystem>
#include <unistd.h>

#include <gtest/gtest.h>

#include "plugin/platform/files.hpp"
#include "tests/integration/delivery/lms.hpp"
#include "tests/integration/delivery/sis.hpp"
#include "tests/integration/delivery/wait_until.hpp"

namespace passback::integration {
namespace {

using outbox::AccountState;
using settings::OneRosterVersion;

struct Way {
  std::string name;
  OneRosterVersion version;
  settings::Credential credential;
  bool token_url;
  std::string secret;
  std::string auth; ///< as the provider's log calls it
};

std::ostream& operator<<(std::ostream& out, const Way& way) {
  return out << way.name;
}

class AuthenticationTest : public ::testing::TestWithParam<Way> {};

TEST_P(AuthenticationTest, AScoreArrivesInAStrictSis) {
  const Way& way = GetParam();
  Sis sis;
  Lms lms;
  auto connection = Lms::connection_to(sis.url(), way.version);
  connection.credential = way.credential;
  if (!way.token_url) {
    connection.token_url.clear();
  }
  if (way.credential == settings::Credential::access_token) {
    connection.api_key.clear();
  }
  lms.connect(connection, way.secret);
  lms.activity("essay");
  lms.score("s1", "89.5");
  auto deliverer = lms.deliverer();
  EXPECT_TRUE(wait_until([&] { return lms.all_settled(); })) << lms.log.text();
  EXPECT_TRUE(deliverer.delivery->stop(std::chrono::seconds(5)).ok());

  EXPECT_EQ(sis.score_of("res-essay-s1").substr(0, 4), "89.5");
  EXPECT_TRUE(sis.has("lineItems", "li-essay"));
  for (const auto& put : sis.requests("PUT")) {
    EXPECT_EQ(put.at("auth").as_string(), way.auth);
    EXPECT_EQ(put.at("user_agent").as_string(), "Passback/test");
    EXPECT_EQ(put.at("x_request_id").as_string().size(), 36u);
  }
  EXPECT_EQ(sis.count("PUT"), 2u) << "once each";
  EXPECT_EQ(lms.log.text().find(way.secret), std::string::npos);
}

INSTANTIATE_TEST_SUITE_P(
    Ways, AuthenticationTest,
    ::testing::Values(Way{"oauth2_of_1p2", OneRosterVersion::v1p2, settings::Credential::api_key,
                          true, "lms-secret", "oauth2"},
                      Way{"oauth2_of_1p1", OneRosterVersion::v1p1, settings::Credential::api_key,
                          true, "lms-secret", "oauth2"},
                      Way{"oauth1_of_1p1", OneRosterVersion::v1p1, settings::Credential::api_key,
                          false, "lms-secret", "oauth1"},
                      Way{"fixed_token_of_1p2", OneRosterVersion::v1p2,
                          settings::Credential::access_token, false, "lms-token", "bearer"},
                      Way{"fixed_token_of_1p1", OneRosterVersion::v1p1,
                          settings::Credential::access_token, false, "lms-token", "bearer"}),
    [](const auto& one) { return one.param.name; });

TEST(Authentication, ASisThatLetsTheClientReadNoRostersGetsItsGradesAllTheSame) {
  using host_stub::sis::UngrantedScope;
  for (const auto ungranted : {UngrantedScope::refuse, UngrantedScope::leave_out}) {
    for (const int wrong_scope_status : {403, 401}) {
      host_stub::sis::SisConfig config;
      const std::string scope = "https://purl.imsglobal.org/spec/or/v1p1/scope/";
      config.clients = {{"lms",
                         "lms-secret",
                         {scope + "gradebook.readonly", scope + "gradebook.createput",
                          scope + "gradebook.delete"}}};
      config.ungranted_scope = ungranted;
      config.wrong_scope_status = wrong_scope_status;
      Sis sis(config);
      Lms lms;
      lms.connect(Lms::connection_to(sis.url(), OneRosterVersion::v1p1), "lms-secret");
      lms.activity("essay");
      lms.score("s1", "89.5");
      auto deliverer = lms.deliverer();
      EXPECT_TRUE(wait_until([&] { return lms.all_settled(); })) << lms.log.text();
      EXPECT_EQ(sis.score_of("res-essay-s1").substr(0, 4), "89.5");
      for (const auto& asked : sis.requests("GET", "/ims/")) {
        EXPECT_NE(asked.at("status").as_int64(), wrong_scope_status)
            << "nothing is asked for in vain: " << asked.at("path").as_string();
      }
      const std::size_t tokens = ungranted == UngrantedScope::refuse ? 3 : 1;
      EXPECT_EQ(sis.count("POST", "/oauth/token"), tokens);
      EXPECT_EQ(lms.account().state, AccountState::ok);
    }
  }
}

TEST(Authentication, TlsWithThePrivateAuthorityOfTheConnection) {
  const auto ca = std::filesystem::temp_directory_path() /
                  ("passback-ca-" + std::to_string(::getpid()) + ".pem");
  host_stub::sis::SisConfig config;
  config.tls = true;
  config.ca_file = ca.string();
  Sis sis(config);
  Lms lms;
  auto connection = Lms::connection_to(sis.url(), OneRosterVersion::v1p2);
  connection.ca_pem = platform::read_file(ca.string(), 65'536)->value();
  lms.connect(connection, "lms-secret");
  lms.activity("essay");
  auto deliverer = lms.deliverer();
  EXPECT_TRUE(wait_until([&] { return lms.all_settled(); })) << lms.log.text();
  std::filesystem::remove(ca);
}

TEST(Authentication, ACertificateThatNobodyTrustsStopsTheAccountAndNothingLeaves) {
  const auto ca = std::filesystem::temp_directory_path() /
                  ("passback-ca2-" + std::to_string(::getpid()) + ".pem");
  host_stub::sis::SisConfig config;
  config.tls = true;
  config.ca_file = ca.string();
  Sis sis(config);
  Lms lms;
  lms.connect(Lms::connection_to(sis.url(), OneRosterVersion::v1p2), "lms-secret");
  lms.activity("essay");
  auto deliverer = lms.deliverer();
  EXPECT_TRUE(wait_until([&] { return lms.account().code == Code::sis_tls; }));
  EXPECT_EQ(sis.count(), 0u);
  EXPECT_FALSE(lms.line_item().in_doubt);
  std::filesystem::remove(ca);
}

TEST(Authentication, AWrongSecretGivesOneClearStatusAndNoRequestStorm) {
  Sis sis;
  Lms lms;
  auto connection = Lms::connection_to(sis.url(), OneRosterVersion::v1p2);
  lms.connect(connection, "wrong");
  lms.activity("essay");
  for (int i = 1; i <= 9; ++i) {
    lms.score("s" + std::to_string(i), "70");
  }
  auto deliverer = lms.deliverer();
  ASSERT_TRUE(wait_until([&] { return lms.account().state == AccountState::unauthorised; }));
  EXPECT_EQ(lms.account().code, Code::token_refused);
  ASSERT_TRUE(wait_until([&] { return lms.notices().size() == 1; }));
  EXPECT_EQ(sis.count(), 1u);
  for (int i = 0; i < 50; ++i) {
    deliverer.delivery->nudge();
  }
  lms.secrets.put("sis-secret", 1, settings::Secret("wrong"));
  lms.clock.move(std::chrono::minutes(5));
  lms.score("s1", "71");
  deliverer.delivery->nudge();
  // A quarter of an hour later it asks once more.
  lms.clock.move(std::chrono::minutes(11));
  deliverer.delivery->nudge();
  ASSERT_TRUE(wait_until([&] { return sis.count() == 2; }));
  ASSERT_TRUE(wait_until([&] { return lms.line_item().state == outbox::State::ready; }));
  EXPECT_EQ(lms.line_item().attempts, 0);

  // The administrator saves the right one: no waiting.
  connection.secret_version = 2;
  lms.connect(connection, "lms-secret");
  deliverer.delivery->nudge();
  EXPECT_TRUE(wait_until([&] { return lms.all_settled(); })) << lms.log.text();
  EXPECT_EQ(lms.account().state, AccountState::ok);
  EXPECT_TRUE(wait_until([&] { return lms.notices().size() == 2; })) << "one, and its end";
  EXPECT_EQ(lms.notices().back().title.english().find("Grades go to"), 0u)
      << lms.notices().back().title;
}

TEST(Authentication, AMissingSecretWakesTheHostAndEverythingGoesOnceItIsThere) {
  Sis sis;
  Lms lms;
  lms.connect(Lms::connection_to(sis.url(), OneRosterVersion::v1p2), "");
  lms.activity("essay");
  auto deliverer = lms.deliverer();
  ASSERT_TRUE(wait_until(
      [&] { return lms.woken.load() > 0 && lms.account().state == AccountState::waiting_secret; }));
  EXPECT_EQ(lms.secrets.wanted().count("sis-secret"), 1u);
  EXPECT_EQ(sis.count(), 0u);
  lms.secrets.put("sis-secret", 1, settings::Secret("lms-secret"));
  EXPECT_TRUE(wait_until([&] { return lms.all_settled(); })) << lms.log.text();
}

TEST(Authentication, ATokenThatDiesInBetweenIsReplacedAndNothingIsLost) {
  Sis sis;
  Lms lms;
  lms.connect(Lms::connection_to(sis.url(), OneRosterVersion::v1p2), "lms-secret");
  lms.activity("essay");
  auto deliverer = lms.deliverer();
  ASSERT_TRUE(wait_until([&] { return lms.all_settled(); }));
  sis.fault(R"({"rules":[{"method":"PUT","count":1,"action":{"expire_tokens":true}}]})");
  for (int i = 1; i <= 9; ++i) {
    lms.score("s" + std::to_string(i), "70");
  }
  deliverer.delivery->nudge();
  EXPECT_TRUE(wait_until([&] { return lms.all_settled(); })) << lms.log.text();
  EXPECT_EQ(sis.count("POST", "/oauth/token"), 2u);
}

} // namespace
} // namespace passback::integration
