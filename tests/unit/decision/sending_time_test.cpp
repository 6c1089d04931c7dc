// Quiet hours, dates without sending, and waiting for edits.
#include <gtest/gtest.h>

#include "plugin/decision/sending_time.hpp"

namespace passback::decision {
namespace {

constexpr std::int64_t kClockMinute = 60'000;
// 2026-12-18 06:30 in Denver, 13:30 UTC.
constexpr std::int64_t kFriday = 1'797'600'600'000;
constexpr std::string_view kDenver = "America/Denver";

settings::SendingRules quiet(int from, int to) {
  settings::SendingRules rules;
  rules.quiet_hours = settings::QuietHours{from, to};
  return rules;
}

outbox::Record in_line(std::int64_t now) {
  outbox::Record record;
  record.state = outbox::State::ready;
  record.next_attempt_unix_ms = now;
  return record;
}

TEST(SendingTime, WithoutRulesItIsNow) {
  EXPECT_EQ(sending_time({}, kDenver, kFriday).why, Code::none);
}

TEST(SendingTime, QuietHoursEndByTheClockOfTheSis) {
  const auto rules = quiet(22 * 60, 7 * 60);
  const auto time = sending_time(rules, kDenver, kFriday);
  EXPECT_EQ(time.why, Code::quiet_hours);
  EXPECT_EQ(time.until_unix_ms, kFriday + 30 * kClockMinute);
  EXPECT_EQ(sending_time(rules, kDenver, kFriday + 30 * kClockMinute).why, Code::none);
  EXPECT_EQ(sending_time(rules, "UTC", kFriday).why, Code::none) << "there it is half past one";
}

TEST(SendingTime, QuietHoursMayLieWithinADay) {
  const auto rules = quiet(6 * 60, 7 * 60);
  EXPECT_EQ(sending_time(rules, kDenver, kFriday).until_unix_ms, kFriday + 30 * kClockMinute);
  EXPECT_EQ(sending_time(rules, kDenver, kFriday - 31 * kClockMinute).why, Code::none);
}

TEST(SendingTime, OnADateWithoutSendingItIsTheNextMidnight) {
  settings::SendingRules rules;
  rules.no_sending_on = settings::DateRanges{{"2026-12-17", "2026-12-18"}};
  const auto time = sending_time(rules, kDenver, kFriday);
  EXPECT_EQ(time.why, Code::no_sending_today);
  EXPECT_EQ(time.until_unix_ms, kFriday + (17 * 60 + 30) * kClockMinute);
  EXPECT_EQ(sending_time(rules, kDenver, time.until_unix_ms).why, Code::none);
}

TEST(SendingTime, AZoneThatNobodyKnowsIsUtc) {
  EXPECT_EQ(sending_time(quiet(13 * 60, 14 * 60), "Mars/Olympus", kFriday).why, Code::quiet_hours);
}

TEST(SendingTime, WhatAPersonSentGoesAtOnce) {
  auto record = in_line(kFriday);
  record.priority = 1;
  EXPECT_EQ(sending_time(quiet(0, 1439), kDenver, record, kFriday).why, Code::none);
  settings::SendingRules rules;
  rules.wait_before_sending = settings::Minutes{2};
  wait_for_edits(rules, record, kFriday);
  EXPECT_EQ(record.next_attempt_unix_ms, kFriday);
}

TEST(SendingTime, SeveralEditsWaitFromTheFirstOn) {
  settings::SendingRules rules;
  rules.wait_before_sending = settings::Minutes{2};
  auto record = in_line(kFriday);
  wait_for_edits(rules, record, kFriday);
  EXPECT_EQ(record.code, Code::waits_for_edits);
  EXPECT_EQ(record.next_attempt_unix_ms, kFriday + 2 * kClockMinute);
  wait_for_edits(rules, record, kFriday + kClockMinute);
  EXPECT_EQ(record.next_attempt_unix_ms, kFriday + 2 * kClockMinute);
}

TEST(SendingTime, WhereTheRulesMayBeOthersItIsLookedAtNow) {
  auto record = in_line(kFriday + 90 * kClockMinute);
  record.code = Code::quiet_hours;
  look_at_time_again({}, record, kFriday);
  EXPECT_EQ(record.next_attempt_unix_ms, kFriday);
  EXPECT_EQ(record.code, Code::none);

  auto retried = in_line(kFriday + 90 * kClockMinute);
  retried.code = Code::sis_timeout;
  look_at_time_again({}, retried, kFriday);
  EXPECT_EQ(retried.next_attempt_unix_ms, kFriday + 90 * kClockMinute);
}

TEST(SendingTime, LookedAtAgainItWaitsForEditsNoLongerThanTheRulesSay) {
  settings::SendingRules rules;
  rules.wait_before_sending = settings::Minutes{60};
  auto record = in_line(kFriday);
  wait_for_edits(rules, record, kFriday);
  const auto later = kFriday + 10 * kClockMinute;
  look_at_time_again(rules, record, later);
  EXPECT_EQ(record.next_attempt_unix_ms, kFriday + 60 * kClockMinute) << "the rule is as it was";
  rules.wait_before_sending = settings::Minutes{5};
  look_at_time_again(rules, record, later);
  EXPECT_EQ(record.next_attempt_unix_ms, later + 5 * kClockMinute);
  EXPECT_EQ(record.code, Code::waits_for_edits);
  look_at_time_again({}, record, later);
  EXPECT_EQ(record.next_attempt_unix_ms, later);
}

} // namespace
} // namespace passback::decision
