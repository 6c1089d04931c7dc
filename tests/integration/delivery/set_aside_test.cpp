// A record that something refuses while others arrive: set aside by name, tried once a day, with
// each newer score (that is the host's word, as ever), and when a person sends it again.
#include <gtest/gtest.h>

#include "tests/integration/delivery/lms.hpp"
#include "tests/integration/delivery/sis.hpp"
#include "tests/integration/delivery/wait_until.hpp"

namespace passback::integration {
namespace {

using outbox::AccountState;
using outbox::State;
using settings::OneRosterVersion;

class SetAsideTest : public ::testing::Test {
 protected:
  SetAsideTest() {
    lms.connect(Lms::connection_to(sis.url(), OneRosterVersion::v1p2), "lms-secret");
    lms.activity("essay");
    sis.fault(R"({"rules":[{"method":"PUT","path":"/results/","body":"\"s3\"",
                            "action":{"status":403,"headers":{"Content-Type":"text/html"},
                              "body":"<html><title>Request blocked</title></html>"}}]})");
    for (int i = 1; i <= 9; ++i) {
      lms.score("s" + std::to_string(i), std::to_string(70 + i));
    }
    deliverer = lms.deliverer();
  }
  /// Time passes until it is so; the clock goes faster than the tests'.
  bool passes_until(const std::function<bool()>& is_so) {
    return wait_until([&] {
      lms.clock.move(std::chrono::milliseconds(500));
      deliverer.delivery->nudge();
      return is_so();
    });
  }
  bool is_set_aside() { return lms.result("s3").state == State::failed; }

  Sis sis;
  Lms lms;
  Lms::Deliverer deliverer;
};

TEST_F(SetAsideTest, TheOthersArriveAndItIsNamedWithWhatWasAnswered) {
  ASSERT_TRUE(passes_until([&] { return is_set_aside(); })) << lms.log.text();
  for (const int i : {1, 2, 4, 5, 6, 7, 8, 9}) {
    EXPECT_EQ(sis.score_of("res-essay-s" + std::to_string(i)), std::to_string(70 + i));
  }
  const auto record = lms.result("s3");
  EXPECT_EQ(info(record.code).id, "record.set_aside");
  EXPECT_EQ(record.http_status, 403);
  EXPECT_EQ(record.detail, "403 account.page: Request blocked");
  EXPECT_EQ(lms.account().state, AccountState::ok);
}

TEST_F(SetAsideTest, ItIsTriedByItselfOnceADayAndGoesWhenTheCauseIsGone) {
  ASSERT_TRUE(passes_until([&] { return is_set_aside(); })) << lms.log.text();
  const auto asked = sis.count("PUT", "/results/res-essay-s3");
  lms.clock.move(std::chrono::hours(23));
  deliverer.delivery->nudge();
  lms.score("s1", "99");
  ASSERT_TRUE(passes_until([&] { return sis.score_of("res-essay-s1") == "99"; }));
  EXPECT_EQ(sis.count("PUT", "/results/res-essay-s3"), asked);
  sis.clear_faults();
  lms.clock.move(std::chrono::hours(2));
  EXPECT_TRUE(passes_until([&] { return sis.score_of("res-essay-s3") == "73"; })) << lms.log.text();
}

TEST_F(SetAsideTest, ItGoesWhenAPersonSendsItAgain) {
  ASSERT_TRUE(passes_until([&] { return is_set_aside(); })) << lms.log.text();
  sis.clear_faults();
  lms.send_again();
  EXPECT_TRUE(passes_until([&] { return sis.score_of("res-essay-s3") == "73"; })) << lms.log.text();
}

} // namespace
} // namespace passback::integration
