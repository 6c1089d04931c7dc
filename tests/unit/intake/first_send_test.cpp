// The first-send question: which grades wait for it, and what each answer lets go.
#include "plugin/intake/first_send.hpp"
#include "tests/unit/intake/intake_fixture.hpp"

namespace passback::intake {
namespace {

using outbox::Kind;
using outbox::State;
using settings::FirstSend;

constexpr std::int64_t kDayLong = 86'400'000;

class FirstSendTest : public IntakeTest {
 protected:
  FirstSendTest() {
    district.first_send = FirstSend{clock.now_ms, FirstSend::Answer::open, {}};
    save(district);
    commit([](outbox::Transaction& transaction) {
      return note_first_send(transaction, gradebook::DomainId("district"));
    });
  }
  /// The host's gradebook holds that many grades, each a day older than the one before.
  void read_gradebook(int grades) {
    ASSERT_TRUE(
        intake->sweep({{}, gradebook::ClassId("algebra"), gradebook::SchoolYear("2026")}, kDeadline)
            .ok());
    const auto question = intake->next_sweep_page(kDeadline);
    ASSERT_TRUE(question.ok() && *question);
    SweepPage page;
    page.activities.push_back(essay());
    for (int n = 1; n <= grades; ++n) {
      auto score = score_of("90", "student-" + std::to_string(n));
      score.facts.scored_at_unix_ms = district.first_send->since_unix_ms - n * kDayLong;
      page.scores.push_back(score);
    }
    ASSERT_TRUE(intake->take_sweep_page(**question, std::move(page), kDeadline).ok());
    const auto none = intake->next_sweep_page(kDeadline);
    ASSERT_TRUE(none.ok() && !*none) << "everything has been read";
    work_off();
  }
  void work_off() {
    const auto left = intake->reconsider(kDeadline);
    ASSERT_TRUE(left.ok() && !*left);
  }
  void answer(FirstSend::Answer answer, const std::string& from = {}) {
    commit([&](outbox::Transaction& transaction) {
      UnitOfWork work(transaction, profiles, nullptr, gradebook::DomainId("district"),
                      clock.unix_ms());
      return answer_first_send(work, gradebook::DomainId("district"), answer, from);
    });
    work_off();
  }
  std::size_t released() {
    const auto all = records(Kind::result);
    return static_cast<std::size_t>(std::ranges::count_if(
        all, [](const auto& one) { return one.released.form != outbox::Form::none; }));
  }
  std::size_t with(Code code) {
    const auto all = records(Kind::result);
    return static_cast<std::size_t>(
        std::ranges::count_if(all, [&](const auto& one) { return one.code == code; }));
  }
};

TEST_F(FirstSendTest, OfTenGradesNobodyIsAsked) {
  read_gradebook(10);
  EXPECT_EQ(released(), 10U);
}

TEST_F(FirstSendTest, ElevenWaitForTheAnswerAndAreCounted) {
  read_gradebook(11);
  EXPECT_EQ(released(), 0U);
  EXPECT_EQ(with(Code::first_send_asked), 11U);
  commit([&](outbox::Transaction& transaction) -> Status {
    UnitOfWork work(transaction, profiles, nullptr, gradebook::DomainId("district"),
                    clock.unix_ms());
    const auto before = graded_before(work, gradebook::DomainId("district"));
    EXPECT_TRUE(before.ok());
    EXPECT_EQ(before->grades, 11);
    EXPECT_EQ(before->classes, 1);
    EXPECT_EQ(before->oldest_unix_ms, clock.now_ms - 11 * kDayLong);
    const auto elsewhere = graded_before(work, gradebook::DomainId("south"));
    EXPECT_EQ(elsewhere->grades, 0) << "of another school";
    return ok_status();
  });
}

TEST_F(FirstSendTest, FromADateOnTheNewerOnesGoAndTheOthersWhenAPersonSendsThem) {
  read_gradebook(11);
  // The clock stands at 2026-09-21 in UTC: five grades are of the 16th or later.
  answer(FirstSend::Answer::from, "2026-09-16");
  EXPECT_EQ(released(), 5U);
  EXPECT_EQ(with(Code::graded_before), 6U);
}

TEST_F(FirstSendTest, WhereEachTeacherDecidesNothingGoesByItself) {
  read_gradebook(11);
  answer(FirstSend::Answer::teachers);
  EXPECT_EQ(released(), 0U);
  EXPECT_EQ(with(Code::graded_before), 11U);
}

TEST_F(FirstSendTest, LeftInTheLmsTheyStayThere) {
  read_gradebook(11);
  answer(FirstSend::Answer::leave);
  EXPECT_EQ(with(Code::left_unsent), 11U);
  answer(FirstSend::Answer::all);
  EXPECT_EQ(released(), 0U) << "what was left is a person's from then on";
}

TEST_F(FirstSendTest, WhatAnEventTellsGoesHoweverOldItIs) {
  read_gradebook(11);
  auto score = score_of("95", "student-3");
  score.facts.scored_at_unix_ms = clock.now_ms - 300 * kDayLong;
  EXPECT_EQ(take(score).disposition, Disposition::queued);
  EXPECT_EQ(released(), 1U);
}

TEST_F(FirstSendTest, WhatWasScoredSinceThenGoesThoughItWasOnlyRead) {
  district.first_send->since_unix_ms -= 30 * kDayLong;
  auto later = *district.first_send;
  save(district);
  district.first_send->since_unix_ms = clock.now_ms;
  read_gradebook(11);
  EXPECT_EQ(released(), 11U);
  EXPECT_EQ(later.answer, FirstSend::Answer::open);
}

TEST_F(FirstSendTest, ReadAgainNothingIsStoredAnew) {
  read_gradebook(11);
  const auto before = records(Kind::result);
  read_gradebook(11);
  const auto after = records(Kind::result);
  ASSERT_EQ(before.size(), after.size());
  for (std::size_t i = 0; i < before.size(); ++i) {
    EXPECT_EQ(before[i].observed.seq, after[i].observed.seq);
  }
}

TEST_F(FirstSendTest, SettingsWithoutTheQuestionSendWhatIsReadAsTheyAlwaysDid) {
  district.first_send.reset();
  save(district);
  district.first_send = FirstSend{clock.now_ms, FirstSend::Answer::open, {}};
  read_gradebook(11);
  EXPECT_EQ(released(), 11U);
}

} // namespace
} // namespace passback::intake
