// What people are told when the trouble of an account, or of one credential, is over.
#include "plugin/delivery/account_notice.hpp"
#include "plugin/delivery/worker/account_gate.hpp"
#include "tests/unit/delivery/planner_fixture.hpp"

namespace passback::delivery {
namespace {

using outbox::AccountState;

constexpr std::int64_t kHourMs = 60LL * 60 * 1000;

class WellAgain : public PlannerFixture {
 protected:
  SettleResult account(AccountState state, Code code, bool works = false) {
    SettleRequest request = request_now();
    request.account = AccountChange{};
    request.account->state = state;
    request.account->code = code;
    request.account->works = works;
    return settle_now(request);
  }
  SettleResult credential(std::optional<outbox::CredentialRefusal> refusal) {
    SettleRequest request = request_now();
    request.refusals["connection"] = std::move(refusal);
    return settle_now(request);
  }
  static outbox::CredentialRefusal refusal() {
    outbox::CredentialRefusal made;
    made.secret_version = 1;
    made.code = Code::token_refused;
    return made;
  }

 private:
  SettleRequest request_now() const {
    SettleRequest request;
    request.account_key = "account";
    request.owner_id = "me";
    request.epoch = epoch;
    request.now_unix_ms = now;
    return request;
  }
  SettleResult settle_now(const SettleRequest& request) {
    SettleResult result;
    commit([&](Transaction& transaction) { return settle(transaction, request, result); });
    return result;
  }
};

TEST_F(WellAgain, WhoeverWasToldOfATroubleIsToldOnceThatItIsOver) {
  const auto trouble = account(AccountState::unauthorised, Code::token_refused);
  ASSERT_TRUE(trouble.notify);
  const auto well = account(AccountState::ok, Code::none, true);
  ASSERT_TRUE(well.notify);
  EXPECT_FALSE(account(AccountState::ok, Code::none, true).notify);
  const auto before = account_notice(trouble.account, "north", "Lincoln SIS");
  const auto after = account_notice(well.account, "north", "Lincoln SIS");
  EXPECT_EQ(after.dedupe_key, before.dedupe_key) << "so that it takes the other one's place";
  EXPECT_EQ(after.title, "Grades go to Lincoln SIS again");
  EXPECT_LT(after.severity, before.severity);
}

TEST_F(WellAgain, WhoeverWasToldNothingHearsNothingOfItsEnd) {
  EXPECT_FALSE(account(AccountState::down, Code::sis_timeout).notify) << "for a moment";
  EXPECT_FALSE(account(AccountState::ok, Code::none, true).notify);
}

TEST_F(WellAgain, OnlyAnAnswerOfTheSisShowsThatATroubleIsOver) {
  ASSERT_TRUE(account(AccountState::waiting_secret, Code::secret_unusable).notify);
  EXPECT_FALSE(account(AccountState::ok, Code::none).notify) << "another secret, not tried yet";
  EXPECT_TRUE(account(AccountState::ok, Code::none, true).notify);
}

TEST_F(WellAgain, ATroubleThatComesBackIsToldAnHourAfterItsEndAndNotAtEachTurn) {
  ASSERT_TRUE(account(AccountState::unauthorised, Code::token_refused).notify);
  ASSERT_TRUE(account(AccountState::ok, Code::none, true).notify);
  now += kHourMs / 2;
  EXPECT_FALSE(account(AccountState::unauthorised, Code::token_refused).notify);
  EXPECT_FALSE(account(AccountState::ok, Code::none, true).notify);
  now += kHourMs;
  EXPECT_TRUE(account(AccountState::unauthorised, Code::token_refused).notify);
}

TEST_F(WellAgain, ACredentialThatWorksAgainIsToldToItsOwnPeople) {
  ASSERT_TRUE(credential(refusal()).refused.contains("connection"));
  const auto well = credential(std::nullopt);
  ASSERT_TRUE(well.refused.contains("connection"));
  EXPECT_EQ(well.refused.at("connection").state, AccountState::ok);
  EXPECT_TRUE(credential(std::nullopt).refused.empty());
}

TEST(WellAgainGate, AnAccountThatASaveHasSetRightSaysSoAtItsFirstAnswer) {
  outbox::AccountRow row;
  row.notice_unix_ms = kNow; // told; the save made its state ok
  AccountGate gate{BreakerOptions{}};
  gate.restore(row, 0);
  EXPECT_FALSE(gate.take_change());
  gate.answered(kNow);
  const auto change = gate.take_change();
  ASSERT_TRUE(change);
  EXPECT_TRUE(change->works);
  gate.answered(kNow);
  EXPECT_FALSE(gate.take_change());
}

} // namespace
} // namespace passback::delivery
