// An outbox that was put back from a backup, while the LMS and the SIS went on.
#include "intake_fixture.hpp"
#include "plugin/intake/notice_restore.hpp"
#include "plugin/intake/sweep.hpp"

namespace passback::intake {
namespace {

using outbox::Mark;
using outbox::State;

class RestoredTest : public IntakeTest {
 protected:
  /// Opened for delivery, with a file beside it that says `kept`.
  bool opened(const std::optional<Mark>& kept) {
    bool restored = false;
    commit([&](outbox::Transaction& transaction) -> Status {
      auto noticed = notice_restore(transaction, kept, clock.unix_ms());
      restored = noticed && *noticed;
      return noticed ? ok_status() : Status(noticed.error());
    });
    return restored;
  }
  Mark mark() {
    Mark found;
    commit([&](outbox::Transaction& transaction) -> Status {
      found = *outbox::mark_of(transaction);
      return ok_status();
    });
    return found;
  }
  /// 90 points at the SIS at the time of the backup; since then more was sent than is known here.
  void put_back_after_newer_grades_were_sent() {
    opened({});
    take(essay());
    take(score_of("90"));
    deliver_everything();
    ASSERT_EQ(result().state, State::settled);
    auto kept = mark();
    kept.sendings += 3;
    ASSERT_TRUE(opened(kept));
  }
  /// The LMS shows the class as it is.
  void sweep(const ScoreEvent& score) {
    ASSERT_TRUE(
        intake->sweep({{}, gradebook::ClassId("algebra"), gradebook::SchoolYear("2026")}, kDeadline)
            .ok());
    const auto question = intake->next_sweep_page(kDeadline);
    ASSERT_TRUE(question.ok() && question->has_value());
    SweepPage page;
    page.activities = {essay()};
    page.scores = {score};
    ASSERT_TRUE(intake->take_sweep_page(**question, std::move(page), kDeadline).ok());
  }
};

TEST_F(RestoredTest, IsNoticedWhereTheFileHasCountedFurtherAndOnce) {
  EXPECT_FALSE(opened({})) << "the first opening";
  const auto first = mark();
  EXPECT_FALSE(first.outbox_id.empty());
  EXPECT_FALSE(opened({})) << "a folder that was put back as a whole, without the file";
  EXPECT_FALSE(opened(first));
  EXPECT_TRUE(opened(Mark{first.outbox_id, 5}));
  EXPECT_EQ(mark(), (Mark{first.outbox_id, 6})) << "past all that the lost outbox counted";
  EXPECT_FALSE(opened(Mark{first.outbox_id, 5})) << "by the second process that opens it";
}

TEST_F(RestoredTest, AFileThatLagsBehindOrIsOfAnotherOutboxSaysNothing) {
  opened({});
  commit(outbox::count_sending);
  const auto now = mark();
  EXPECT_FALSE(opened(Mark{now.outbox_id, 0}));
  EXPECT_FALSE(opened(Mark{"another", 99}));
  EXPECT_EQ(mark(), now);
}

TEST_F(RestoredTest, HasTheWholeGradebookReadAnew) {
  opened({});
  auto before = intake->next_sweep_page(kDeadline);
  ASSERT_TRUE(before.ok());
  EXPECT_FALSE(before->has_value());
  opened(Mark{mark().outbox_id, 5});
  auto question = intake->next_sweep_page(kDeadline);
  ASSERT_TRUE(question.ok() && question->has_value());
  EXPECT_EQ((**question).of, outbox::SweepOf::domain);
  EXPECT_EQ((**question).id, "");
}

TEST_F(RestoredTest, AGradeThatWasSetBackByHandGoesOnceMore) {
  put_back_after_newer_grades_were_sent();
  EXPECT_EQ(take(score_of("90")).disposition, Disposition::queued);
  EXPECT_EQ(result().state, State::ready);
  deliver_everything();
  EXPECT_EQ(result().state, State::settled);
  EXPECT_EQ(take(score_of("90")).disposition, Disposition::unchanged) << "it is told once";
}

TEST_F(RestoredTest, WhatThePageShowsAsItWasObservedGoesOnceMore) {
  put_back_after_newer_grades_were_sent();
  EXPECT_EQ(result().state, State::settled) << "the LMS has to be asked first";
  sweep(score_of("90"));
  EXPECT_EQ(line_item().state, State::ready);
  EXPECT_EQ(result().state, State::ready);
  deliver_everything();
  const auto told = result();
  sweep(score_of("90"));
  EXPECT_EQ(result().observed.seq, told.observed.seq) << "it is told once";
  EXPECT_EQ(result().state, State::settled);
}

TEST_F(RestoredTest, WhatTheOutboxLostIsFoundInThePageAndNothingOlderGoes) {
  put_back_after_newer_grades_were_sent();
  sweep(score_of("95"));
  EXPECT_EQ(result().state, State::ready);
  EXPECT_NE(result().released.facts.text().find("95"), std::string::npos)
      << result().released.facts;
}

TEST_F(RestoredTest, WhatAPersonSentSinceTheBackupIsNotUndone) {
  put_back_after_newer_grades_were_sent();
  district.send_automatically = false;
  save(district);
  sweep(score_of("95"));
  EXPECT_EQ(result().state, State::manual) << "the 90 of the backup does not go over the 95";
  take(score_of("90"));
  EXPECT_EQ(result().state, State::manual)
      << "nor is the 90 there already, whatever the backup says";
}

TEST_F(RestoredTest, WhatTheBackupAndTheLmsSayAlikeGoesOnceMoreAlsoWhereAPersonSends) {
  put_back_after_newer_grades_were_sent();
  district.send_automatically = false;
  save(district);
  sweep(score_of("90"));
  EXPECT_EQ(result().state, State::ready);
}

TEST_F(RestoredTest, AnEventThatCameBeforeItWasNoticedDoesNotHideIt) {
  opened({});
  take(essay());
  take(score_of("90"));
  deliver_everything();
  // A process that only takes in has opened what was put back.
  EXPECT_EQ(take(score_of("90")).disposition, Disposition::unchanged);
  ASSERT_TRUE(opened(Mark{mark().outbox_id, 5}));
  sweep(score_of("90"));
  EXPECT_EQ(result().state, State::ready);
}

} // namespace
} // namespace passback::intake
