// A deadline holds whatever the call has to do first: opening the outbox, waiting for another
// process, finding out that its files are not there any more.
#include <chrono>
#include <fcntl.h>
#include <fstream>
#include <sys/stat.h>

#include <sqlite3.h>

#include "tests/contract/module/module_fixture.hpp"
#include "tests/contract/module/raw_host.hpp"

namespace passback::contract {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

class Deadlines : public ModuleTest {
 protected:
  // A slow machine opens slowly; what is measured here would take seconds more if it did not hold.
  static constexpr milliseconds kSlack{4000};

  std::string file() const { return (folder_ / "outbox.sqlite3").string(); }

  struct Lock {
    explicit Lock(const std::string& path) {
      EXPECT_EQ(sqlite3_open(path.c_str(), &db), SQLITE_OK);
      EXPECT_EQ(sqlite3_exec(db, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr), SQLITE_OK);
    }
    Lock(const Lock&) = delete;
    Lock& operator=(const Lock&) = delete;
    ~Lock() {
      sqlite3_exec(db, "ROLLBACK", nullptr, nullptr, nullptr);
      sqlite3_close(db);
    }
    sqlite3* db = nullptr;
  };

  std::int64_t count_records() {
    sqlite3* db = nullptr;
    sqlite3_open(file().c_str(), &db);
    sqlite3_stmt* statement = nullptr;
    sqlite3_prepare_v2(db, "SELECT count(*) FROM sis_record", -1, &statement, nullptr);
    const std::int64_t count = sqlite3_step(statement) == SQLITE_ROW
                                   ? sqlite3_column_int64(statement, 0)
                                   : -1;
    sqlite3_finalize(statement);
    sqlite3_close(db);
    return count;
  }

  /// An outbox with one score in it, closed again.
  void fill() {
    switch_on();
    open("enqueue_only");
    ASSERT_TRUE(plugin_.on_score(score("ana", 80), nullptr, 10'000).ok());
    close();
  }
};

TEST_F(Deadlines, TheFirstEventsDeadlineHoldsWhileTheOutboxCannotBeOpened) {
  fill();
  const std::int64_t before = count_records();
  open("enqueue_only");
  {
    const Lock lock(file());
    const auto began = steady_clock::now();
    EXPECT_EQ(plugin_.on_score(score("ben", 90), nullptr, 300).value, LMS_E_BUSY);
    EXPECT_LT(steady_clock::now() - began, milliseconds(300) + kSlack);
  }
  EXPECT_EQ(count_records(), before);
  EXPECT_TRUE(plugin_.on_score(score("ben", 90), nullptr, 10'000).ok());
}

TEST_F(Deadlines, ItHoldsForEveryEventAndForAThreadThatWaitsWhileAnotherOpens) {
  fill();
  open("enqueue_only");
  const Lock lock(file());
  const lms_activity_event essay = activity();
  const auto began = steady_clock::now();

  {
    const lms_plugin_api& api = module_table();
    EXPECT_EQ(api.on_activity(plugin_.handle(), &essay, 200, nullptr, nullptr), LMS_E_BUSY);
    const lms_score_event event = score("ben", 90);
    lms_batch_outcome out{};
    out.struct_size = sizeof out;
    EXPECT_EQ(api.on_scores(plugin_.handle(), &event, 1, 0, 200, &out, nullptr), LMS_E_BUSY);
    EXPECT_EQ(out.committed, 0U);
    lms_score_event hint = score("ben", 90);
    hint.flags = LMS_SCORE_HINT;
    EXPECT_EQ(api.on_score(plugin_.handle(), &hint, 200, nullptr, nullptr), LMS_E_BUSY);
  }
  EXPECT_LT(steady_clock::now() - began, milliseconds(600) + kSlack);
}

TEST_F(Deadlines, AHostThatClosedOurDescriptorsHearsItAtOnce) {
  switch_on();
  EXPECT_EQ(in_child(30,
                     [&]() -> std::string {
                       open("enqueue_only");
                       if (!plugin_.on_score(score("ana", 80), nullptr, 10'000).ok()) {
                         return "the first score";
                       }
                       for (int fd = 3; fd < 64; ++fd) {
                         struct stat found{};
                         if (::fstat(fd, &found) == 0 && !S_ISFIFO(found.st_mode)) {
                           ::close(fd);
                         }
                       }
                       const auto began = steady_clock::now();
                       const auto taken = plugin_.on_score(score("ben", 90), nullptr, 1000);
                       const auto took =
                           std::chrono::duration_cast<milliseconds>(steady_clock::now() - began);
                       if (taken.value != LMS_E_STORAGE) {
                         return "it answered " + std::to_string(taken.value) + " after " +
                                std::to_string(took.count()) + " ms";
                       }
                       if (took >= milliseconds(1000)) {
                         return "it took " + std::to_string(took.count()) + " ms";
                       }
                       // SQLite would lock whatever has the numbers of its files now.
                       const bool stopped = plugin_.stop(1000).ok();
                       const auto started = plugin_.start();
                       const auto again = plugin_.on_score(score("ben", 90), nullptr, 1000);
                       return stopped && started.ok() && again.value == LMS_E_STORAGE
                                  ? ""
                                  : "opened anew it answered " + std::to_string(again.value);
                     }),
            "");
}

} // namespace
} // namespace passback::contract
