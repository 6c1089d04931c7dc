// The nightly look through the gradebook: when it begins, once, and where.
#include "plugin/intake/nightly.hpp"
#include "plugin/intake/sweep.hpp"
#include "tests/unit/intake/intake_fixture.hpp"

namespace passback::intake {
namespace {

constexpr std::int64_t kMinuteMs = 60'000;
constexpr std::int64_t kDayMs = 24 * 60 * kMinuteMs;

TEST(Nightly, SpreadsDistrictsOverTheHoursFromOneToFour) {
  std::set<int> minutes;
  for (int n = 0; n < 200; ++n) {
    const int minute = nightly_minute("connection-" + std::to_string(n));
    EXPECT_GE(minute, 60);
    EXPECT_LT(minute, 240);
    minutes.insert(minute);
  }
  EXPECT_GT(minutes.size(), 80U);
  EXPECT_EQ(nightly_minute("connection-1"), nightly_minute("connection-1"));
}

TEST(Nightly, IsMadeUpForUntilSchoolBegins) {
  const int minute = nightly_minute("sis-1");
  EXPECT_FALSE(is_its_night("sis-1", minute - 1));
  EXPECT_TRUE(is_its_night("sis-1", minute));
  EXPECT_TRUE(is_its_night("sis-1", 359));
  EXPECT_FALSE(is_its_night("sis-1", 360));
  EXPECT_FALSE(is_its_night("sis-1", 23 * 60));
}

class NightlyTest : public IntakeTest {
 protected:
  NightlyTest() {
    district.connection->time_zone = "UTC";
    choose(true);
    commit([&](outbox::Transaction& transaction) {
      outbox::ConnectionRow row;
      row.id = "sis-1";
      row.domain_id = gradebook::DomainId("district");
      row.account_key = "account";
      row.document = settings::to_json(*district.connection);
      return transaction.put_connection(row);
    });
    clock.now_ms = clock.now_ms - clock.now_ms % kDayMs + kDayMs; // midnight
  }
  void choose(bool nightly) {
    district.sending.reconcile_nightly = nightly;
    save(district);
  }
  void at_minute(int minute) {
    clock.now_ms = clock.now_ms - clock.now_ms % kDayMs + minute * kMinuteMs;
  }
  /// Whether the gradebook is to be read now.
  bool begins() {
    bool begun = false;
    commit([&](outbox::Transaction& transaction) -> Status {
      UnitOfWork work(transaction, profiles, nullptr, gradebook::DomainId("district"),
                      clock.unix_ms());
      const auto due = is_nightly_read_due(work);
      EXPECT_TRUE(due.ok());
      const auto asked = begin_nightly_reads(work, gradebook::DomainId("district"));
      EXPECT_TRUE(asked.ok());
      const auto unread = sweep_state(transaction);
      EXPECT_TRUE(unread.ok());
      begun = *due && !unread->nothing_left();
      return ok_status();
    });
    return begun;
  }
  void read_all() {
    for (auto question = intake->next_sweep_page(kDeadline); question.ok() && *question;
         question = intake->next_sweep_page(kDeadline)) {
      ASSERT_TRUE(intake->take_sweep_page(**question, {}, kDeadline).ok());
    }
  }
};

TEST_F(NightlyTest, BeginsOnceANight) {
  const int minute = nightly_minute("sis-1");
  at_minute(minute - 1);
  EXPECT_FALSE(begins());
  at_minute(minute);
  EXPECT_TRUE(begins());
  read_all();
  at_minute(minute + 1);
  EXPECT_FALSE(begins()) << "whoever asks, and whenever it was started";
  clock.now_ms += kDayMs;
  EXPECT_TRUE(begins());
}

TEST_F(NightlyTest, IsNotBegunWhileAnEarlierLookGoesOn) {
  at_minute(nightly_minute("sis-1"));
  ASSERT_TRUE(intake->sweep({}, kDeadline).ok());
  EXPECT_FALSE(begins());
  read_all();
  EXPECT_TRUE(begins()) << "that was not tonight's";
}

TEST_F(NightlyTest, IsNotBegunWhereNobodyChoseIt) {
  choose(false);
  at_minute(300);
  EXPECT_FALSE(begins());
  district.sending.reconcile_nightly.reset();
  save(district);
  EXPECT_FALSE(begins()) << "settings of before mean what they meant";
}

TEST_F(NightlyTest, GoesByTheClockOfTheDomain) {
  commit([&](outbox::Transaction& transaction) {
    outbox::ConnectionRow row;
    row.id = "sis-1";
    row.domain_id = gradebook::DomainId("district");
    row.account_key = "account";
    district.connection->time_zone = "America/Denver";
    row.document = settings::to_json(*district.connection);
    return transaction.put_connection(row);
  });
  save(district);
  at_minute(300);
  EXPECT_FALSE(begins()) << "five in the morning in Greenwich is eleven in the evening there";
  clock.now_ms += 6 * 60 * kMinuteMs;
  EXPECT_TRUE(begins());
}

TEST_F(NightlyTest, WhatItFindsWaitsForTheAnswerThatStandsBeforeIt) {
  district.first_send = settings::FirstSend{clock.now_ms, settings::FirstSend::Answer::open, {}};
  save(district);
  at_minute(nightly_minute("sis-1"));
  ASSERT_TRUE(begins());
  const auto listing = intake->next_sweep_page(kDeadline);
  ASSERT_TRUE(listing.ok() && *listing);
  SweepPage classes;
  classes.classes.push_back({gradebook::ClassId("algebra"), gradebook::SchoolYear("2026"),
                             gradebook::DomainId("north"), 1});
  ASSERT_TRUE(intake->take_sweep_page(**listing, std::move(classes), kDeadline).ok());
  const auto question = intake->next_sweep_page(kDeadline);
  ASSERT_TRUE(question.ok() && *question);
  SweepPage page;
  page.activities.push_back(essay());
  page.scores.push_back(score_of("90"));
  page.scores.back().facts.scored_at_unix_ms = district.first_send->since_unix_ms - kDayMs;
  ASSERT_TRUE(intake->take_sweep_page(**question, std::move(page), kDeadline).ok());
  EXPECT_EQ(result().code, Code::first_send_asked);
}

} // namespace
} // namespace passback::intake
