// One owner per account, whatever happens to it.

#include <gtest/gtest.h>

#include "plugin/outbox/lease.hpp"
#include "plugin/outbox/transitions.hpp"
#include "tests/integration/delivery/lms.hpp"
#include "tests/integration/delivery/sis.hpp"
#include "tests/integration/delivery/wait_until.hpp"

namespace passback::integration {
namespace {

using outbox::State;
using settings::OneRosterVersion;

TEST(Lease, TwoWorkersOnOneOutboxNeverSendARecordTwiceAtATime) {
  Sis sis;
  Lms lms;
  lms.connect(Lms::connection_to(sis.url(), OneRosterVersion::v1p2), "lms-secret");
  sis.fault(
      R"({"rules":[{"method":"PUT","probability":0.3,"action":{"delay_after_store_ms":30}}]})");
  lms.activity("essay");
  auto first = lms.deliverer();
  auto second = lms.deliverer();
  for (int round = 0; round < 10; ++round) {
    for (int i = 1; i <= 9; ++i) {
      lms.score("s" + std::to_string(i), std::to_string(round * 10 + i));
    }
    first.delivery->nudge();
    second.delivery->nudge();
  }
  ASSERT_TRUE(wait_until([&] { return lms.all_settled(); })) << lms.log.text();
  EXPECT_FALSE(sis.overlapped());
  for (int i = 1; i <= 9; ++i) {
    EXPECT_EQ(sis.score_of("res-essay-s" + std::to_string(i)), std::to_string(90 + i));
  }
  EXPECT_EQ(
      first.delivery->snapshot().leased_accounts + second.delivery->snapshot().leased_accounts, 1);
}

TEST(Lease, AStoppedWorkerLetsTheOtherGoOnAtOnce) {
  Sis sis;
  Lms lms;
  lms.lease_ms = 600'000;
  lms.connect(Lms::connection_to(sis.url(), OneRosterVersion::v1p2), "lms-secret");
  lms.activity("essay");
  auto first = lms.deliverer();
  ASSERT_TRUE(wait_until([&] { return lms.all_settled(); }));
  auto second = lms.deliverer();
  ASSERT_TRUE(first.delivery->stop(std::chrono::seconds(5)).ok());
  lms.score("s1", "77");
  second.delivery->nudge();
  EXPECT_TRUE(wait_until([&] { return lms.all_settled(); }, std::chrono::seconds(5)));
  EXPECT_EQ(sis.score_of("res-essay-s1"), "77");
}

TEST(Lease, WhatADeadOwnerLeftBehindIsInDoubtAndSentAgain) {
  Sis sis;
  Lms lms;
  lms.lease_ms = 600'000;
  lms.connect(Lms::connection_to(sis.url(), OneRosterVersion::v1p2), "lms-secret");
  lms.activity("essay");
  const auto account = [&] {
    auto settled = lms.deliverer();
    EXPECT_TRUE(wait_until([&] { return lms.all_settled(); }));
    return lms.account().key;
  }();
  // An owner takes the lease for ten minutes, plans a request, and is gone: its lock is free.
  lms.score("s1", "66");
  const auto id = lms.result("s1").id;
  lms.commit([&](outbox::Transaction& transaction) -> Status {
    outbox::LeaseRequest lease_request{"dead-owner", platform::boot_id(), lms.clock.boot_ms(),
                                       600'000};
    auto lease = outbox::acquire_lease(transaction, account, lease_request,
                                       [](const std::string&) { return true; });
    auto record = transaction.record(id);
    outbox::mark_sent(**record, "request-of-the-dead", (*lease)->epoch, lms.clock.unix_ms());
    return transaction.put_record(**record);
  });
  auto successor = lms.deliverer();
  const auto began = std::chrono::steady_clock::now();
  ASSERT_TRUE(wait_until([&] { return sis.score_of("res-essay-s1") == "66"; }));
  EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds(3));
  ASSERT_TRUE(wait_until([&] { return lms.all_settled(); }));
  EXPECT_EQ(lms.history(id), (std::vector<std::string>{"doubt", "sent", "confirmed"}));
}

TEST(Lease, AnOwnerWhoseTimeIsOverSendsNothingMore) {
  Sis sis;
  Lms lms;
  lms.lease_ms = 600'000;
  lms.connect(Lms::connection_to(sis.url(), OneRosterVersion::v1p2), "lms-secret");
  lms.activity("essay");
  auto first = lms.deliverer();
  ASSERT_TRUE(wait_until([&] { return lms.all_settled(); }));
  const auto key = lms.account().key;
  const auto epoch = lms.account().epoch;
  // Another takes over, as it may after the deadline.
  lms.commit([&](outbox::Transaction& transaction) -> Status {
    outbox::LeaseRequest lease_request{"usurper", platform::boot_id(),
                                       lms.clock.boot_ms() + 700'000, 600'000};
    auto lease = outbox::acquire_lease(transaction, key, lease_request,
                                       [](const std::string&) { return false; });
    EXPECT_TRUE(lease.ok() && lease->has_value());
    return ok_status();
  });
  EXPECT_GT(lms.account().epoch, epoch);
  const auto before = sis.count("PUT");
  lms.score("s1", "55");
  first.delivery->nudge();
  // The usurper's lock does not exist, so it counts as dead and the first takes over again, under
  // a newer epoch: never under the one that it lost.
  ASSERT_TRUE(wait_until([&] { return lms.all_settled(); }));
  EXPECT_GT(lms.account().epoch, epoch + 1);
  EXPECT_EQ(sis.count("PUT"), before + 1);
}

} // namespace
} // namespace passback::integration
