// What is told once a day, to whom, and when nothing is.
#include "plugin/actions/daily_digest.hpp"
#include "plugin/actions/due_notices.hpp"
#include "plugin/outbox/transitions.hpp"
#include "tests/unit/actions/actions_fixture.hpp"

namespace passback::actions {
namespace {

constexpr std::int64_t kHourMs = 60LL * 60 * 1000;
constexpr std::int64_t kDayMs = 24 * kHourMs;
// 2026-11-29T00:00:00Z
constexpr std::int64_t kMidnight = 1'795'910'400'000;

TaughtClass algebra(std::int64_t ready, std::int64_t refused, std::int64_t sent) {
  TaughtClass one;
  one.figures.class_id = gradebook::ClassId("algebra");
  one.figures.sent_since = sent;
  if (ready > 0) {
    one.figures.results["ready"] = ready;
  }
  if (refused > 0) {
    one.figures.causes[Code::rejected_content] = {refused, refused};
  }
  one.teachers = one.readers = {"ruth"};
  return one;
}

TEST(DailyDigest, BeginsItsDayAtItsHourInTheZoneOfTheDomain) {
  EXPECT_EQ(day_of_notices(kMidnight + 6 * kHourMs, "UTC", 7), "2026-11-28");
  EXPECT_EQ(day_of_notices(kMidnight + 7 * kHourMs, "UTC", 7), "2026-11-29");
  // Seven in the morning in Denver is two in the afternoon in Greenwich.
  EXPECT_EQ(day_of_notices(kMidnight + 13 * kHourMs, "America/Denver", 7), "2026-11-28");
  EXPECT_EQ(day_of_notices(kMidnight + 14 * kHourMs, "America/Denver", 7), "2026-11-29");
  EXPECT_EQ(day_of_notices(kMidnight, "Nowhere/Atall", 7), "");
}

TEST(DailyDigest, SaysNothingWhereThereIsNothingToDo) {
  std::set<std::string> told;
  EXPECT_TRUE(digests_of(gradebook::DomainId("d"), "SIS", {algebra(0, 0, 1204)}, told).empty());
  EXPECT_TRUE(told.empty());
}

TEST(DailyDigest, TellsATeacherWhatSheHasToSendAndAnAdministratorWhatIsRefused) {
  std::set<std::string> told;
  const auto only_ready = digests_of(gradebook::DomainId("d"), "SIS", {algebra(3, 0, 10)}, told);
  ASSERT_EQ(only_ready.size(), 1U);
  EXPECT_EQ(only_ready[0].teacher.value, "ruth");
  EXPECT_EQ(only_ready[0].value("ready"), "3");
  EXPECT_EQ(only_ready[0].class_id.value, "algebra");
  const auto refused = digests_of(gradebook::DomainId("d"), "SIS", {algebra(0, 2, 10)}, told);
  ASSERT_EQ(refused.size(), 2U);
  EXPECT_TRUE(refused[0].teacher.empty());
  EXPECT_EQ(refused[0].value("refused"), "2");
  EXPECT_EQ(refused[0].value("sent"), "10");
  EXPECT_NE(refused[0].value("cause").find(texts::sentence_of(Code::rejected_content).english()),
            std::string::npos);
}

TEST(DailyDigest, IsTakenAwayFromWhoeverWasToldWhenItIsSeenTo) {
  std::set<std::string> told = {"", "ruth"};
  const auto over = digests_of(gradebook::DomainId("d"), "SIS", {algebra(0, 0, 5)}, told);
  ASSERT_EQ(over.size(), 2U);
  EXPECT_TRUE(over[0].over && over[1].over);
  EXPECT_TRUE(told.empty());
  EXPECT_TRUE(digests_of(gradebook::DomainId("d"), "SIS", {algebra(0, 0, 5)}, told).empty());
}

class DueDigests : public ActionsTest {
 protected:
  DueDigests() {
    district.connection->time_zone = "UTC";
    save(district);
    commit([&](outbox::Transaction& transaction) {
      outbox::ConnectionRow row;
      row.id = district.connection->id;
      row.domain_id = gradebook::DomainId("district");
      row.account_key = "account";
      row.document = settings::to_json(*district.connection);
      return transaction.put_connection(row);
    });
    intake::EnrolmentEvent teacher;
    teacher.origin = origin();
    teacher.user_id = "ruth";
    teacher.role = intake::Role::teacher;
    EXPECT_TRUE(intake->enrolment(teacher, kDeadline).ok());
  }
  std::vector<DueNotice> due(Actions& process) {
    auto found = process.due_notices(kDeadline);
    EXPECT_TRUE(found.ok());
    if (!found) {
      return {};
    }
    EXPECT_TRUE(process.notices_told(*found, kDeadline).ok());
    return found->notices;
  }
};

TEST_F(DueDigests, ComeOnceADayWhateverProcessAsks) {
  make_manual();
  take(essay());
  take(score_of("90"));
  EXPECT_TRUE(due(actions).empty()) << "the first is that of the morning after";
  clock.now_ms += kDayMs;
  const auto first = due(actions);
  ASSERT_EQ(first.size(), 1U);
  EXPECT_EQ(first[0].teacher.value, "ruth");
  EXPECT_EQ(first[0].value("ready"), "1");
  Actions restarted({*store, profiles, clock, vault, tree, gradebook::DomainId("district"),
                     "site-2", "https://moved.example", permissions});
  EXPECT_TRUE(due(restarted).empty());
  clock.now_ms += kDayMs;
  EXPECT_EQ(due(restarted).size(), 1U);
}

TEST_F(DueDigests, OfAProcessThatEndedBeforeItToldAreDueAgain) {
  make_manual();
  take(essay());
  take(score_of("90"));
  due(actions);
  clock.now_ms += kDayMs;
  const auto taken = actions.due_notices(kDeadline);
  ASSERT_TRUE(taken.ok());
  EXPECT_EQ(taken->notices.size(), 1U);
  EXPECT_TRUE(due(actions).empty()) << "another process is telling it";
  clock.now_ms += 6 * 60 * 1000;
  EXPECT_EQ(due(actions).size(), 1U);
  EXPECT_TRUE(due(actions).empty());
}

TEST_F(DueDigests, ComeAtTheHourOfTheDomain) {
  make_manual();
  take(essay());
  take(score_of("90"));
  const auto midnight = clock.now_ms - clock.now_ms % kDayMs;
  clock.now_ms = midnight + kDayMs;
  district.sending.notice_hour = settings::Hour{9};
  save(district);
  due(actions);
  clock.now_ms = midnight + kDayMs + 8 * kHourMs;
  EXPECT_TRUE(due(actions).empty());
  clock.now_ms = midnight + kDayMs + 9 * kHourMs;
  EXPECT_EQ(due(actions).size(), 1U);
}

} // namespace
} // namespace passback::actions
