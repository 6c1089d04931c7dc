// The queues stay fast when the gradebook is large: no statement walks the whole table, and each is
// compiled once.
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "plugin/outbox/pending.hpp"
#include "plugin/outbox/sqlite/migrate.hpp"
#include "plugin/outbox/transaction.hpp"
#include "plugin/platform/files.hpp"
#include "tests/unit/outbox/store_fixture.hpp"

namespace passback::outbox {
namespace {

using namespace std::chrono_literals;

/// 100 classes of 1000 results: half settled, and in every class some ready, in flight, waiting.
constexpr const char* kFill = R"sql(
INSERT INTO connection VALUES ('connection', 1, 'd', 'account', '{}', 1);
INSERT INTO sis_record (id, connection_id, connection_generation, kind, school_year, class_id,
  sis_class_id, activity_id, student_id, incarnation, domain_id, line_item_id, wire_id,
  wire_id_origin, observed_seq, observed_form, observed_facts, released_seq, released_form,
  released_facts, sent_seq, sent_form, sent_facts, sent_request_id, sent_epoch, sent_unix_ms,
  sent_doubt_before, sent_in_flight, sent_doubt_during, confirmed_seq, confirmed_form,
  confirmed_facts, confirmed_unix_ms, in_doubt, state, code, detail, http_status, attempts,
  next_attempt_unix_ms, priority, host_rev, host_epoch, superseded, settings_generation,
  created_unix_ms, updated_unix_ms)
WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 99999)
SELECT i + 1, 'connection', 1, iif(i % 1000 = 0, 3, 4), '2026', printf('class-%03d', i / 1000),
  's', printf('a%02d', i % 1000 / 40), iif(i % 1000 = 0, '', printf('p%04d', i % 1000)), 0, 'd',
  iif(i % 1000 = 0, NULL, i / 1000 * 1000 + 1), 'w', 1,
  i, iif(i % 5000 = 0, 0, 1), '{"points":"5"}', i, 1, '{"points":"5"}', i, 0, '', '', i % 3, 0,
  0, i % 100 = 7, 0, i, 1, '{"points":"5"}', 0, 0,
  CASE WHEN i % 100 = 7 THEN 2 WHEN i % 10 < 3 THEN 1 WHEN i % 10 = 3 THEN 4 ELSE 0 END,
  '', '', 0, 0, i, i % 1000 = 11, 0, 0, 0, 0, 0, 0
FROM n;
)sql";

class LargeStore : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ = std::make_unique<TemporaryFolder>();
    const std::string path = folder_->path() + "/outbox.sqlite3";
    ASSERT_TRUE(platform::ensure_private_file(path).ok());
    auto opened = SqliteConnection::open(path, ConnectionUse::writer, false);
    ASSERT_TRUE(opened.ok());
    connection_ = std::move(*opened);
    ASSERT_TRUE(migrate(*connection_, path, sqlite_migrations(), 5s).ok());
    const Status filled = connection_->script(std::string("BEGIN;") + kFill + "COMMIT;");
    ASSERT_TRUE(filled.ok()) << filled.error().detail;
    // Anew, without what the migration prepared.
    auto again = SqliteConnection::open(path, ConnectionUse::writer, false);
    ASSERT_TRUE(again.ok());
    connection_ = std::move(*again);
  }
  static void TearDownTestSuite() {
    connection_.reset();
    folder_.reset();
  }

  /// How each table that a statement reads is reached, as SQLite says it.
  static std::vector<std::string> plan_of(const std::string& sql) {
    sqlite3_stmt* explain = nullptr;
    const std::string text = "EXPLAIN QUERY PLAN " + sql;
    EXPECT_EQ(sqlite3_prepare_v2(connection_->handle(), text.c_str(), -1, &explain, nullptr),
              SQLITE_OK);
    std::vector<std::string> lines;
    while (sqlite3_step(explain) == SQLITE_ROW) {
      const void* detail = sqlite3_column_blob(explain, 3);
      lines.emplace_back(static_cast<const char*>(detail),
                         static_cast<std::size_t>(sqlite3_column_bytes(explain, 3)));
    }
    sqlite3_finalize(explain);
    return lines;
  }

  /// Everything that has been prepared so far: reached through an index, and in few steps.
  static void expect_no_walk(int max_steps) {
    for (sqlite3_stmt* statement = sqlite3_next_stmt(connection_->handle(), nullptr);
         statement != nullptr; statement = sqlite3_next_stmt(connection_->handle(), statement)) {
      const std::string sql = sqlite3_sql(statement);
      EXPECT_EQ(sqlite3_stmt_status(statement, SQLITE_STMTSTATUS_FULLSCAN_STEP, 1), 0) << sql;
      EXPECT_LT(sqlite3_stmt_status(statement, SQLITE_STMTSTATUS_VM_STEP, 1), max_steps) << sql;
      for (const std::string& line : plan_of(sql)) {
        const bool scan = line.rfind("SCAN", 0) == 0;
        // The ids chosen by an inner query are read as they are.
        const bool chosen = line.rfind("SCAN (subquery", 0) == 0;
        EXPECT_TRUE(!scan || chosen) << line << "\n" << sql;
      }
    }
  }

  static std::unique_ptr<TemporaryFolder> folder_;
  static std::unique_ptr<SqliteConnection> connection_;
};
std::unique_ptr<TemporaryFolder> LargeStore::folder_;
std::unique_ptr<SqliteConnection> LargeStore::connection_;

