// What people are told besides the daily digest: the last day of credentials, questions that wait
// for an answer, and a teacher who wants to hear nothing.
#include "plugin/actions/credentials_end.hpp"
#include "plugin/actions/due_notices.hpp"
#include "plugin/decision/asked_questions.hpp"
#include "plugin/intake/first_send.hpp"
#include "plugin/platform/try.hpp"
#include "tests/unit/actions/actions_fixture.hpp"

namespace passback::actions {
namespace {

namespace json = boost::json;
using settings::FirstSend;

constexpr std::int64_t kDayMs = 24LL * 60 * 60 * 1000;

settings::Connection ends_on(const std::string& day) {
  settings::Connection connection;
  connection.sis_name = "Lincoln SIS";
  connection.credentials_end = day;
  return connection;
}

std::vector<DueNotice> on(const std::string& today, const settings::Connection& connection,
                          std::optional<CredentialsTold>& told, bool may_tell = true) {
  return credentials_notices({gradebook::DomainId("d"), connection, today, may_tell}, told);
}

TEST(CredentialsEnd, IsToldThirtySevenAndOneDaysBeforeAndOnTheDay) {
  std::optional<CredentialsTold> told;
  const auto connection = ends_on("2026-12-31");
  std::vector<std::string> days;
  for (int day = 30; day <= 60; ++day) { // from the 30th of November on
    const auto today = day <= 30   ? "2026-11-30"
                       : day <= 39 ? "2026-12-0" + std::to_string(day - 30)
                                   : "2026-12-" + std::to_string(day - 30);
    if (!on(today, connection, told).empty()) {
      days.push_back(today);
    }
  }
  EXPECT_EQ(days, (std::vector<std::string>{"2026-12-01", "2026-12-24", "2026-12-30"}));
  const auto last = on("2026-12-31", connection, told);
  ASSERT_EQ(last.size(), 1U);
  EXPECT_EQ(last[0].value("when"), "today");
  EXPECT_TRUE(on("2027-01-01", connection, told).empty());
}

TEST(CredentialsEnd, GoesAtOnceWhenAnotherDayIsEntered) {
  std::optional<CredentialsTold> told;
  ASSERT_EQ(on("2026-12-24", ends_on("2026-12-31"), told).size(), 1U);
  EXPECT_FALSE(is_over(told, ends_on("2026-12-31")));
  EXPECT_TRUE(is_over(told, ends_on("2027-12-31")));
  const auto over = on("2026-12-24", ends_on("2027-12-31"), told, false);
  ASSERT_EQ(over.size(), 1U);
  EXPECT_TRUE(over[0].over);
  EXPECT_FALSE(told.has_value());
}

TEST(CredentialsEnd, WaitsForTheHourOfTheNotices) {
  std::optional<CredentialsTold> told;
  EXPECT_TRUE(on("2026-12-31", ends_on("2026-12-31"), told, false).empty());
  EXPECT_TRUE(on("2026-12-31", ends_on(""), told).empty());
}

class ToldByItself : public ActionsTest {
 protected:
  ToldByItself() {
    district.connection->time_zone = "UTC";
    district.connection->sis_name = "Lincoln SIS";
    save(district);
    connect();
    intake::EnrolmentEvent who;
    who.origin = origin();
    who.user_id = "teacher";
    who.role = intake::Role::teacher;
    EXPECT_TRUE(intake->enrolment(who, kDeadline).ok());
  }
  void connect() {
    commit([&](outbox::Transaction& transaction) {
      outbox::ConnectionRow row;
      row.id = district.connection->id;
      row.domain_id = gradebook::DomainId("district");
      row.account_key = "account";
      row.document = settings::to_json(*district.connection);
      return transaction.put_connection(row);
    });
  }
  std::vector<DueNotice> due() {
    auto found = actions.due_notices(kDeadline);
    EXPECT_TRUE(found.ok());
    if (!found) {
      return {};
    }
    EXPECT_TRUE(actions.notices_told(*found, kDeadline).ok());
    return found->notices;
  }
  /// The gradebook holds twelve grades from before the switch.
  void read_twelve() {
    district.first_send = FirstSend{clock.now_ms, FirstSend::Answer::open, {}};
    save(district);
    commit([](outbox::Transaction& transaction) {
      return intake::note_first_send(transaction, gradebook::DomainId("district"));
    });
    ASSERT_TRUE(
        intake->sweep({{}, gradebook::ClassId("algebra"), gradebook::SchoolYear("2026")}, kDeadline)
            .ok());
    const auto question = intake->next_sweep_page(kDeadline);
    ASSERT_TRUE(question.ok() && *question);
    intake::SweepPage page;
    page.activities.push_back(essay());
    for (int n = 1; n <= 12; ++n) {
      page.scores.push_back(score_of("90", "student-" + std::to_string(n)));
      page.scores.back().facts.scored_at_unix_ms = clock.now_ms - n * kDayMs;
    }
    ASSERT_TRUE(intake->take_sweep_page(**question, std::move(page), kDeadline).ok());
    work_off();
  }
  void work_off() {
    const auto left = intake->reconsider(kDeadline);
    ASSERT_TRUE(left.ok() && !*left);
  }
};

TEST_F(ToldByItself, TheQuestionAboutGradesFromBeforeUntilItIsAnswered) {
  due();
  read_twelve();
  const auto asked = due();
  ASSERT_EQ(asked.size(), 1U) << "at whatever hour";
  EXPECT_EQ(asked[0].kind, "first_send");
  EXPECT_TRUE(asked[0].teacher.empty());
  EXPECT_EQ(asked[0].value("grades"), "12");
  EXPECT_TRUE(due().empty()) << "once";
  card(R"({"op":"first_send_leave"})");
  const auto answered = due();
  ASSERT_EQ(answered.size(), 1U);
  EXPECT_TRUE(answered[0].over);
  EXPECT_EQ(answered[0].key, asked[0].key);
  EXPECT_TRUE(due().empty());
}

TEST_F(ToldByItself, AnAnswerBeforeAnybodyWasToldLeavesNothingToTell) {
  due();
  read_twelve();
  card(R"({"op":"first_send_all"})");
  EXPECT_TRUE(due().empty());
}

TEST_F(ToldByItself, EachTeacherThatSheDecidesOnceUntilSheHas) {
  due();
  read_twelve();
  due();
  card(R"({"op":"first_send_teachers"})");
  work_off();
  const auto told = due();
  ASSERT_EQ(told.size(), 2U);
  EXPECT_TRUE(told[0].over) << "the question is answered";
  EXPECT_EQ(told[1].teacher.value, "teacher");
  EXPECT_EQ(told[1].value("grades"), "12");
  EXPECT_EQ(told[1].class_id.value, "algebra");
  EXPECT_TRUE(due().empty());
  const auto preview = sync(R"({"op":"preview"})");
  sync(
      json::serialize(json::object{{"op", "send"}, {"all", true}, {"token", preview.at("token")}}));
  clock.now_ms += kDayMs;
  int over = 0;
  for (const auto& one : due()) {
    over += one.kind == "first_send" && one.over ? 1 : 0;
  }
  EXPECT_EQ(over, 1);
}

/// Questions about everything of a connection.
class QuestionsTold : public ToldByItself {
 protected:
  static constexpr std::int64_t kFiveMinutesMs = 5LL * 60 * 1000;

