// stop and destroy are bounded, whatever a thread of the module hangs in: a disk, a connection, a
// name server.
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <thread>

#include "tests/contract/module/blocked_calls.hpp"
#include "tests/contract/module/module_fixture.hpp"
#include "tests/contract/module/raw_host.hpp"

namespace passback::contract {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr unsigned kPatience = 40;
constexpr milliseconds kSoon{20'000};
// More than the tenth of a second that is promised, because test machines are busy.
constexpr milliseconds kSlack{400};

class Stops : public ModuleTest {
 protected:
  Stops() {
    services_.wake = [this] { wakes_.fetch_add(1); };
  }

  void open_delivering(const std::string& address = "http://127.0.0.1:9") {
    switch_on();
    more_config_ += R"(,"durability":"power")";
    std::ofstream(folder_ / "settings.yaml")
        << "allow_grades: true\nsend_automatically: true\nsis_name: Nobody\nprofile: generic-1.1\n"
           "version: '1.1'\nbase_url: "
        << address << "\ntoken_url: " << address
        << "/token\napi_key: key\napi_secret: secret\n";
    open("inline");
  }

  /// A score that nothing keeps from going to the SIS.
  bool report() {
    lms_activity_event essay = activity();
    essay.class_sis_id = lms_plugin::to_str("c-4011");
    essay.category_sis_id = lms_plugin::to_str("cat-hw");
    essay.grading_period_sis_id = lms_plugin::to_str("q-2027-1");
    essay.assigned_at_unix_ms = 1'788'220'800'000;
    essay.due_at_unix_ms = 1'789'084'800'000;
    lms_score_event ana = score("ana", 80);
    ana.class_sis_id = lms_plugin::to_str("c-4011");
    ana.student_sis_id = lms_plugin::to_str("u-1001");
    // A commit of the worker's that hangs keeps the outbox busy.
    const bool known = plugin_.on_activity(essay).ok();
    const auto taken = plugin_.on_score(ana, nullptr, 500);
    return known && (taken.ok() || taken.value == LMS_E_BUSY);
  }

  template <class Act> static milliseconds time_of(Act act) {
    const auto began = steady_clock::now();
    act();
    return std::chrono::duration_cast<milliseconds>(steady_clock::now() - began);
  }

  lms_status create_again(std::string* why = nullptr) {
    const auto created = again_.create(module_table(), *host_, config("inline", more_config_));
    if (why != nullptr) {
      *why = created.message;
    }
    return created.value;
  }

  /// Size and time of the outbox's log: it changes with each commit.
  std::pair<std::uintmax_t, std::filesystem::file_time_type> log_file() const {
    const auto path = folder_ / "outbox.sqlite3-wal";
    return {std::filesystem::file_size(path), std::filesystem::last_write_time(path)};
  }

  std::string stop_while_blocked_in(SystemCall call) {
    std::optional<Blocked> blocked(call);
    if (!report() || !Blocked::somebody_waits(kSoon)) {
      return "no thread of the module came into the call";
    }
    lms_plugin::Status stopped;
    const auto stop_took = time_of([&] { stopped = plugin_.stop(500); });
    const int wakes = wakes_.load();
    const auto committed = log_file();
    if (stopped.value != LMS_E_DEADLINE || stop_took > milliseconds(600) + kSlack) {
      return "stop(500) answered " + std::to_string(stopped.value) + " after " +
             std::to_string(stop_took.count()) + " ms";
    }
    if (plugin_.stop(50).value != LMS_E_DEADLINE || plugin_.start().value != LMS_E_STATE ||
        plugin_.on_score(score("ben", 90)).value != LMS_E_STATE) {
      return "the sealed instance does something";
    }
    const auto destroy_took = time_of([&] { plugin_.destroy(); });
    if (destroy_took > milliseconds(2100) + kSlack) {
      return "destroy took " + std::to_string(destroy_took.count()) + " ms";
    }
    std::string why;
    if (const auto created = create_again(&why);
        created != LMS_E_STATE || why.find("still") == std::string::npos) {
      return "create answered " + std::to_string(created) + ": " + why;
    }
    blocked.reset();
    const auto end = steady_clock::now() + kSoon;
    while (create_again() != LMS_OK) {
      if (steady_clock::now() > end) {
        return "create is refused for ever";
      }
      std::this_thread::yield();
    }
    if (wakes_.load() != wakes || log_file() != committed) {
      return "a thread that was given up called the host, or committed";
    }
    if (!again_.start().ok() || !again_.on_score(score("ben", 90), nullptr, 30'000).ok()) {
      return "the next instance does not work";
    }
    again_.destroy();
    return "";
  }

  std::atomic<int> wakes_{0};
  lms_plugin::Instance again_;
};

TEST_F(Stops, WhileTheDiskHangs) {
  EXPECT_EQ(in_child(kPatience,
                     [&] {
                       open_delivering();
                       return stop_while_blocked_in(SystemCall::sync);
                     }),
            "");
}

TEST_F(Stops, WhileTheWorkerHangs) {
  EXPECT_EQ(in_child(kPatience,
                     [&] {
                       open_delivering();
                       return stop_while_blocked_in(SystemCall::connect);
                     }),
            "");
}

TEST_F(Stops, WhileANameServerNeverAnswers) {
  EXPECT_EQ(in_child(kPatience,
                     [&]() -> std::string {
                       const Blocked blocked(SystemCall::resolve);
                       open_delivering("https://sis.example");
                       if (!report() || !Blocked::somebody_waits(kSoon)) {
                         return "no thread of the module came into the call";
                       }
                       lms_plugin::Status stopped;
                       const auto took = time_of([&] { stopped = plugin_.stop(500); });
                       if (!stopped.ok() || took > milliseconds(600) + kSlack) {
                         return "stop(500) answered " + std::to_string(stopped.value) + " after " +
                                std::to_string(took.count()) + " ms";
                       }
                       plugin_.destroy();
                       return create_again() == LMS_OK ? "" : "create is refused";
                     }),
            "");
}

class EndsOfProcess : public Stops {
 protected:
  /// What went wrong when a process ended while a thread was inside that call.
  std::string end_inside(SystemCall call, const std::string& address) {
    return in_child(kPatience, [&]() -> std::string {
      static Blocked blocked(call);
      open_delivering(address);
      if (!report() || !Blocked::somebody_waits(kSoon)) {
        return "no thread of the module came into the call";
      }
      (void)plugin_.stop(100);
      plugin_.destroy();
      std::exit(0);
    });
  }
};

TEST_F(EndsOfProcess, AreHarmlessWhileTheDiskHangs) {
  EXPECT_EQ(end_inside(SystemCall::sync, "http://127.0.0.1:9"), "");
}

TEST_F(EndsOfProcess, AreHarmlessWhileTheWorkerHangs) {
  EXPECT_EQ(end_inside(SystemCall::connect, "http://127.0.0.1:9"), "");
}

TEST_F(EndsOfProcess, AreHarmlessWhileANameServerNeverAnswers) {
  EXPECT_EQ(end_inside(SystemCall::resolve, "https://sis.example"), "");
}

TEST_F(Stops, AForkAfterAStopThatFailedIsRefused) {
  EXPECT_EQ(in_child(kPatience,
                     [&]() -> std::string {
                       open_delivering();
                       const Blocked blocked(SystemCall::connect);
                       if (!report() || !Blocked::somebody_waits(kSoon) ||
                           plugin_.stop(100).value != LMS_E_DEADLINE) {
                         return "stop did not fail";
                       }
                       plugin_.destroy();
                       return in_child(10, [&] {
                         const auto created = create_again();
                         return created == LMS_E_FORKED ? "" : std::to_string(created);
                       });
                     }),
            "");
}

} // namespace
} // namespace passback::contract