TEST_F(LargeStore, ThePlannersQuestionsAreAnsweredFromIndexes) {
  Transaction t(*connection_);
  const gradebook::ClassId class_id("class-050");
  EXPECT_EQ(t.due_with_priority("connection", 1'000'000, 20)->size(), 20U);
  EXPECT_EQ((*t.next_due_class("connection", 1'000'000, class_id))->value, "class-051");
  EXPECT_EQ(t.due_of_class("connection", class_id, 1'000'000, 50)->size(), 50U);
  EXPECT_EQ(**t.next_due_time("connection"), 0);
  EXPECT_EQ(t.abandoned("connection", 2, 50)->size(), 50U);
  EXPECT_EQ(t.children(1, State::waiting_parent)->size(), 100U);
  EXPECT_EQ(t.unknown_activities(0, 50)->size(), 20U);
  EXPECT_EQ(t.waiting_of_sis_class("connection", gradebook::SourcedId("s"), 0, 50)->size(), 0U);
  RecordFilter waiting;
  waiting.connection_id = "connection";
  waiting.kind = Kind::line_item;
  waiting.state = State::waiting;
  EXPECT_TRUE(t.records(waiting)->empty());
  expect_no_walk(30'000);
}

TEST_F(LargeStore, SkippingClassesThatWaitForARetryCostsOneLookEach) {
  Transaction t(*connection_);
  // Nothing is due at -1, so every class is skipped.
  EXPECT_FALSE(t.next_due_class("connection", -1, gradebook::ClassId(""))->has_value());
  expect_no_walk(10'000);
}

TEST_F(LargeStore, AFactTouchesOneRow) {
  Transaction t(*connection_);
  auto record = t.record(50'021);
  ASSERT_TRUE(record.ok() && record->has_value());
  EXPECT_EQ((*t.find((*record)->key))->id, 50'021);
  EXPECT_TRUE(t.put_record(**record).ok());
  EXPECT_TRUE(t.next_seq().ok());
  EXPECT_TRUE(t.append_history({1, 1, 1, 0, "observed", "host", "", 0, Code::none}).ok());
  EXPECT_TRUE(t.append_history({1, 2, 2, 0, "observed", "host", "", 0, Code::none}).ok());
  EXPECT_EQ(t.history(1, 10)->size(), 2U);
  expect_no_walk(1'000);
}

TEST_F(LargeStore, OneClassIsReadWithoutTheOthers) {
  Transaction t(*connection_);
  RecordFilter filter;
  filter.class_id = gradebook::ClassId("class-042");
  filter.after_id = 42'500;
  filter.limit = 100;
  EXPECT_EQ(t.records(filter)->size(), 100U);
  EXPECT_FALSE(t.count_records(filter)->empty());
  filter.school_year = gradebook::SchoolYear("2026");
  filter.state = State::ready;
  EXPECT_FALSE(t.records(filter)->empty());
  expect_no_walk(200'000);
}

TEST_F(LargeStore, OneCellIsFoundWithoutWalkingItsClass) {
  Transaction t(*connection_);
  const auto key = t.record(50'021)->value().key;
  expect_no_walk(1'000'000'000); // what was counted before starts anew
  RecordFilter filter;
  filter.class_id = key.class_id;
  filter.activity_id = key.activity_id;
  filter.student_id = key.student_id;
  filter.kind = key.kind;
  EXPECT_EQ(t.records(filter)->size(), 1U);
  expect_no_walk(500);
}

TEST_F(LargeStore, WhatIsRefusedOrTakenBackIsFoundWithoutLookingAtTheRest) {
  Transaction t(*connection_);
  expect_no_walk(1'000'000'000); // what was counted before starts anew
  for (const State state :
       {State::off, State::conflict, State::rejected, State::failed, State::unlinked}) {
    RecordFilter of_class;
    of_class.class_id = gradebook::ClassId("class-050");
    of_class.state = state;
    of_class.limit = 1;
    EXPECT_TRUE(t.records(of_class)->empty());
    RecordFilter of_connection;
    of_connection.connection_id = "connection";
    of_connection.state = state;
    EXPECT_TRUE(state == State::off || t.records(of_connection)->empty());
  }
  const auto key = t.record(50'021)->value().key;
  EXPECT_TRUE(t.taken_back_beside(key, 0, 200)->empty());
  expect_no_walk(500);
}

/// What a fact, the planner, a page and a job ask, of every kind and state of records.
void do_typical_work(Transaction& t, const std::string& class_id) {
  Record changed = **t.record(50'021);
  for (const Kind kind : {Kind::category, Kind::score_scale, Kind::line_item, Kind::result}) {
    Record added = cell(class_id, "new");
    added.key.kind = kind;
    EXPECT_TRUE(t.put_record(added).ok());
    EXPECT_EQ((*t.find(added.key))->id, added.id);
    EXPECT_TRUE(t.put_record(changed).ok());
    RecordFilter filter;
    filter.class_id = gradebook::ClassId(class_id);
    filter.kind = kind;
    EXPECT_FALSE(t.records(filter)->empty());
    EXPECT_FALSE(t.count_records(filter)->empty());
  }
  for (const State state : {State::settled, State::ready, State::sending, State::waiting}) {
    RecordFilter filter;
    filter.connection_id = "connection";
    filter.state = state;
    filter.limit = 10;
    EXPECT_TRUE(t.records(filter).ok());
    EXPECT_TRUE(t.children(1, state).ok());
  }
  EXPECT_TRUE(t.count_held_back().ok());
  EXPECT_TRUE(t.next_seq().ok());
  EXPECT_TRUE(t.append_history({changed.id, 1, 1, 0, "observed", "host", "", 0, Code::none}).ok());
  EXPECT_FALSE(t.history(changed.id, 10)->empty());
  EXPECT_TRUE(t.due_with_priority("connection", 1'000'000, 4).ok());
  EXPECT_TRUE(t.next_due_class("connection", 1'000'000, gradebook::ClassId(class_id)).ok());
  EXPECT_TRUE(t.due_of_class("connection", gradebook::ClassId(class_id), 1'000'000, 4).ok());
  EXPECT_TRUE(t.next_due_time("connection").ok());
  EXPECT_TRUE(t.abandoned("connection", 2, 4).ok());
  EXPECT_TRUE(t.unknown_activities(0, 4).ok());
  EXPECT_TRUE(t.waiting_of_sis_class("connection", gradebook::SourcedId("s"), 0, 4).ok());
  JobRow job;
  job.connection_id = "connection";
  job.kind = "test_connection";
  EXPECT_TRUE(t.put_job(job).ok());
  EXPECT_TRUE(t.put_job(job).ok());
  EXPECT_TRUE(t.job(job.id).ok());
  EXPECT_TRUE(t.last_job("connection", job.kind, "").ok());
  EXPECT_FALSE(t.open_jobs("connection", 10)->empty());
  EXPECT_TRUE(t.last_jobs("connection", "grade_file", "c1", 5).ok());
  EXPECT_TRUE(t.forget_jobs("connection", 5).ok());
  Affected affected;
  affected.class_id = gradebook::ClassId(class_id);
  EXPECT_TRUE(ask_to_reconsider(t, affected).ok());
  const auto wish = *t.next_pending();
  const auto placed = next_affected(t, *wish, 4);
  EXPECT_TRUE(went_on(t, *wish, *placed, 4).ok());
  EXPECT_TRUE(t.forget_pending(wish->id).ok());
}

// A parameter that is compared with a column of a partial index's condition makes SQLite compile
// the statement anew at each run, which costs more than the run itself.
TEST_F(LargeStore, NoStatementIsCompiledAgainForOtherValues) {
  Transaction t(*connection_);
  do_typical_work(t, "class-060");
  do_typical_work(t, "class-061");
  for (sqlite3_stmt* statement = sqlite3_next_stmt(connection_->handle(), nullptr);
       statement != nullptr; statement = sqlite3_next_stmt(connection_->handle(), statement)) {
    EXPECT_EQ(sqlite3_stmt_status(statement, SQLITE_STMTSTATUS_REPREPARE, 0), 0)
        << sqlite3_sql(statement);
  }
}

} // namespace
} // namespace passback::outbox
