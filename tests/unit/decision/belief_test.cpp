// How long what an SIS showed is believed, and for what.
#include <vector>

#include <gtest/gtest.h>

#include "plugin/decision/belief.hpp"

namespace passback::decision {
namespace {

using outbox::SisDocumentKind;

constexpr std::int64_t kMinute = 60'000, kHour = 60 * kMinute, kDay = 24 * kHour;
constexpr std::int64_t kEver = std::int64_t{100} * 365 * kDay;
constexpr std::int64_t kNow = 1'790'000'000'000;

bool believed(SisDocumentKind kind, Purpose purpose, std::int64_t age_ms, bool shut = false) {
  return is_believed(kind, purpose, kNow - age_ms, kNow, shut);
}

struct Row {
  SisDocumentKind kind;
  std::int64_t person_waits, planning, judging, naming;
};

TEST(Belief, HasOneTableOfAges) {
  const std::vector<Row> rows = {
      {SisDocumentKind::sis_class, 5 * kMinute, 6 * kHour, 6 * kHour, kEver},
      {SisDocumentKind::sessions, 5 * kMinute, 6 * kHour, 6 * kHour, kEver},
      {SisDocumentKind::categories, 5 * kMinute, 6 * kHour, 7 * kDay, kEver},
      {SisDocumentKind::slots, kEver, kEver, kEver, kEver},
      {SisDocumentKind::line_items, kEver, kEver, kEver, kEver},
      {SisDocumentKind::results, 5 * kMinute, kHour, kHour, kEver},
      {SisDocumentKind::found, kEver, kEver, kEver, kEver},
  };
  for (const auto& row : rows) {
    const auto ends = [&](Purpose purpose, std::int64_t age_ms) {
      const auto name = stored_name(row.kind);
      EXPECT_TRUE(believed(row.kind, purpose, 0)) << name;
      if (age_ms == kEver) {
        EXPECT_TRUE(is_believed(row.kind, purpose, 0, kNow)) << name << " has no end";
        return;
      }
      EXPECT_TRUE(believed(row.kind, purpose, age_ms - 1)) << name;
      EXPECT_FALSE(believed(row.kind, purpose, age_ms)) << name << " ends at that moment";
    };
    ends(Purpose::person_waits, row.person_waits);
    ends(Purpose::planning, row.planning);
    ends(Purpose::judging, row.judging);
    ends(Purpose::naming, row.naming);
  }
}

TEST(Belief, IntakeJudgesByTheClassAndThePeriodsThatDeliveryPlansWith) {
  for (const auto kind : {SisDocumentKind::sis_class, SisDocumentKind::sessions}) {
    for (const bool shut : {false, true}) {
      for (std::int64_t age_ms = 0; age_ms <= 7 * kHour; age_ms += 5 * kMinute) {
        EXPECT_EQ(believed(kind, Purpose::judging, age_ms, shut),
                  believed(kind, Purpose::planning, age_ms, shut))
            << stored_name(kind) << ", " << age_ms / kMinute << " minutes old";
      }
    }
  }
}

TEST(Belief, OfAShutWindowEndsAfterAnHourButItsPeriodKeepsItsName) {
  constexpr auto kSessions = SisDocumentKind::sessions;
  for (const auto purpose : {Purpose::planning, Purpose::judging}) {
    EXPECT_TRUE(believed(kSessions, purpose, kHour - 1, true));
    EXPECT_FALSE(believed(kSessions, purpose, kHour, true));
  }
  EXPECT_FALSE(believed(kSessions, Purpose::person_waits, 5 * kMinute, true))
      << "a shut window makes nothing younger";
  EXPECT_TRUE(believed(kSessions, Purpose::naming, 30 * kDay, true));
}

} // namespace
} // namespace passback::decision
