// Times of the day, quiet hours, dates without sending, and waiting for edits.
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
  wait_for_its_time(rules, kDenver, true, record, kFriday);
  EXPECT_EQ(record.next_attempt_unix_ms, kFriday);
}

TEST(SendingTime, SeveralEditsWaitFromTheFirstOn) {
  settings::SendingRules rules;
  rules.wait_before_sending = settings::Minutes{2};
  auto record = in_line(kFriday);
  wait_for_its_time(rules, kDenver, true, record, kFriday);
  EXPECT_EQ(record.code, Code::waits_for_edits);
  EXPECT_EQ(record.next_attempt_unix_ms, kFriday + 2 * kClockMinute);
  wait_for_its_time(rules, kDenver, true, record, kFriday + kClockMinute);
  EXPECT_EQ(record.next_attempt_unix_ms, kFriday + 2 * kClockMinute);
}

TEST(SendingTime, WhereTheRulesMayBeOthersItIsLookedAtNow) {
  auto record = in_line(kFriday + 90 * kClockMinute);
  record.code = Code::quiet_hours;
  look_at_time_again({}, kDenver, record, kFriday);
  EXPECT_EQ(record.next_attempt_unix_ms, kFriday);
  EXPECT_EQ(record.code, Code::none);

  auto retried = in_line(kFriday + 90 * kClockMinute);
  retried.code = Code::sis_timeout;
  look_at_time_again({}, kDenver, retried, kFriday);
  EXPECT_EQ(retried.next_attempt_unix_ms, kFriday + 90 * kClockMinute);
}

TEST(SendingTime, LookedAtAgainItWaitsForEditsNoLongerThanTheRulesSay) {
  settings::SendingRules rules;
  rules.wait_before_sending = settings::Minutes{60};
  auto record = in_line(kFriday);
  wait_for_its_time(rules, kDenver, true, record, kFriday);
  const auto later = kFriday + 10 * kClockMinute;
  look_at_time_again(rules, kDenver, record, later);
  EXPECT_EQ(record.next_attempt_unix_ms, kFriday + 60 * kClockMinute) << "the rule is as it was";
  rules.wait_before_sending = settings::Minutes{5};
  look_at_time_again(rules, kDenver, record, later);
  EXPECT_EQ(record.next_attempt_unix_ms, later + 5 * kClockMinute);
  EXPECT_EQ(record.code, Code::waits_for_edits);
  look_at_time_again({}, kDenver, record, later);
  EXPECT_EQ(record.next_attempt_unix_ms, later);
}

settings::SendingRules at(std::vector<int> hours) {
  settings::SendingRules rules;
  rules.send_at.emplace();
  for (const int hour : hours) {
    rules.send_at->minutes.push_back(hour * 60);
  }
  return rules;
}

TEST(SendingTime, WhatGoesByItselfWaitsForTheNextTimeOfTheDay) {
  const auto rules = at({6, 18});
  auto record = in_line(kFriday);
  wait_for_its_time(rules, kDenver, true, record, kFriday);
  EXPECT_EQ(record.code, Code::waits_for_time);
  EXPECT_EQ(record.next_attempt_unix_ms, kFriday + (11 * 60 + 30) * kClockMinute) << "at 18:00";
  EXPECT_EQ(next_time_to_send(rules, kDenver, record.next_attempt_unix_ms),
            record.next_attempt_unix_ms)
      << "then it goes";
  EXPECT_EQ(next_time_to_send(rules, kDenver, record.next_attempt_unix_ms + 1),
            record.next_attempt_unix_ms + 12 * 60 * kClockMinute)
      << "what comes later, the next morning";
}

TEST(SendingTime, WhatAPersonSentWaitsForNoTimeOfTheDay) {
  auto record = in_line(kFriday);
  record.priority = 10;
  wait_for_its_time(at({18}), kDenver, false, record, kFriday);
  EXPECT_EQ(record.next_attempt_unix_ms, kFriday);
}

