// What people asked to be done at the SIS; and the lists of classes and people.
#include <string>

#include <gtest/gtest.h>

#include "tests/unit/outbox/store_fixture.hpp"

namespace passback::outbox {
namespace {

using Jobs = StoreTest;
PASSBACK_FOR_EVERY_STORE(Jobs);

JobRow job_row(const std::string& kind, const std::string& subject = "") {
  JobRow row;
  row.connection_id = "connection";
  row.kind = kind;
  row.subject = subject;
  row.input = R"({"a":1})";
  row.asked_by = "admin";
  row.asked_unix_ms = 17;
  row.settings_generation = 3;
  return row;
}

TEST_P(Jobs, AJobKeepsEverythingAcrossReopening) {
  JobRow row = job_row("test_connection");
  commit([&](Transaction& t) { return t.put_job(row); });
  ASSERT_GT(row.id, 0);
  row.state = JobState::failed;
  row.code = Code::secret_missing;
  row.report = R"({"checks":[]})";
  row.recording = R"({"exchanges":[]})";
  row.started_unix_ms = 18;
  row.ended_unix_ms = 19;
  row.epoch = 4;
  row.attempts = 2;
  commit([&](Transaction& t) { return t.put_job(row); });
  store = reopen();
  read([&](Transaction& t) -> Status {
    const auto found = **t.job(row.id);
    EXPECT_EQ(found.kind, "test_connection");
    EXPECT_EQ(found.input, row.input);
    EXPECT_EQ(found.state, JobState::failed);
    EXPECT_EQ(found.code, Code::secret_missing);
    EXPECT_EQ(found.report, row.report);
    EXPECT_EQ(found.recording, row.recording);
    EXPECT_EQ(found.asked_by, "admin");
    EXPECT_EQ(found.asked_unix_ms, 17);
    EXPECT_EQ(found.started_unix_ms, 18);
    EXPECT_EQ(found.ended_unix_ms, 19);
    EXPECT_EQ(found.settings_generation, 3);
    EXPECT_EQ(found.epoch, 4);
    EXPECT_EQ(found.attempts, 2);
    EXPECT_FALSE(t.job(row.id + 1)->has_value());
    return ok_status();
  });
}

TEST_P(Jobs, OnlyWhatHasNotEndedIsOpenAndTheOldestComesFirst) {
  commit([&](Transaction& t) -> Status {
    for (const auto state :
         {JobState::done, JobState::asked, JobState::failed, JobState::running}) {
      auto row = job_row("test_connection");
      row.state = state;
      EXPECT_TRUE(t.put_job(row).ok());
    }
    auto other = job_row("test_connection");
    other.connection_id = "other";
    EXPECT_TRUE(t.put_job(other).ok());
    const auto open = *t.open_jobs("connection", 10);
    EXPECT_EQ(open.size(), 2u);
    EXPECT_EQ(open.front().state, JobState::asked);
    EXPECT_EQ(open.back().state, JobState::running);
    EXPECT_EQ(t.open_jobs("connection", 1)->size(), 1u);
    return ok_status();
  });
}

TEST_P(Jobs, TheLastOfAKindIsFoundByWhatItIsAbout) {
  commit([&](Transaction& t) -> Status {
    auto first = job_row("read_categories", "c1");
    auto second = job_row("read_categories", "c1");
    auto other = job_row("read_categories", "c2");
    EXPECT_TRUE(t.put_job(first).ok());
    EXPECT_TRUE(t.put_job(second).ok());
    EXPECT_TRUE(t.put_job(other).ok());
    EXPECT_EQ((*t.last_job("connection", "read_categories", "c1"))->id, second.id);
    EXPECT_FALSE(t.last_job("connection", "read_categories", "")->has_value());
    EXPECT_FALSE(t.last_job("connection", "test_grade", "c1")->has_value());
    return ok_status();
  });
}

TEST_P(Jobs, OldOnesAreForgottenButNeverOneThatIsOpen) {
  commit([&](Transaction& t) -> Status {
    auto waiting = job_row("test_connection");
    EXPECT_TRUE(t.put_job(waiting).ok());
    std::int64_t newest = 0;
    for (int i = 0; i < 5; ++i) {
      auto row = job_row("test_connection");
      row.state = JobState::done;
      EXPECT_TRUE(t.put_job(row).ok());
      newest = row.id;
    }
    auto file = job_row(std::string(kGradeFileJob));
    file.id = 0;
    file.state = JobState::done;
    file.connection_id = "connection";
    EXPECT_TRUE(t.put_job(file).ok());
    EXPECT_TRUE(t.forget_jobs("connection", 2).ok());
    EXPECT_TRUE(t.job(file.id)->has_value()) << "people are asked of it, however old it is";
    EXPECT_TRUE(t.job(waiting.id)->has_value());
    EXPECT_TRUE(t.job(newest)->has_value());
    EXPECT_TRUE(t.job(newest - 1)->has_value());
    EXPECT_FALSE(t.job(newest - 2)->has_value());
    return ok_status();
  });
}

TEST_P(Jobs, ClassesAndPeopleCanBeListedByYearAndClass) {
  commit([&](Transaction& t) -> Status {
    for (const auto& [id, year] : {std::pair{"b", "2026"}, {"a", "2026"}, {"a", "2025"}}) {
      ClassRow row;
      row.class_id.value = id;
      row.school_year.value = year;
      EXPECT_TRUE(t.put_class(row).ok());
    }
    EnrolmentRow person;
    person.class_id.value = "a";
    person.school_year.value = "2026";
    person.user_id = "u1";
    person.role = 2;
    person.user_sis_id.value = "sis-u1";
    EXPECT_TRUE(t.put_enrolment(person).ok());
    const auto classes = *t.classes(gradebook::SchoolYear("2026"));
    EXPECT_EQ(classes.size(), 2u);
    EXPECT_EQ(classes.front().class_id.value, "a");
    EXPECT_EQ(t.classes({})->size(), 3u);
    const auto people = *t.enrolments(gradebook::ClassId("a"), gradebook::SchoolYear("2026"));
    EXPECT_EQ(people.size(), 1u);
    EXPECT_EQ(people.front().user_sis_id.value, "sis-u1");
    EXPECT_EQ(people.front().role, 2);
    EXPECT_TRUE(t.enrolments(gradebook::ClassId("a"), gradebook::SchoolYear("2025"))->empty());
    return ok_status();
  });
}

} // namespace
} // namespace passback::outbox
