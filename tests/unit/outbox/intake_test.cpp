// The synchronous face: group commit, deadlines, one failure alone.
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "tests/unit/outbox/store_fixture.hpp"

namespace passback::outbox {
namespace {

using namespace std::chrono_literals;

/// A door that a test opens.
class Gate {
 public:
  void open() {
    {
      const std::lock_guard guard(mutex_);
      open_ = true;
    }
    changed_.notify_all();
  }
  void pass() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return open_; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool open_ = false;
};

class Intakes : public StoreTest {
 protected:
  std::optional<std::string> meta(const std::string& name) {
    std::optional<std::string> out;
    read([&](Transaction& t) -> Status {
      out = *t.meta(name);
      return ok_status();
    });
    return out;
  }

  /// Holds the write lock from another store on the same folder until `gate` opens.
  std::jthread hold_write_lock(Store& other, Gate& held, Gate& gate) {
    return std::jthread([&] {
      const Status done = other.intake().commit(10s, [&](Transaction& t) {
        held.open();
        gate.pass();
        return t.put_meta("holder", "done");
      });
      EXPECT_TRUE(done.ok());
    });
  }
};
PASSBACK_FOR_EVERY_STORE(Intakes);

TEST_P(Intakes, EightThreadsCommitEverythingOnce) {
  constexpr int kThreads = 8;
  constexpr int kEach = 40;
  {
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < kThreads; ++thread) {
      threads.emplace_back([&, thread] {
        for (int i = 0; i < kEach; ++i) {
          const Status done = store->intake().commit(10s, [&](Transaction& t) -> Status {
            Record record = cell("class-" + std::to_string(thread), std::to_string(i));
            const auto seq = t.next_seq();
            if (!seq) {
              return seq.error();
            }
            record.observed.seq = *seq;
            return t.put_record(record);
          });
          EXPECT_TRUE(done.ok());
        }
      });
    }
  }
  read([&](Transaction& t) -> Status {
    const auto all = t.records(RecordFilter{});
    EXPECT_EQ(all->size(), std::size_t{kThreads} * kEach);
    return ok_status();
  });
  commit([&](Transaction& t) -> Status {
    EXPECT_EQ(*t.next_seq(), kThreads * kEach + 1);
    return ok_status();
  });
}

TEST_P(Intakes, WorkThatFailsIsUndoneAloneAndItsErrorReturned) {
  // All of them wait behind one leader, so that they are one group.
  Gate leader_runs;
  Gate go;
  std::jthread leader([&] {
    EXPECT_TRUE(store->intake()
                    .commit(10s,
                            [&](Transaction& t) {
                              leader_runs.open();
                              go.pass();
                              return t.put_meta("leader", "yes");
                            })
                    .ok());
  });
  leader_runs.pass();
  std::atomic<int> started = 0;
  std::jthread good([&] {
    ++started;
    EXPECT_TRUE(
        store->intake().commit(10s, [](Transaction& t) { return t.put_meta("good", "yes"); }).ok());
  });
  std::jthread bad([&] {
    ++started;
    const Status done = store->intake().commit(10s, [](Transaction& t) -> Status {
      EXPECT_TRUE(t.put_meta("bad", "yes").ok());
      return Error{Code::range, "of its own"};
    });
    EXPECT_FALSE(done.ok());
    EXPECT_EQ(done.error().code, Code::range);
    EXPECT_EQ(done.error().detail, "of its own");
  });
  std::jthread throwing([&] {
    ++started;
    const Status done = store->intake().commit(10s, [](Transaction& t) -> Status {
      EXPECT_TRUE(t.put_meta("throwing", "yes").ok());
      throw std::runtime_error("secret");
    });
    EXPECT_FALSE(done.ok());
    EXPECT_EQ(done.error().code, Code::internal);
    EXPECT_EQ(done.error().detail.find("secret"), std::string::npos);
  });
  while (started < 3) {
    std::this_thread::yield();
  }
  go.open();
  for (std::jthread* thread : {&leader, &good, &bad, &throwing}) {
    thread->join();
  }
  EXPECT_EQ(meta("leader"), "yes");
  EXPECT_EQ(meta("good"), "yes");
  EXPECT_EQ(meta("bad"), std::nullopt);
  EXPECT_EQ(meta("throwing"), std::nullopt);
}

TEST_P(Intakes, PastItsDeadlineNothingIsStored) {
  const std::unique_ptr<Store> other = reopen();
  Gate held;
  Gate go;
  std::jthread holder = hold_write_lock(*other, held, go);
  held.pass();
  const auto start = std::chrono::steady_clock::now();
  const Status done =
      store->intake().commit(50ms, [](Transaction& t) { return t.put_meta("late", "yes"); });
  const auto took = std::chrono::steady_clock::now() - start;
  ASSERT_FALSE(done.ok());
  EXPECT_EQ(done.error().code, Code::busy);
  EXPECT_GE(took, 50ms);
  EXPECT_LT(took, 5s);
  go.open();
  holder.join();
  EXPECT_EQ(meta("late"), std::nullopt);
  EXPECT_EQ(meta("holder"), "done");
}

TEST_P(Intakes, AFollowerPastItsDeadlineLeavesTheGroup) {
  const std::unique_ptr<Store> other = reopen();
  Gate held;
  Gate go;
  std::jthread holder = hold_write_lock(*other, held, go);
  held.pass();
  std::jthread leader([&] {
    EXPECT_TRUE(store->intake()
                    .commit(10s, [](Transaction& t) { return t.put_meta("patient", "yes"); })
                    .ok());
  });
  std::atomic<bool> ran = false;
  const Status hasty = store->intake().commit(30ms, [&](Transaction& t) {
    ran = true;
    return t.put_meta("hasty", "yes");
  });
  EXPECT_EQ(hasty.error().code, Code::busy);
  go.open();
  holder.join();
  leader.join();
  EXPECT_FALSE(ran);
  EXPECT_EQ(meta("hasty"), std::nullopt);
  EXPECT_EQ(meta("patient"), "yes");
}

TEST_P(Intakes, AFreeStoreTakesWorkEvenWithoutPatience) {
  EXPECT_TRUE(
      store->intake().commit(0ms, [](Transaction& t) { return t.put_meta("a", "b"); }).ok());
  EXPECT_EQ(meta("a"), "b");
}

TEST_P(Intakes, AReaderSeesASnapshotAndDoesNotWaitForAWriter) {
  Gate held;
  Gate go;
  const std::unique_ptr<Store> other = reopen();
  std::jthread holder = hold_write_lock(*other, held, go);
  held.pass();
  EXPECT_EQ(meta("holder"), std::nullopt);
  go.open();
  holder.join();
  EXPECT_EQ(meta("holder"), "done");
}

TEST_P(Intakes, ReadersRunBesideEachOther) {
  std::atomic<int> inside = 0;
  std::vector<std::jthread> readers;
  for (int i = 0; i < 6; ++i) {
    readers.emplace_back([&] {
      EXPECT_TRUE(store->intake()
                      .read([&](Transaction&) {
                        ++inside;
                        while (inside < 6) {
                          std::this_thread::yield();
                        }
                        return ok_status();
                      })
                      .ok());
    });
  }
  readers.clear();
  EXPECT_EQ(inside, 6);
}

TEST_P(Intakes, WhatFailedDoesNotHarmTheNext) {
  for (int i = 0; i < 3; ++i) {
    EXPECT_FALSE(
        store->intake().commit(1s, [](Transaction&) -> Status { return Code::document; }).ok());
  }
  commit([](Transaction& t) { return t.put_meta("after", "fine"); });
  EXPECT_EQ(meta("after"), "fine");
}

} // namespace
} // namespace passback::outbox
