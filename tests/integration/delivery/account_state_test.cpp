// What stops a whole account: its grades wait, however long, and go by themselves.
#include <gtest/gtest.h>

#include "tests/integration/delivery/lms.hpp"
#include "tests/integration/delivery/sis.hpp"
#include "tests/integration/delivery/wait_until.hpp"

namespace passback::integration {
namespace {

using outbox::AccountState;
using outbox::State;
using settings::OneRosterVersion;

constexpr std::chrono::hours kThreeDays{72};

TEST(AccountState, AnSisThatIsDownForThreeDaysGetsEverythingWhenItIsBack) {
  auto sis = std::make_unique<Sis>();
  host_stub::sis::SisConfig again;
  again.port = sis->port();
  Lms lms;
  lms.connect(Lms::connection_to(sis->url(), OneRosterVersion::v1p2), "lms-secret");
  sis.reset();
  lms.activity("essay");
  for (int i = 1; i <= 9; ++i) {
    lms.score("s" + std::to_string(i), std::to_string(70 + i));
  }
  auto deliverer = lms.deliverer();
  // Each step is over when the worker has asked again.
  const auto end = lms.clock.unix_ms() + std::chrono::milliseconds(kThreeDays).count();
  while (lms.clock.unix_ms() < end) {
    const auto asked = deliverer.delivery->snapshot().requests;
    lms.clock.move(std::chrono::minutes(60));
    ASSERT_TRUE(wait_until([&] {
      deliverer.delivery->nudge();
      return deliverer.delivery->snapshot().requests > asked;
    }));
  }
  ASSERT_TRUE(wait_until([&] { return lms.account().state == AccountState::down; }));
  EXPECT_EQ(lms.account().code, Code::sis_unreachable);
  EXPECT_LE(lms.notices().size(), 4u) << "one a day";
  EXPECT_GE(lms.notices().size(), 2u);
  EXPECT_LT(deliverer.delivery->snapshot().requests, 400);

  Sis back(again);
  lms.clock.move(std::chrono::minutes(6));
  EXPECT_TRUE(wait_until([&] {
    deliverer.delivery->nudge();
    return lms.all_settled();
  })) << lms.log.text();
  for (int i = 1; i <= 9; ++i) {
    EXPECT_EQ(back.score_of("res-essay-s" + std::to_string(i)), std::to_string(70 + i));
  }
  EXPECT_EQ(lms.account().state, AccountState::ok);
}

TEST(AccountState, RetryAfterIsObeyed) {
  Sis sis;
  Lms lms;
  lms.connect(Lms::connection_to(sis.url(), OneRosterVersion::v1p2), "lms-secret");
  sis.fault(R"({"rules":[{"method":"PUT","count":1,"action":{"status":429,"retry_after":600}}]})");
  lms.activity("essay");
  lms.score("s1", "80");
  auto deliverer = lms.deliverer();
  ASSERT_TRUE(wait_until([&] { return lms.account().code == Code::sis_busy; }));
  const auto asked = sis.count();
  EXPECT_FALSE(lms.line_item().in_doubt) << "429 is a definite answer";
  lms.clock.move(std::chrono::minutes(9));
  for (int i = 0; i < 20; ++i) {
    deliverer.delivery->nudge();
    lms.score("s1", std::to_string(81 + i));
  }
  EXPECT_EQ(sis.count(), asked);
  lms.clock.move(std::chrono::minutes(2));
  deliverer.delivery->nudge();
  EXPECT_TRUE(wait_until([&] { return lms.all_settled(); })) << lms.log.text();
  EXPECT_EQ(sis.score_of("res-essay-s1"), "100");
}

TEST(AccountState, ASiteThatMayBeACopySendsNothing) {
  Sis sis;
  Lms lms;
  lms.connect(Lms::connection_to(sis.url(), OneRosterVersion::v1p2), "lms-secret");
  lms.commit(
      [](outbox::Transaction& transaction) { return transaction.put_meta("hold", "moved"); });
  lms.activity("essay");
  auto deliverer = lms.deliverer();
  ASSERT_TRUE(wait_until([&] { return deliverer.delivery->snapshot().held; }));
  EXPECT_EQ(sis.count(), 0u);
  EXPECT_EQ(lms.line_item().state, State::ready);
  lms.commit([](outbox::Transaction& transaction) { return transaction.put_meta("hold", ""); });
  deliverer.delivery->nudge();
  EXPECT_TRUE(wait_until([&] { return lms.all_settled(); })) << lms.log.text();
}

TEST(AccountState, SwitchedOffAtTheLastMomentIsNotSent) {
  Sis sis;
  Lms lms;
  const auto connection = Lms::connection_to(sis.url(), OneRosterVersion::v1p2);
  lms.connect(connection, "lms-secret");
  lms.activity("essay");
  lms.commit([&](outbox::Transaction& transaction) {
    settings::DomainSettings domain;
    domain.allow_grades = false;
    domain.connection = connection;
    return transaction.put_settings(outbox::Scope::domain, "root", settings::to_json(domain));
  });
  auto deliverer = lms.deliverer();
  ASSERT_TRUE(wait_until([&] { return lms.line_item().state == State::off; }));
  EXPECT_EQ(lms.line_item().code, Code::sync_off);
  EXPECT_EQ(sis.count(), 0u);
}

TEST(AccountState, OneSlowSisDoesNotSlowAnother) {
  Sis slow;
  Sis quick;
  slow.fault(R"({"rules":[{"action":{"hang":true}}]})");
  Lms lms;
  lms.connect(Lms::connection_to(slow.url(), OneRosterVersion::v1p2), "lms-secret");
  lms.activity("essay");
  for (int i = 1; i <= 9; ++i) {
    lms.score("s" + std::to_string(i), "50");
  }
  // A second domain with another SIS, in the same outbox.
  auto other = Lms::connection_to(quick.url(), OneRosterVersion::v1p2);
  other.id = "0d4b1a7e-6f0c-4a43-8a7b-5d8f6f7f1d11";
  lms.connect(other, "lms-secret", "other", "biology");
  lms.activity("essay");
  lms.score("s1", "90");
  auto deliverer = lms.deliverer();
  EXPECT_TRUE(
      wait_until([&] { return quick.score_of("res-essay-s1") == "90"; }, std::chrono::seconds(10)));
  EXPECT_GE(slow.count(), 1u);
  EXPECT_EQ(slow.count("PUT"), 0u);
}

} // namespace
} // namespace passback::integration
