// Files of grades: how they are remembered, and what a record in one may become.
#include <algorithm>

#include "plugin/outbox/grade_file.hpp"
#include "tests/unit/outbox/cell.hpp"
#include "tests/unit/outbox/store_fixture.hpp"

namespace passback::outbox {
namespace {

TEST(InFile, AGradeIsInDoubtUntilAPersonHasSpoken) {
  Cell cell;
  cell.sees(80);
  mark_in_file(cell.record, request_id_of(12), cell.now);
  EXPECT_EQ(cell.record.state, State::sending);
  EXPECT_TRUE(cell.record.in_doubt);
  EXPECT_TRUE(is_in_file(cell.record));
  EXPECT_EQ(file_of(cell.record), 12);
  confirm(cell.record, cell.now + 1);
  EXPECT_EQ(cell.record.state, State::settled);
  EXPECT_FALSE(cell.record.in_doubt);
  EXPECT_EQ(cell.record.confirmed.facts, score(80));
  EXPECT_FALSE(is_in_file(cell.record));
}

TEST(InFile, WhatWasNotTakenIsDueAsBefore) {
  Cell cell;
  cell.sees(80);
  mark_in_file(cell.record, request_id_of(12), cell.now);
  not_sent(cell.record, Code::none, 0, cell.now);
  EXPECT_EQ(cell.record.state, State::ready);
  EXPECT_FALSE(cell.record.in_doubt);
  EXPECT_TRUE(needs_send(cell.record));
}

TEST(InFile, ALaterFileThatIsTakenEndsTheDoubtOfTheEarlier) {
  Cell cell;
  cell.sees(80);
  mark_in_file(cell.record, request_id_of(1), cell.now);
  cell.sees(90);
  EXPECT_EQ(cell.record.state, State::sending) << "it waits in no line";
  mark_in_file(cell.record, request_id_of(2), cell.now + 1);
  EXPECT_EQ(file_of(cell.record), 2);
  confirm(cell.record, cell.now + 2);
  EXPECT_EQ(cell.record.state, State::settled);
  EXPECT_FALSE(cell.record.in_doubt);
  EXPECT_EQ(cell.record.confirmed.facts, score(90));
}

TEST(InFile, ALaterFileThatIsNotTakenLeavesTheDoubtOfTheEarlier) {
  Cell cell;
  cell.sees(80);
  mark_in_file(cell.record, request_id_of(1), cell.now);
  cell.sees(90);
  mark_in_file(cell.record, request_id_of(2), cell.now + 1);
  not_sent(cell.record, Code::none, 0, cell.now + 2);
  EXPECT_EQ(cell.record.state, State::ready);
  EXPECT_TRUE(cell.record.in_doubt) << "nobody has spoken for the first";
  cell.sees(80);
  EXPECT_TRUE(needs_send(cell.record));
}

TEST(InFile, AGradeAfterARemovalThatNobodySpokeForGoesIntoTheNextFile) {
  Cell cell;
  cell.sees(80);
  cell.arrives();
  cell.sees(Form::absent, {});
  mark_in_file(cell.record, request_id_of(1), cell.now);
  cell.sees(70);
  mark_in_file(cell.record, request_id_of(2), cell.now + 1);
  EXPECT_EQ(cell.record.sent.facts, score(70)) << "rows are applied in their order: no look first";
  confirm(cell.record, cell.now + 2);
  EXPECT_EQ(cell.record.confirmed.facts, score(70));
  EXPECT_EQ(cell.record.state, State::settled);
}

TEST(InFile, TheLeaseOfAnApiFindsItLeftBehind) {
  Cell cell;
  cell.sees(80);
  mark_in_file(cell.record, request_id_of(1), cell.now);
  fence(cell.record, cell.now);
  EXPECT_EQ(cell.record.state, State::ready);
  EXPECT_TRUE(cell.record.in_doubt);
  EXPECT_FALSE(is_in_file(cell.record));
}

TEST(InFile, ARequestIsNoFile) {
  Cell cell;
  cell.sees(80);
  cell.plans("0b6b-file/1");
  EXPECT_FALSE(file_of(cell.record));
  EXPECT_FALSE(is_in_file(cell.record));
}

using GradeFileRows = StoreTest;
PASSBACK_FOR_EVERY_STORE(GradeFileRows);

TEST_P(GradeFileRows, AreKeptByClassNewestFirstAndNeverTakenForWork) {
  commit([&](Transaction& t) -> Status {
    GradeFile file;
    file.connection_id = "connection";
    file.class_id = gradebook::ClassId("algebra");
    file.school_year = gradebook::SchoolYear("2026");
    file.made_by = "teacher";
    file.made_unix_ms = 1000;
    file.results = 3;
    file.contents = "[]";
    EXPECT_TRUE(put_grade_file(t, file).ok());
    EXPECT_NE(file.id, 0);
    auto other_year = file;
    other_year.id = 0;
    other_year.school_year = gradebook::SchoolYear("2025");
    EXPECT_TRUE(put_grade_file(t, other_year).ok());
    file.state = GradeFileState::taken;
    file.answered_by = "clerk";
    file.answered_unix_ms = 2000;
    EXPECT_TRUE(put_grade_file(t, file).ok());
    auto newer = file;
    newer.id = 0;
    EXPECT_TRUE(put_grade_file(t, newer).ok());
    const auto listed = grade_files(t, file);
    EXPECT_TRUE(listed.ok());
    EXPECT_EQ(listed->size(), 2U);
    EXPECT_EQ(listed->front().id, newer.id);
    const auto& old = listed->back();
    EXPECT_EQ(old.state, GradeFileState::taken);
    EXPECT_EQ(old.answered_by, "clerk");
    EXPECT_EQ(old.made_by, "teacher");
    EXPECT_EQ(old.results, 3);
    EXPECT_EQ(old.contents, "[]");
    EXPECT_TRUE(t.open_jobs("connection", 10)->empty());
    EXPECT_FALSE(grade_file(t, 999)->has_value());
    return ok_status();
  });
}

TEST_P(GradeFileRows, KeepTheBytesOfTheNewestTwenty) {
  commit([&](Transaction& t) -> Status {
    GradeFile file;
    file.connection_id = "connection";
    file.class_id = gradebook::ClassId("algebra");
    file.contents = "[]";
    for (int i = 0; i < 22; ++i) {
      file.id = 0;
      EXPECT_TRUE(put_grade_file(t, file).ok());
    }
    EXPECT_TRUE(forget_old_contents(t, file).ok());
    const auto listed = grade_files(t, file);
    EXPECT_EQ(std::ranges::count_if(*listed, [](const auto& f) { return !f.contents.empty(); }),
              20);
    return ok_status();
  });
}

} // namespace
} // namespace passback::outbox
