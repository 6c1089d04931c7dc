// A process that is killed loses nothing of what it was told is stored.
#include <array>
#include <string>
#include <sys/wait.h>
#include <unistd.h>

#include <gtest/gtest.h>

#include "tests/unit/outbox/store_fixture.hpp"

namespace passback::outbox {
namespace {

using namespace std::chrono_literals;
using Crashes = StoreTest;
PASSBACK_FOR_EVERY_STORE(Crashes);

/// The child's whole life: commits, and says each number only after its commit.
[[noreturn]] void commit_for_ever(const StoreKind& kind, const std::string& folder, int pipe) {
  const auto store = kind.open({folder, Durability::process});
  for (int i = 0; store.ok(); ++i) {
    const Status done = (*store)->intake().commit(5s, [i](Transaction& t) {
      Record record = cell("a", std::to_string(i));
      return t.put_record(record);
    });
    if (!done || ::write(pipe, &i, sizeof i) != sizeof i) {
      break;
    }
  }
  ::_exit(1);
}

TEST_P(Crashes, EverythingThatReturnedOkSurvivesSigkill) {
  store.reset();
  for (int round = 0; round < 5; ++round) {
    std::array<int, 2> ends{};
    ASSERT_EQ(::pipe(ends.data()), 0);
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      ::close(ends[0]);
      commit_for_ever(GetParam(), folder.path() + "/round-" + std::to_string(round), ends[1]);
    }
    ::close(ends[1]);
    int last = -1;
    int number = 0;
    // Killed while it is at work on a later one; what is in the pipe still counts.
    while (last < 10 + round * 7 && ::read(ends[0], &number, sizeof number) == sizeof number) {
      last = number;
    }
    ::kill(child, SIGKILL);
    int state = 0;
    ASSERT_EQ(::waitpid(child, &state, 0), child);
    EXPECT_TRUE(WIFSIGNALED(state));
    while (::read(ends[0], &number, sizeof number) == sizeof number) {
      last = number;
    }
    ::close(ends[0]);
    ASSERT_GE(last, 10);

    const auto again =
        GetParam().open({folder.path() + "/round-" + std::to_string(round), Durability::process});
    ASSERT_TRUE(again.ok()) << again.error().detail;
    const Status checked = (*again)->intake().read([&](Transaction& t) -> Status {
      for (int i = 0; i <= last; ++i) {
        EXPECT_TRUE(t.find(cell("a", std::to_string(i)).key)->has_value()) << i;
      }
      return ok_status();
    });
    EXPECT_TRUE(checked.ok());
  }
}

TEST_P(Crashes, AStoreIsNotUsedInAForkedChild) {
  const pid_t child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    const Status wrote =
        store->intake().commit(1s, [](Transaction& t) { return t.put_meta("a", "b"); });
    const Status looked = store->intake().read([](Transaction&) { return ok_status(); });
    const bool refused = !wrote.ok() && wrote.error().code == Code::forked && !looked.ok() &&
                         looked.error().code == Code::forked;
    store.reset(); // must not disturb the parent's files
    ::_exit(refused ? 0 : 1);
  }
  int state = 0;
  ASSERT_EQ(::waitpid(child, &state, 0), child);
  EXPECT_TRUE(WIFEXITED(state) && WEXITSTATUS(state) == 0);
  commit([](Transaction& t) { return t.put_meta("parent", "lives"); });
}

} // namespace
} // namespace passback::outbox