  void change_twelve_ids() {
    take(essay());
    for (int n = 1; n <= 12; ++n) {
      const auto student = "student-" + std::to_string(n);
      take(score_of("90", student));
    }
    for (int n = 1; n <= 12; ++n) {
      intake::EnrolmentEvent event;
      event.origin = origin();
      event.user_id = "student-" + std::to_string(n);
      event.user_sis_id = gradebook::SourcedId("new-" + std::to_string(n));
      EXPECT_TRUE(intake->enrolment(event, kDeadline).ok());
    }
  }
  void have_six_activities_in_sis() {
    for (int n = 0; n < 6; ++n) {
      auto activity = essay();
      activity.activity_id = gradebook::ActivityId("essay-" + std::to_string(n));
      take(activity);
      auto score = score_of("90");
      score.activity_id = activity.activity_id;
      take(score);
    }
    deliver_everything();
  }
  /// So many of them, as delivery finds it.
  void lose(int activities) {
    commit([&](outbox::Transaction& transaction) -> Status {
      outbox::RecordFilter filter;
      filter.kind = outbox::Kind::line_item;
      PASSBACK_TRY_AS(auto items, transaction.records(filter));
      for (auto& item : items) {
        const bool gone = activities-- > 0;
        outbox::park(item, gone ? outbox::State::unlinked : outbox::State::settled,
                     gone ? Code::line_item_gone : Code::none);
        PASSBACK_TRY(transaction.put_record(item));
      }
      return decision::note_asked(transaction, decision::AskedAbout::lost_records,
                                  district.connection->id, clock.now_ms);
    });
  }
};

TEST_F(QuestionsTold, ManyChangedIdsOnceTheyHaveComeInUntilItIsAnswered) {
  due();
  change_twelve_ids();
  EXPECT_TRUE(due().empty()) << "more may come in";
  clock.now_ms += kFiveMinutesMs;
  const auto asked = due();
  ASSERT_EQ(asked.size(), 1U);
  EXPECT_EQ(asked[0].kind, "changed_ids");
  EXPECT_TRUE(asked[0].teacher.empty());
  EXPECT_EQ(asked[0].domain.value, "district");
  EXPECT_EQ(asked[0].value("students"), "12");
  EXPECT_EQ(asked[0].value("sis"), "Lincoln SIS");
  EXPECT_TRUE(due().empty()) << "once";
  EXPECT_EQ(card(R"({"op":"keep_old_ids"})").at("ok"), true);
  const auto answered = due();
  ASSERT_EQ(answered.size(), 1U);
  EXPECT_TRUE(answered[0].over);
  EXPECT_EQ(answered[0].key, asked[0].key);
  EXPECT_TRUE(due().empty());
}

TEST_F(QuestionsTold, NothingOfWhatIsAnsweredBeforeAnybodyWasTold) {
  due();
  change_twelve_ids();
  EXPECT_EQ(card(R"({"op":"use_new_ids"})").at("ok"), true);
  clock.now_ms += kFiveMinutesMs;
  EXPECT_TRUE(due().empty());
}

TEST_F(QuestionsTold, WhatTheSisHasLostUntilItIsAnsweredAndAnewWhenMoreIsGone) {
  have_six_activities_in_sis();
  due();
  lose(5);
  clock.now_ms += kFiveMinutesMs;
  const auto asked = due();
  ASSERT_EQ(asked.size(), 1U);
  EXPECT_EQ(asked[0].kind, "lost_records");
  EXPECT_EQ(asked[0].value("gone"), "5");
  EXPECT_EQ(asked[0].value("confirmed"), "6");
  EXPECT_TRUE(due().empty()) << "once";
  EXPECT_EQ(card(R"({"op":"lost_leave"})").at("ok"), true);
  const auto answered = due();
  ASSERT_EQ(answered.size(), 1U);
  EXPECT_TRUE(answered[0].over);
  EXPECT_EQ(answered[0].key, asked[0].key);
  lose(6);
  clock.now_ms += kFiveMinutesMs;
  const auto again = due();
  ASSERT_EQ(again.size(), 1U);
  EXPECT_EQ(again[0].value("gone"), "6");
  EXPECT_EQ(card(R"({"op":"lost_send"})").at("ok"), true);
  ASSERT_EQ(due().size(), 1U);
}

TEST_F(QuestionsTold, WhatIsThereAgainByItselfIsOverTheNextMorning) {
  have_six_activities_in_sis();
  due();
  lose(5);
  clock.now_ms += kFiveMinutesMs;
  ASSERT_EQ(due().size(), 1U);
  lose(0);
  EXPECT_TRUE(due().empty());
  clock.now_ms += kDayMs;
  int over = 0;
  for (const auto& one : due()) {
    over += one.kind == "lost_records" && one.over ? 1 : 0;
  }
  EXPECT_EQ(over, 1);
}

TEST_F(QuestionsTold, AConnectionThatIsGoneAsksNothingAnyMore) {
  have_six_activities_in_sis();
  due();
  lose(5);
  clock.now_ms += kFiveMinutesMs;
  ASSERT_EQ(due().size(), 1U);
  commit([&](outbox::Transaction& transaction) -> Status {
    PASSBACK_TRY_AS(auto row, transaction.connection(district.connection->id));
    row->active = false;
    PASSBACK_TRY(transaction.put_connection(*row));
    return decision::note_answered(transaction, decision::AskedAbout::lost_records, row->id);
  });
  const auto over = due();
  ASSERT_EQ(over.size(), 1U);
  EXPECT_TRUE(over[0].over);
}

TEST_F(ToldByItself, NothingToATeacherWhoHasTurnedHersOff) {
  make_manual();
  take(essay());
  take(score_of("90"));
  due();
  const auto form = use(kSyncGradesSettings, teacher(), "");
  EXPECT_NE(json::serialize(form).find("my_notices"), std::string::npos);
  EXPECT_EQ(use(kSyncGradesSettings, teacher(), R"({"my_notices":true})").at("message"),
            "Nothing has changed.");
  EXPECT_EQ(use(kSyncGradesSettings, teacher(), R"({"my_notices":false})").at("message"), "Saved.");
  clock.now_ms += kDayMs;
  EXPECT_TRUE(due().empty());
  use(kSyncGradesSettings, teacher(), R"({"my_notices":true})");
  clock.now_ms += kDayMs;
  ASSERT_EQ(due().size(), 1U);
  use(kSyncGradesSettings, teacher(), R"({"my_notices":false})");
  clock.now_ms += kDayMs;
  const auto taken_away = due();
  ASSERT_EQ(taken_away.size(), 1U);
  EXPECT_TRUE(taken_away[0].over);
}

TEST_F(ToldByItself, TheSwitchIsHersAlone) {
  auto principal = teacher();
  principal.capacity = Capacity::for_teacher;
  const auto form = use(kSyncGradesSettings, principal, "");
  EXPECT_EQ(json::serialize(form).find("my_notices"), std::string::npos);
  EXPECT_EQ(use(kSyncGradesSettings, principal, R"({"my_notices":false})").at("message"),
            "Nothing has changed.");
}

} // namespace
} // namespace passback::actions
