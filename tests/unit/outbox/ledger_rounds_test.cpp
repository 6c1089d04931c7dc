// The storage thread's rounds, called by hand: no thread, no sleep, and the time is an argument.
#include <atomic>
#include <memory>
#include <optional>
#include <string>

#include <gtest/gtest.h>

#include "plugin/outbox/mark.hpp"
#include "plugin/outbox/sqlite/files.hpp"
#include "plugin/outbox/sqlite/ledger_rounds.hpp"
#include "plugin/platform/files.hpp"
#include "tests/unit/outbox/store_fixture.hpp"

namespace passback::outbox {
namespace {

using namespace std::chrono_literals;
using Rest = LedgerRounds::Rest;

class LedgerRoundsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    auto opened = open_sqlite_store({folder.path()});
    ASSERT_TRUE(opened) << opened.error().detail;
    store = std::move(*opened);
    auto resolved = platform::resolve_folder(folder.path());
    ASSERT_TRUE(resolved) << resolved.error().detail;
    const std::string path = *resolved + "/outbox.sqlite3";
    auto found = SqliteFiles::of(path);
    ASSERT_TRUE(found) << found.error().detail;
    files.emplace(std::move(*found));
    rounds =
        std::make_unique<LedgerRounds>(path, false, *files, sealed, queue, [this] { ++woken; });
  }

  void TearDown() override {
    if (rounds) {
      rounds->end();
    }
  }

  void submit(Ledger::Work work) { queue.put({std::move(work), {}, ok_status()}); }
  void submit_meta(const std::string& name, const std::string& value) {
    submit([name, value](Transaction& t) { return t.put_meta(name, value); });
  }
  std::optional<std::string> meta(const std::string& name) {
    std::optional<std::string> found;
    const Status read = store->intake().read([&](Transaction& t) -> Status {
      auto said = t.meta(name);
      if (!said) {
        return said.error();
      }
      found = *said;
      return ok_status();
    });
    EXPECT_TRUE(read) << read.error().detail;
    return found;
  }
  void commit(const Intake::Work& work) {
    const Status done = store->intake().commit(10s, work);
    ASSERT_TRUE(done) << done.error().detail;
  }

  TemporaryFolder folder;
  std::unique_ptr<Store> store;
  std::optional<SqliteFiles> files;
  std::atomic<bool> sealed{false};
  LedgerQueue queue;
  int woken = 0;
  LedgerRounds::SteadyTime now{1h};
  std::unique_ptr<LedgerRounds> rounds;
};

TEST_F(LedgerRoundsTest, WithoutWorkItStaysAwayUntilSomethingIsHandedOver) {
  const Rest rest = rounds->step(now);
  EXPECT_EQ(rest.pause, 0us);
  EXPECT_EQ(rest.idle, 1s);
  EXPECT_EQ(woken, 0);
}

TEST_F(LedgerRoundsTest, ARoundStoresWhatWaitsAndThenLeavesTheLockToOthers) {
  submit_meta("one", "1");
  submit_meta("two", "2");
  const Rest rest = rounds->step(now);
  EXPECT_EQ(rest.pause, 2ms);
  EXPECT_EQ(woken, 1);
  EXPECT_EQ(queue.take_finished().size(), 2U);
  EXPECT_EQ(meta("one"), "1");
  EXPECT_EQ(meta("two"), "2");
}

TEST_F(LedgerRoundsTest, ABusyDatabaseKeepsTheWorkWaitingAndIsAskedAgainSoon) {
  submit_meta("patient", "yes");
  commit([&](Transaction& t) {
    // This transaction holds the write lock.
    EXPECT_EQ(rounds->step(now).pause, 1ms);
    return t.put_meta("first", "yes");
  });
  EXPECT_TRUE(queue.take_finished().empty());
  EXPECT_FALSE(queue.is_empty());
  rounds->step(now);
  EXPECT_EQ(queue.take_finished().size(), 1U);
  EXPECT_EQ(meta("patient"), "yes");
}

TEST_F(LedgerRoundsTest, OfASealedOutboxNothingMoreIsCommitted) {
  submit_meta("late", "yes");
  sealed = true;
  rounds->step(now);
  const auto finished = queue.take_finished();
  ASSERT_EQ(finished.size(), 1U);
  ASSERT_FALSE(finished[0].result);
  EXPECT_EQ(finished[0].result.error().code, Code::deadline);
  EXPECT_EQ(meta("late"), std::nullopt);
}

TEST_F(LedgerRoundsTest, TheMarkIsWrittenAtMostOnceASecond) {
  commit([](Transaction& t) { return put_mark(t, {"this-one", 0}); });
  submit(count_sending);
  rounds->step(now);
  EXPECT_EQ(kept_mark(folder.path()), (Mark{"this-one", 1}));
  submit(count_sending);
  rounds->step(now + 999ms);
  EXPECT_EQ(kept_mark(folder.path()), (Mark{"this-one", 1}));
  rounds->step(now + 1s);
  EXPECT_EQ(kept_mark(folder.path()), (Mark{"this-one", 2}));
}

TEST_F(LedgerRoundsTest, WhileAMuchTooLongWalIsWorkedOffNothingElseIsDone) {
  for (int i = 0; i < 20; ++i) {
    commit([&](Transaction& t) {
      return t.put_meta("k" + std::to_string(i), std::string(1 << 20, 'x'));
    });
  }
  EXPECT_EQ(rounds->step(now).pause, 200us);
  submit_meta("after", "yes");
  rounds->step(now);
  EXPECT_FALSE(queue.is_empty());
  rounds->step(now);
  EXPECT_TRUE(queue.is_empty());
  EXPECT_EQ(meta("after"), "yes");
}

} // namespace
} // namespace passback::outbox