TEST(SendingTime, EditsAreWaitedForBeforeTheTimeOfTheDay) {
  auto rules = at({7, 18});
  rules.wait_before_sending = settings::Minutes{45};
  auto record = in_line(kFriday);
  wait_for_its_time(rules, kDenver, true, record, kFriday);
  EXPECT_EQ(record.next_attempt_unix_ms, kFriday + (11 * 60 + 30) * kClockMinute)
      << "at 07:00 the edits were still waited for";
}

TEST(SendingTime, ATimeOfTheDayWithinQuietHoursOrOnAClosedDateIsPassedOver) {
  auto rules = at({6, 18});
  rules.quiet_hours = settings::QuietHours{17 * 60, 5 * 60};
  rules.no_sending_on = settings::DateRanges{{"2026-12-19", "2026-12-20"}};
  EXPECT_EQ(next_time_to_send(rules, kDenver, kFriday), kFriday + (3 * 24 * 60 - 30) * kClockMinute)
      << "Monday, 06:00";
}

TEST(SendingTime, WhereEachTimeOfTheDayIsQuietTheQuietHoursDecide) {
  auto rules = at({23});
  rules.quiet_hours = settings::QuietHours{22 * 60, 6 * 60};
  EXPECT_EQ(next_time_to_send(rules, kDenver, kFriday), kFriday + (16 * 60 + 30) * kClockMinute);
}

TEST(SendingTime, ATimeOfTheDayIsTheClocksAlsoWhereItIsSet) {
  // 2026-10-31 12:00 in Denver; the clocks are set back in the night.
  constexpr std::int64_t kSaturdayNoon = 1'793'469'600'000;
  EXPECT_EQ(next_time_to_send(at({6}), kDenver, kSaturdayNoon),
            kSaturdayNoon + 19 * 60 * kClockMinute);
}

TEST(SendingTime, OtherTimesOfTheDayHoldForWhatWaitsAlready) {
  auto record = in_line(kFriday);
  wait_for_its_time(at({18}), kDenver, true, record, kFriday);
  look_at_time_again(at({12, 18}), kDenver, record, kFriday);
  EXPECT_EQ(record.next_attempt_unix_ms, kFriday + (5 * 60 + 30) * kClockMinute) << "at noon";
  look_at_time_again(at({12}), kDenver, record, record.next_attempt_unix_ms);
  EXPECT_EQ(record.next_attempt_unix_ms, kFriday + (5 * 60 + 30) * kClockMinute)
      << "its time has come, and it is about to go";
  auto waiting = in_line(kFriday);
  wait_for_its_time(at({18}), kDenver, true, waiting, kFriday);
  look_at_time_again({}, kDenver, waiting, kFriday);
  EXPECT_EQ(waiting.next_attempt_unix_ms, kFriday);
  EXPECT_EQ(waiting.code, Code::none);
}

TEST(SendingTime, LookedAtEachHourItGoesAtItsTimeAndNotAtTheNextOne) {
  const auto rules = at({18});
  auto record = in_line(kFriday);
  wait_for_its_time(rules, kDenver, true, record, kFriday);
  const auto six = kFriday + (11 * 60 + 30) * kClockMinute;
  record.next_attempt_unix_ms = kFriday + 60 * kClockMinute; // as the planner keeps it
  EXPECT_EQ(time_to_go(rules, kDenver, record, kFriday + 61 * kClockMinute), six);
  record.next_attempt_unix_ms = six;
  EXPECT_EQ(time_to_go(rules, kDenver, record, six + 2 * kClockMinute), six) << "a late look";
  record.next_attempt_unix_ms = kFriday + 30LL * 24 * 60 * kClockMinute;
  EXPECT_EQ(time_to_go(rules, kDenver, record, kFriday), six) << "the clock was set back";
}

TEST(SendingTime, AnEmptyListOfTimesIsAtOnce) {
  EXPECT_EQ(next_time_to_send(at({}), kDenver, kFriday), kFriday);
}

} // namespace
} // namespace passback::decision
