// A process that forks while other threads are inside the module: the child is told at once, and
// never waits for a lock whose holder it does not have.
#include <atomic>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <utility>

#include "tests/contract/module/module_fixture.hpp"
#include "tests/contract/module/raw_host.hpp"

namespace passback::contract {
namespace {

constexpr int kForks = 40;
constexpr unsigned kForkPatience = 60;

#ifdef __SANITIZE_ADDRESS__
constexpr bool kForkMayLockTheAllocator = true;
#else
constexpr bool kForkMayLockTheAllocator = false;
#endif
constexpr const char* kWhySkipped =
    "AddressSanitizer's own allocator may be locked by another thread at the fork, and stays so in "
    "the child.";

/// Threads that do the same thing over and over until the end of their life.
class Busy {
 public:
  template <class Act> Busy(int count, Act act) {
    for (int i = 0; i < count; ++i) {
      threads_.emplace_back([this, act] {
        while (!over_.load()) {
          act();
          acts_.fetch_add(1);
        }
      });
    }
    while (acts_.load() < count) {
      std::this_thread::yield();
    }
  }
  Busy(const Busy&) = delete;
  Busy& operator=(const Busy&) = delete;
  ~Busy() {
    over_.store(true);
    for (std::thread& thread : threads_) {
      thread.join();
    }
  }

 private:
  std::atomic<bool> over_{false};
  std::atomic<int> acts_{0};
  std::vector<std::thread> threads_;
};

class Forks : public ModuleTest {
 protected:
  /// A whole life on a folder of its own; the first status that is not LMS_OK.
  lms_status live_in_child() {
    const lms_plugin::Host host(identity_, services_);
    lms_plugin::Instance own;
    std::string elsewhere = config("enqueue_only");
    elsewhere.replace(elsewhere.find(folder_.string()), folder_.string().size(),
                      folder_.string() + "/child");
    if (const auto created = own.create(module_table(), host, elsewhere); !created.ok()) {
      return created.value;
    }
    if (const auto started = own.start(); !started.ok()) {
      return started.value;
    }
    return own.on_score(score("ana", 80), nullptr, 30'000).value;
  }
  static std::string expect(lms_status wanted, lms_status got) {
    return wanted == got ? "" : "it answered " + std::to_string(got);
  }
};

TEST_F(Forks, AChildOfABusyProcessIsRefusedAtOnceAlsoByCreate) {
  if (kForkMayLockTheAllocator) {
    GTEST_SKIP() << kWhySkipped;
  }
  open("inline");
  ASSERT_TRUE(plugin_.on_score(score("ana", 80), nullptr, 30'000).ok());
  const Busy busy(3, [this] { (void)plugin_.on_score(score("ana", 80)); });
  for (int i = 0; i < kForks; ++i) {
    ASSERT_EQ(in_child(kForkPatience, [&] { return expect(LMS_E_FORKED, live_in_child()); }), "")
        << "fork " << i;
  }
}

TEST_F(Forks, TheChildStaysRefusedForLife) {
  open("enqueue_only");
  ASSERT_TRUE(plugin_.on_score(score("ana", 80), nullptr, 30'000).ok());
  EXPECT_EQ(in_child(kForkPatience,
                     [&]() -> std::string {
                       plugin_.destroy();
                       for (int i = 0; i < 3; ++i) {
                         if (const auto got = live_in_child(); got != LMS_E_FORKED) {
                           return "it answered " + std::to_string(got);
                         }
                       }
                       return "";
                     }),
            "");
  EXPECT_TRUE(plugin_.on_score(score("ben", 90), nullptr, 30'000).ok());
}

TEST_F(Forks, ACallOnADeadHandleHoldsNoLockThatAChildWaitsFor) {
  if (kForkMayLockTheAllocator) {
    GTEST_SKIP() << kWhySkipped;
  }
  const Busy busy(3, [] {
    const lms_score_event event = score("ana", 80);
    (void)module_table().on_score(7, &event, 100, nullptr, nullptr);
  });
  for (int i = 0; i < 2 * kForks; ++i) {
    ASSERT_EQ(in_child(kForkPatience,
                       [&]() -> std::string {
                         const lms_plugin::Host host(identity_, services_);
                         lms_plugin::Instance own;
                         const auto created =
                             own.create(module_table(), host, config("enqueue_only"));
                         return created.ok() || created.value == LMS_E_FORKED
                                    ? ""
                                    : "it answered " + std::to_string(created.value);
                       }),
              "")
        << "fork " << i;
  }
}

TEST_F(Forks, AChildOfAProcessThatStoppedAndDestroyedEverythingWorks) {
  open("inline");
  ASSERT_TRUE(plugin_.on_score(score("ana", 80), nullptr, 30'000).ok());
  ASSERT_TRUE(plugin_.stop(2000).ok());
  EXPECT_EQ(in_child(kForkPatience, [&] { return expect(LMS_OK, live_in_child()); }), "");
  close();
  EXPECT_EQ(in_child(kForkPatience, [&] { return expect(LMS_OK, live_in_child()); }), "");
}

TEST_F(Forks, AChildBornInsideAServiceIsRefusedAsSoonAsTheServiceReturns) {
  bool forks = false;
  pid_t child = -1;
  services_.register_item = [](const lms_menu_item&) {};
  services_.permission_check = [&](const lms_action_context&, std::string_view) {
    if (std::exchange(forks, false)) {
      child = ::fork();
      if (child == 0) {
        ::alarm(kForkPatience);
      }
    }
    return true;
  };
  open("inline");
  const auto invoke = [this] {
    std::string form;
    return plugin_.item_invoke(LMS_ITEM_SIS_SETTINGS, admin(), "", form).value;
  };
  ASSERT_EQ(invoke(), LMS_OK);
  forks = true;
  const lms_status answered = invoke();
  if (child == 0) {
    ::_exit(answered == LMS_E_FORKED && invoke() == LMS_E_FORKED ? 0 : 1);
  }
  EXPECT_EQ(answered, LMS_OK);
  int state = 0;
  ASSERT_EQ(::waitpid(child, &state, 0), child);
  EXPECT_TRUE(WIFEXITED(state) && WEXITSTATUS(state) == 0) << state;
  EXPECT_EQ(invoke(), LMS_OK);
}

TEST_F(Forks, WithNoticeTheChildGoesOnWhateverOtherThreadsCall) {
  if (kForkMayLockTheAllocator) {
    GTEST_SKIP() << kWhySkipped;
  }
  open("inline");
  ASSERT_TRUE(plugin_.on_score(score("ana", 80), nullptr, 30'000).ok());
  const Busy busy(3, [this] {
    (void)plugin_.on_score(score("ana", 80));
    (void)plugin_.pump(1);
  });
  for (int i = 0; i < 5; ++i) {
    ASSERT_TRUE(plugin_.before_fork().ok());
    EXPECT_EQ(in_child(kForkPatience,
                       [&] {
                         const auto after = plugin_.after_fork("enqueue_only");
                         if (!after.ok()) {
                           return "after_fork: " + std::to_string(after.value);
                         }
                         return expect(LMS_OK,
                                       plugin_.on_score(score("ben", 90), nullptr, 30'000).value);
                       }),
              "");
    ASSERT_TRUE(plugin_.after_fork().ok());
  }
}

} // namespace
} // namespace passback::contract
