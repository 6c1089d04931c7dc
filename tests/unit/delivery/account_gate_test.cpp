#include <gtest/gtest.h>

#include "plugin/delivery/worker/account_gate.hpp"

namespace passback::delivery {
namespace {

using Admission = AccountGate::Admission;
using outbox::AccountState;

constexpr std::int64_t kOneMinute = 60'000;

class AccountGateTest : public ::testing::Test {
 protected:
  AccountGateTest() {
    gate.restore({}, 0);
    gate.settings_are(7);
  }
  AccountGate gate{BreakerOptions{2'000, 300'000}};
};

TEST_F(AccountGateTest, AsksOneAtATimeUntilTheCredentialsHaveWorked) {
  EXPECT_EQ(gate.admission(0), Admission::one_at_a_time);
  gate.answered(0);
  EXPECT_EQ(gate.admission(0), Admission::open);
  gate.settings_are(8);
  EXPECT_EQ(gate.admission(0), Admission::one_at_a_time) << "other settings, other credentials";
}

TEST_F(AccountGateTest, ARefusedAccountWaitsAQuarterOfAnHour) {
  gate.refuse(Code::token_refused, 15 * kOneMinute);
  EXPECT_EQ(gate.admission(15 * kOneMinute - 1), Admission::closed);
  EXPECT_EQ(gate.admission(15 * kOneMinute), Admission::one_at_a_time);
  const auto change = gate.take_change();
  ASSERT_TRUE(change);
  EXPECT_EQ(change->state, AccountState::unauthorised);
  EXPECT_EQ(change->code, Code::token_refused);
  EXPECT_EQ(change->settings_generation, 7);
  EXPECT_FALSE(gate.take_change()) << "each change is told once";
}

TEST_F(AccountGateTest, NewerSettingsOpenARefusedAccountAtOnce) {
  gate.refuse(Code::token_refused, 15 * kOneMinute);
  gate.settings_are(7);
  EXPECT_EQ(gate.admission(1), Admission::closed);
  gate.settings_are(8);
  EXPECT_EQ(gate.admission(1), Admission::one_at_a_time);
}

TEST_F(AccountGateTest, ARestartKeepsARefusalUnlessTheSettingsAreNewer) {
  outbox::AccountRow row;
  row.state = AccountState::unauthorised;
  row.retry_unix_ms = 15 * kOneMinute;
  AccountGate same(BreakerOptions{});
  same.restore(row, 7);
  same.settings_are(7);
  EXPECT_EQ(same.admission(1), Admission::closed);
  AccountGate newer(BreakerOptions{});
  newer.restore(row, 7);
  newer.settings_are(8);
  EXPECT_EQ(newer.admission(1), Admission::one_at_a_time);
}

TEST_F(AccountGateTest, WhatIsDownTakesNoRecordBeforeAProbeHasPassed) {
  gate.answered(0);
  EXPECT_FALSE(gate.wants_probe(0));
  gate.failed(Code::sis_unreachable, 0, 1.0);
  EXPECT_EQ(gate.state(), AccountState::down);
  EXPECT_FALSE(gate.wants_probe(1'999));
  EXPECT_TRUE(gate.wants_probe(2'000));
  EXPECT_EQ(gate.admission(2'000), Admission::closed);
  gate.answered(2'000);
  EXPECT_EQ(gate.state(), AccountState::ok);
  EXPECT_EQ(gate.admission(2'000), Admission::open);
}

TEST_F(AccountGateTest, KeepsAPauseThatTheSisAskedFor) {
  gate.answered(0);
  gate.pause(Code::sis_busy, 30'000, 0);
  gate.answered(10);
  EXPECT_EQ(gate.admission(29'999), Admission::closed);
  EXPECT_EQ(gate.admission(30'000), Admission::one_at_a_time) << "one tells whether it is ready";
  gate.answered(30'000);
  EXPECT_EQ(gate.admission(30'000), Admission::open);
  EXPECT_EQ(gate.code(), Code::none);
}

TEST_F(AccountGateTest, WaitsForASecretAndGoesOnByItself) {
  gate.miss_secret(0);
  EXPECT_EQ(gate.state(), AccountState::waiting_secret);
  EXPECT_EQ(gate.admission(99'999'999), Admission::closed);
  gate.have_secret();
  EXPECT_EQ(gate.admission(0), Admission::one_at_a_time);
}

TEST_F(AccountGateTest, AMissingSecretDoesNotHideWhyTheAccountStandsStill) {
  gate.refuse(Code::token_refused, 15 * kOneMinute);
  gate.miss_secret(15 * kOneMinute);
  EXPECT_EQ(gate.state(), AccountState::unauthorised);
  EXPECT_EQ(gate.code(), Code::token_refused);
  EXPECT_EQ(gate.admission(15 * kOneMinute), Admission::closed);
}

TEST_F(AccountGateTest, WhatStopsItSaysHowItStands) {
  const std::vector<std::pair<Code, AccountState>> rows = {
      {Code::token_refused, AccountState::unauthorised},
      {Code::forbidden, AccountState::unauthorised},
      {Code::token_address, AccountState::address},
      {Code::address_refused, AccountState::address},
      {Code::address_not_allowed, AccountState::address}};
  for (const auto& [code, state] : rows) {
    gate.refuse(code, kOneMinute);
    EXPECT_EQ(gate.state(), state) << info(code).id;
  }
}

TEST_F(AccountGateTest, AShutWindowIsAskedAgainOneAtATime) {
  gate.answered(0);
  gate.shut_window(60 * kOneMinute);
  EXPECT_EQ(gate.admission(60 * kOneMinute - 1), Admission::closed);
  EXPECT_EQ(gate.admission(60 * kOneMinute), Admission::one_at_a_time);
}

TEST(AccountGate, AnAddressThatIsNotAllowedIsTriedAgainByNewerSettingsOrByWhoeverTakesOver) {
  AccountGate gate{BreakerOptions{}};
  gate.settings_are(1);
  gate.refuse(Code::address_not_allowed, 1'000 + 15 * kOneMinute);
  const auto change = gate.take_change();
  ASSERT_TRUE(change);
  EXPECT_EQ(change->state, AccountState::address);
  EXPECT_EQ(gate.admission(2'000), AccountGate::Admission::closed);
  EXPECT_EQ(gate.admission(1'000 + 15LL * 60 * 1000), AccountGate::Admission::one_at_a_time);
  gate.settings_are(2);
  EXPECT_EQ(gate.admission(2'000), AccountGate::Admission::one_at_a_time);

  outbox::AccountRow row;
  row.state = AccountState::address;
  row.code = Code::address_not_allowed;
  row.retry_unix_ms = change->retry_unix_ms;
  AccountGate after_a_start{BreakerOptions{}};
  after_a_start.restore(row, 0);
  EXPECT_EQ(after_a_start.admission(2'000), AccountGate::Admission::one_at_a_time);
  after_a_start.answered(3'000);
  EXPECT_EQ(after_a_start.state(), AccountState::ok);
}

} // namespace
} // namespace passback::delivery
