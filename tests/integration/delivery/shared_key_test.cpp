// Several domains name the same API Key at one SIS: what one of them enters wrongly stops nobody
// else, and what they share is shared below one domain only.
#include <set>
#include <string>

#include <gtest/gtest.h>

#include "plugin/outbox/transitions.hpp"
#include "tests/integration/delivery/lms.hpp"
#include "tests/integration/delivery/sis.hpp"
#include "tests/integration/delivery/wait_until.hpp"

namespace passback::integration {
namespace {

using outbox::State;
using settings::OneRosterVersion;

/// Another connection to the same SIS with the same key, and a secret of its own.
settings::Connection other_connection(const Sis& sis) {
  auto connection = Lms::connection_to(sis.url(), OneRosterVersion::v1p2);
  connection.id = "0d4b1a7e-6f0c-4a43-8a7b-5d8f6f7f1d11";
  connection.sis_name = "Their SIS";
  connection.secret_ref = "their-secret";
  return connection;
}

void put_below(Lms& lms, const std::string& domain, const std::string& parent) {
  lms.commit([&](outbox::Transaction& transaction) {
    return transaction.put_domain({gradebook::DomainId(domain), gradebook::DomainId(parent), ""});
  });
}

/// The domains that were told something, each once, with commas between.
std::string told(Lms& lms) {
  std::set<std::string> domains;
  for (const auto& notice : lms.notices()) {
    domains.insert(notice.domain_id);
  }
  std::string text;
  for (const auto& domain : domains) {
    text += (text.empty() ? "" : ",") + domain;
  }
  return text;
}

TEST(SharedKey, AnotherDomainsWrongSecretStopsNobodyElseAndSheIsTold) {
  Sis sis;
  Lms lms;
  lms.connect(other_connection(sis), "wrong", "tenant-b", "biology");
  lms.activity("essay");
  auto deliverer = lms.deliverer();
  ASSERT_TRUE(wait_until([&] { return !lms.notices().empty(); })) << lms.log.text();
  lms.connect(Lms::connection_to(sis.url(), OneRosterVersion::v1p2), "lms-secret", "tenant-a");
  deliverer.delivery->nudge();
  lms.activity("report", "Report");
  lms.score("s1", "80", "report");
  deliverer.delivery->nudge();
  EXPECT_TRUE(wait_until([&] { return sis.score_of("res-report-s1") == "80"; })) << lms.log.text();
  // And the other way round: B asks again, and is refused again, while A works.
  lms.secrets.put("their-secret", 1, settings::Secret("wrong"));
  const auto refused = sis.count("POST", "/oauth/token");
  lms.clock.move(std::chrono::minutes(16));
  deliverer.delivery->nudge();
  ASSERT_TRUE(wait_until([&] { return sis.count("POST", "/oauth/token") > refused; }));
  lms.score("s2", "90", "report");
  deliverer.delivery->nudge();
  EXPECT_TRUE(wait_until([&] { return sis.score_of("res-report-s2") == "90"; })) << lms.log.text();
  EXPECT_EQ(told(lms), "tenant-b");
  EXPECT_EQ(lms.account().state, outbox::AccountState::ok);
}

TEST(SharedKey, ASchoolsWrongSecretDoesNotStopTheDistrictAboveIt) {
  for (const bool school_is_wrong : {true, false}) {
    Sis sis;
    Lms lms;
    auto wrong = school_is_wrong ? other_connection(sis)
                                 : Lms::connection_to(sis.url(), OneRosterVersion::v1p2);
    auto right = school_is_wrong ? Lms::connection_to(sis.url(), OneRosterVersion::v1p2)
                                 : other_connection(sis);
    const std::string wrong_domain = school_is_wrong ? "school" : "district";
    const std::string right_domain = school_is_wrong ? "district" : "school";
    lms.connect(wrong, "wrong", wrong_domain, "biology");
    lms.activity("essay");
    lms.connect(right, "lms-secret", right_domain, "algebra");
    put_below(lms, "school", "district");
    auto deliverer = lms.deliverer();
    ASSERT_TRUE(wait_until([&] { return !lms.notices().empty(); })) << lms.log.text();
    lms.activity("report", "Report");
    lms.score("s1", "80", "report");
    deliverer.delivery->nudge();
    EXPECT_TRUE(wait_until([&] { return sis.score_of("res-report-s1") == "80"; }))
        << (school_is_wrong ? "school" : "district") << " stopped the other\n"
        << lms.log.text();
    EXPECT_EQ(told(lms), wrong_domain);

    // The right secret for the other one as well: a newer version, so it is tried at once.
    wrong.secret_version = 2;
    lms.connect(wrong, "lms-secret", wrong_domain, "biology");
    put_below(lms, "school", "district");
    deliverer.delivery->nudge();
    EXPECT_TRUE(wait_until([&] { return lms.all_settled(); })) << lms.log.text();
    EXPECT_TRUE(wait_until([&] { return lms.notices().size() == 2U; })) << "one, and its end";
    EXPECT_EQ(lms.notices().back().dedupe_key, lms.notices().front().dedupe_key);
    EXPECT_EQ(told(lms), wrong_domain);
  }
}

TEST(SharedKey, ASchoolsAddressThatIsNotAllowedDoesNotStopTheDistrictAboveIt) {
  Sis sis;
  Lms lms;
  auto inside = other_connection(sis);
  inside.base_url = "https://10.1.2.3";
  inside.secret_origins.push_back("https://10.1.2.3:443");
  lms.connect(inside, "lms-secret", "school", "biology");
  lms.activity("essay");
  lms.connect(Lms::connection_to(sis.url(), OneRosterVersion::v1p2), "lms-secret", "district",
              "algebra");
  put_below(lms, "school", "district");
  auto deliverer = lms.deliverer();
  ASSERT_TRUE(wait_until([&] { return !lms.notices().empty(); })) << lms.log.text();
  for (const auto* student : {"s1", "s2", "s3"}) {
    lms.activity("report", "Report");
    lms.score(student, "80", "report");
    deliverer.delivery->nudge();
    EXPECT_TRUE(wait_until([&] {
      return sis.score_of("res-report-" + std::string(student)) == "80";
    })) << student << lms.log.text();
  }
  EXPECT_EQ(told(lms), "school");
  EXPECT_EQ(lms.account().state, outbox::AccountState::ok);
}

TEST(SharedKey, ASecretThatTheVaultLacksStopsItsOwnConnectionOnly) {
  Sis sis;
  Lms lms;
  lms.connect(other_connection(sis), "", "school", "biology");
  lms.activity("essay");
  lms.connect(Lms::connection_to(sis.url(), OneRosterVersion::v1p2), "lms-secret", "district");
  put_below(lms, "school", "district");
  lms.activity("report", "Report");
  auto deliverer = lms.deliverer();
  EXPECT_TRUE(wait_until([&] { return sis.has("lineItems", "li-report"); })) << lms.log.text();
  EXPECT_FALSE(sis.has("lineItems", "li-essay"));
  lms.secrets.put("their-secret", 1, settings::Secret("lms-secret"));
  deliverer.delivery->nudge();
  EXPECT_TRUE(wait_until([&] { return sis.has("lineItems", "li-essay"); })) << lms.log.text();
}

TEST(SharedKey, ABusyAnswerPausesTheSubtreeAndNobodyBesideIt) {
  Sis sis;
  Lms lms;
  sis.fault(R"({"rules":[{"method":"PUT","count":1,"action":{"status":429,"retry_after":600}}]})");
  lms.connect(other_connection(sis), "lms-secret", "tenant-b", "biology");
  lms.activity("essay");
  auto deliverer = lms.deliverer();
  ASSERT_TRUE(wait_until([&] { return lms.account().code == Code::sis_busy; })) << lms.log.text();
  lms.connect(Lms::connection_to(sis.url(), OneRosterVersion::v1p2), "lms-secret", "tenant-a");
  lms.activity("report", "Report");
  deliverer.delivery->nudge();
  EXPECT_TRUE(wait_until([&] { return sis.has("lineItems", "li-report"); })) << lms.log.text();
  EXPECT_FALSE(sis.has("lineItems", "li-essay"));
}

TEST(SharedKey, WhatAnEarlierReleaseLeftInFlightIsSentAgainAndNothingTwice) {
  Sis sis;
  Lms lms;
  lms.connect(Lms::connection_to(sis.url(), OneRosterVersion::v1p2), "lms-secret");
  lms.activity("essay");
  lms.score("s1", "80");
  // As a process left it that was killed: sent under an epoch of an account of another name.
  lms.commit([&](outbox::Transaction& transaction) {
    auto record = *transaction.record(lms.line_item().id);
    outbox::mark_sent(*record, "request-of-the-dead", 41, lms.clock.unix_ms());
    return transaction.put_record(*record);
  });
  auto deliverer = lms.deliverer();
  EXPECT_TRUE(wait_until([&] {
    deliverer.delivery->nudge();
    return lms.all_settled();
  })) << lms.log.text();
  EXPECT_EQ(sis.values("lineItems").size(), 1U);
  EXPECT_EQ(sis.score_of("res-essay-s1"), "80");
}

} // namespace
} // namespace passback::integration
