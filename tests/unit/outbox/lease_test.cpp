// Who may speak to an account.
#include <string>

#include <gtest/gtest.h>

#include "plugin/outbox/lease.hpp"
#include "tests/unit/outbox/store_fixture.hpp"

namespace passback::outbox {
namespace {

class Leases : public StoreTest {
 protected:
  static LeaseRequest request(const std::string& owner, std::int64_t now,
                              const std::string& boot = "boot-1") {
    return LeaseRequest{owner, boot, now, 10'000};
  }

  std::optional<Lease> acquire(const LeaseRequest& request, bool other_is_dead) {
    std::optional<Lease> lease;
    commit([&](Transaction& t) -> Status {
      const auto got = acquire_lease(t, "account", request, [&](const std::string& owner) {
        ++probes;
        probed = owner;
        return other_is_dead;
      });
      if (!got) {
        return got.error();
      }
      lease = *got;
      return ok_status();
    });
    return lease;
  }

  bool holds(const std::string& owner, std::int64_t epoch) {
    bool held = false;
    read([&](Transaction& t) -> Status {
      held = *holds_lease(t, "account", owner, epoch);
      return ok_status();
    });
    return held;
  }

  int probes = 0;
  std::string probed;
};
PASSBACK_FOR_EVERY_STORE(Leases);

TEST_P(Leases, AFreeAccountIsTakenAtOnce) {
  const auto lease = acquire(request("a", 1'000), false);
  ASSERT_TRUE(lease.has_value());
  EXPECT_EQ(lease->epoch, 1);
  EXPECT_EQ(lease->deadline_boot_ms, 11'000);
  EXPECT_EQ(probes, 0);
  EXPECT_TRUE(holds("a", 1));
  EXPECT_FALSE(holds("b", 1));
  EXPECT_FALSE(holds("a", 2));
}

TEST_P(Leases, RenewingKeepsTheEpochAndMovesTheDeadline) {
  acquire(request("a", 1'000), false);
  const auto renewed = acquire(request("a", 5'000), false);
  ASSERT_TRUE(renewed.has_value());
  EXPECT_EQ(renewed->epoch, 1);
  EXPECT_EQ(renewed->deadline_boot_ms, 15'000);
}

TEST_P(Leases, ALivingOwnerKeepsItsAccount) {
  acquire(request("a", 1'000), false);
  EXPECT_FALSE(acquire(request("b", 10'999), false).has_value());
  EXPECT_EQ(probes, 1);
  EXPECT_EQ(probed, "a");
  EXPECT_TRUE(holds("a", 1));
}

TEST_P(Leases, ADeadOwnersAccountIsTakenAtOnce) {
  acquire(request("a", 1'000), false);
  const auto lease = acquire(request("b", 1'001), true);
  ASSERT_TRUE(lease.has_value());
  EXPECT_EQ(lease->epoch, 2);
  EXPECT_FALSE(holds("a", 1));
  EXPECT_TRUE(holds("b", 2));
}

TEST_P(Leases, APausedOwnersAccountIsTakenAtItsDeadline) {
  acquire(request("a", 1'000), false);
  const auto lease = acquire(request("b", 11'000), false);
  ASSERT_TRUE(lease.has_value());
  EXPECT_EQ(lease->epoch, 2);
  EXPECT_FALSE(acquire(request("a", 11'001), false).has_value()) << "it woke up fenced";
}

TEST_P(Leases, AnotherBootMeansTheOwnerIsDead) {
  acquire(request("a", 900'000'000), false);
  const auto lease = acquire(request("b", 5'000, "boot-2"), false);
  ASSERT_TRUE(lease.has_value());
  EXPECT_EQ(lease->epoch, 2);
  EXPECT_EQ(lease->deadline_boot_ms, 15'000);
}

TEST_P(Leases, GivingBackFreesItAndTheNextOwnerHasAnotherEpoch) {
  acquire(request("a", 1'000), false);
  commit([](Transaction& t) { return release_lease(t, "account", "a", 1); });
  EXPECT_FALSE(holds("a", 1));
  const auto lease = acquire(request("b", 1'001), false);
  ASSERT_TRUE(lease.has_value());
  EXPECT_EQ(lease->epoch, 2);
  EXPECT_EQ(probes, 0);
}

TEST_P(Leases, AFencedOwnerCannotGiveBackItsSuccessorsLease) {
  acquire(request("a", 1'000), false);
  acquire(request("b", 1'001), true);
  commit([](Transaction& t) { return release_lease(t, "account", "a", 1); });
  EXPECT_TRUE(holds("b", 2));
}

TEST_P(Leases, TakingALeaseKeepsTheStateOfTheAccount) {
  commit([](Transaction& t) {
    AccountRow row;
    row.key = "account";
    row.state = AccountState::down;
    row.code = Code::sis_unreachable;
    row.failures = 4;
    return t.put_account(row);
  });
  acquire(request("a", 1'000), false);
  read([](Transaction& t) -> Status {
    const auto row = t.account("account");
    EXPECT_EQ((*row)->state, AccountState::down);
    EXPECT_EQ((*row)->code, Code::sis_unreachable);
    EXPECT_EQ((*row)->failures, 4);
    return ok_status();
  });
}

} // namespace
} // namespace passback::outbox
