// The asynchronous face.
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "tests/unit/outbox/store_fixture.hpp"

namespace passback::outbox {
namespace {

using namespace std::chrono_literals;

/// What `wake` rings.
class Bell {
 public:
  void ring() {
    {
      const std::lock_guard guard(mutex_);
      ++rings_;
    }
    changed_.notify_all();
  }
  /// Polls at each ring until nothing is pending.
  void drain(Ledger& ledger) {
    while (ledger.pending() > 0) {
      std::unique_lock lock(mutex_);
      ASSERT_TRUE(changed_.wait_for(lock, 20s, [this] { return rings_ > heard_; }));
      heard_ = rings_;
      lock.unlock();
      ledger.poll();
    }
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  int rings_ = 0;
  int heard_ = 0;
};

class Ledgers : public StoreTest {
 protected:
  std::optional<std::string> meta(const std::string& name) {
    std::optional<std::string> out;
    read([&](Transaction& t) -> Status {
      out = *t.meta(name);
      return ok_status();
    });
    return out;
  }
  Bell bell;
};
PASSBACK_FOR_EVERY_STORE(Ledgers);

TEST_P(Ledgers, DoneIsCalledByPollOnTheCallersThreadAfterTheCommit) {
  const auto ledger = store->open_ledger([this] { bell.ring(); });
  std::thread::id ran_on;
  std::thread::id done_on;
  bool seen = false;
  ledger->submit(
      [&](Transaction& t) {
        ran_on = std::this_thread::get_id();
        return t.put_meta("outcome", "stored");
      },
      [&](const Status& status) {
        EXPECT_TRUE(status.ok());
        done_on = std::this_thread::get_id();
        seen = meta("outcome") == "stored";
      });
  EXPECT_EQ(ledger->pending(), 1U);
  bell.drain(*ledger);
  EXPECT_EQ(done_on, std::this_thread::get_id());
  EXPECT_NE(ran_on, std::this_thread::get_id());
  EXPECT_TRUE(seen);
  EXPECT_EQ(ledger->pending(), 0U);
}

TEST_P(Ledgers, WorkRunsInTheOrderOfSubmission) {
  const auto ledger = store->open_ledger([this] { bell.ring(); });
  std::vector<int> ran;
  std::vector<int> done;
  for (int i = 0; i < 500; ++i) {
    ledger->submit(
        [&ran, i](Transaction& t) {
          ran.push_back(i);
          return t.put_meta("last", std::to_string(i));
        },
        [&done, i](const Status&) { done.push_back(i); });
  }
  bell.drain(*ledger);
  ASSERT_EQ(ran.size(), 500U);
  EXPECT_TRUE(std::is_sorted(ran.begin(), ran.end()));
  EXPECT_EQ(done, ran);
  EXPECT_EQ(meta("last"), "499");
}

TEST_P(Ledgers, OnePieceThatFailsIsUndoneAlone) {
  const auto ledger = store->open_ledger([this] { bell.ring(); });
  std::vector<Code> codes;
  const auto remember = [&](const Status& status) {
    codes.push_back(status.ok() ? Code::none : status.error().code);
  };
  ledger->submit([](Transaction& t) { return t.put_meta("one", "1"); }, remember);
  ledger->submit(
      [](Transaction& t) -> Status {
        EXPECT_TRUE(t.put_meta("two", "2").ok());
        return Code::state;
      },
      remember);
  ledger->submit([](Transaction& t) { return t.put_meta("three", "3"); }, remember);
  bell.drain(*ledger);
  EXPECT_EQ(codes, (std::vector<Code>{Code::none, Code::state, Code::none}));
  EXPECT_EQ(meta("one"), "1");
  EXPECT_EQ(meta("two"), std::nullopt);
  EXPECT_EQ(meta("three"), "3");
}

TEST_P(Ledgers, ABusyStoreIsRetriedUntilItWorks) {
  const auto ledger = store->open_ledger([this] { bell.ring(); });
  bool submitted_while_busy = false;
  commit([&](Transaction& t) {
    // This transaction holds the write lock.
    ledger->submit([](Transaction& inner) { return inner.put_meta("ledger", "in"); },
                   [](const Status& status) { EXPECT_TRUE(status.ok()); });
    submitted_while_busy = true;
    std::this_thread::yield();
    return t.put_meta("intake", "in");
  });
  bell.drain(*ledger);
  EXPECT_TRUE(submitted_while_busy);
  EXPECT_EQ(meta("ledger"), "in");
}

TEST_P(Ledgers, ClosingFinishesWhatWasSubmitted) {
  {
    const auto ledger = store->open_ledger([] {});
    for (int i = 0; i < 200; ++i) {
      ledger->submit([i](Transaction& t) { return t.put_meta("k" + std::to_string(i), "v"); }, {});
    }
  }
  EXPECT_EQ(meta("k0"), "v");
  EXPECT_EQ(meta("k199"), "v");
}

TEST_P(Ledgers, IntakeGetsItsTurnWhileTheLedgerNeverRests) {
  const auto ledger = store->open_ledger([this] { bell.ring(); });
  std::atomic<bool> stop = false;
  int written = 0;
  std::jthread intake([&] {
    for (; written < 50; ++written) {
      const Status done = store->intake().commit(
          5s, [&](Transaction& t) { return t.put_meta("intake", std::to_string(written)); });
      EXPECT_TRUE(done.ok());
    }
    stop = true;
  });
  while (!stop) {
    if (ledger->pending() < 300) {
      ledger->submit([](Transaction& t) { return t.put_meta("ledger", "x"); }, {});
    } else {
      ledger->poll();
    }
  }
  intake.join();
  bell.drain(*ledger);
  EXPECT_EQ(written, 50);
}

TEST_P(Ledgers, AnotherLedgerMayFollow) {
  store->open_ledger([] {}).reset();
  const auto ledger = store->open_ledger([this] { bell.ring(); });
  ledger->submit([](Transaction& t) { return t.put_meta("second", "yes"); }, {});
  bell.drain(*ledger);
  EXPECT_EQ(meta("second"), "yes");
}

} // namespace
} // namespace passback::outbox
