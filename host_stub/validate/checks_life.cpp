// Checks of the life cycle: stop, exit, fork, several instances, many cycles, the process left as
// it was.
#include <chrono>
#include <cstdlib>
#include <functional>
#include <memory>
#include <sys/wait.h>
#include <unistd.h>

#include "host_stub/validate/process_state.hpp"
#include "host_stub/validate/session.hpp"

namespace host_stub::validate {
namespace {

void stop_in_time(const Subject& subject) {
  const lms_plugin_api& api = load_table(subject);
  FakeHost fake(1);
  Session session(api, fake);
  const std::size_t threads = count_threads();
  require_ok(session.create(configuration(subject, "data")), "create", session);
  for (const std::uint32_t deadline : {0U, 500U}) {
    require_ok(session.start(), "start", session);
    require_ok(session.on_score(score_event()), "on_score", session);
    const auto began = std::chrono::steady_clock::now();
    const lms_status status = session.stop(deadline);
    const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(
        std::chrono::steady_clock::now() - began);
    require(status == LMS_OK || status == LMS_E_DEADLINE, "stop answered " + status_name(status));
    require(took.count() <= deadline + grace_ms(),
            "stop(" + std::to_string(deadline) + ") took " + std::to_string(took.count()) + " ms");
    require_ok(session.stop(1000), "a second stop", session);
    require(threads_fall_to(threads), "threads of the plugin run after stop");
  }
}

void exit_without_stop(const Subject& subject) {
  const lms_plugin_api& api = load_table(subject);
  // Neither is destroyed: exit runs with a started instance, as in a host that forgets stop.
  // Static references, because the leak check asks who still knows of them.
  static auto& fake = *std::make_unique<FakeHost>(1).release();
  static auto& session = *std::make_unique<Session>(api, fake).release();
  open(session, configuration(subject, "data"));
  require_ok(session.on_activity(activity_event()), "on_activity", session);
  require_ok(session.on_score(score_event()), "on_score", session);
}

// Runs body in a forked child; fails unless the child ends by itself with 0.
void in_forked_child(const char* what, const std::function<void()>& body) {
  const pid_t child = ::fork();
  require(child >= 0, "fork failed");
  if (child == 0) {
    int code = 0;
    try {
      body();
    } catch (const CheckFailed& failed) {
      const std::string text = std::string(failed.what()) + "\n";
      code = ::write(STDERR_FILENO, text.data(), text.size()) < 0 ? 2 : 1;
    }
    ::_exit(code);
  }
  int status = 0;
  require(::waitpid(child, &status, 0) == child, "waiting for the forked child failed");
  require(WIFEXITED(status) && WEXITSTATUS(status) == 0, what);
}

void fork_is_noticed(const Subject& subject) {
  const lms_plugin_api& api = load_table(subject);
  FakeHost fake(1);
  Session session(api, fake);
  open(session, configuration(subject, "data"));
  require_ok(session.on_score(score_event()), "on_score", session);
  in_forked_child(
      "a child that was forked without before_fork can call the plugin, or crashes in it", [&] {
        require_status(session.on_score(score_event()), LMS_E_FORKED, "on_score in a child");
        require_status(session.pump(), LMS_E_FORKED, "pump in a child");
        require_status(session.stop(), LMS_E_FORKED, "stop in a child");
      });
  require_ok(session.on_score(score_event("student-2")), "on_score in the parent, after a fork",
             session);
}

void fork_with_notice(const Subject& subject) {
  const lms_plugin_api& api = load_table(subject);
  FakeHost fake(2);
  Session session(api, fake);
  open(session, configuration(subject, "data"));
  require_ok(session.on_score(score_event()), "on_score", session);
  const auto after_fork = [&](std::string_view mode) {
    require_ok(session.call("after_fork",
                            [&](lms_error* err) {
                              return api.after_fork(session.handle(), mode.data(), mode.size(),
                                                    err);
                            }),
               "after_fork", session);
  };
  const std::size_t threads = count_threads();
  require_ok(session.call("before_fork",
                          [&](lms_error* err) { return api.before_fork(session.handle(), err); }),
             "before_fork", session);
  require(threads_fall_to(1), "threads of the plugin run after before_fork");
  require_status(session.on_score(score_event()), LMS_E_STATE,
                 "on_score between before_fork and after_fork");
  in_forked_child("a child that was forked after before_fork cannot go on", [&] {
    after_fork("enqueue_only");
    require_ok(session.on_score(score_event("student-2")), "on_score in the child", session);
    require(count_threads() == 1, "enqueue_only started a thread");
    require_ok(session.stop(), "stop in the child", session);
    session.destroy();
  });
  after_fork("");
  require_ok(session.on_score(score_event("student-3")), "on_score in the parent, after after_fork",
             session);
  require(count_threads() == threads,
          "the parent has another number of threads than before the fork");
}

void two_instances(const Subject& subject) {
  const lms_plugin_api& api = load_table(subject);
  FakeHost fake_a(1);
  FakeHost fake_b(0);
  Session a(api, fake_a);
  Session b(api, fake_b);
  open(a, configuration(subject, "a"));
  open(b, configuration(subject, "b"));
  require(a.handle() != b.handle(), "two instances have the same handle");
  require_ok(a.on_score(score_event()), "on_score of the first", a);
  require_ok(b.on_score(score_event()), "on_score of the second", b);
  Session again(api, fake_b);
  require_status(again.create(configuration(subject, "a")), LMS_E_STATE,
                 "create on a data_dir that is in use");
  a.destroy();
  require_ok(b.on_score(score_event("student-2")),
             "on_score of the second, with the first destroyed", b);
  require_ok(b.pump(), "pump of the second", b);
  Session reused(api, fake_a);
  open(reused, configuration(subject, "a"));
}

void many_cycles(const Subject& subject) {
  const lms_plugin_api& api = load_table(subject);
  std::size_t files = 0;
  std::size_t threads = 0;
  constexpr int kWarmUp = 3;
  for (int i = 0; i < 100 + kWarmUp; ++i) {
    FakeHost fake(1);
    Session session(api, fake);
    open(session, configuration(subject, "data"));
    require_ok(session.on_score(score_event()), "on_score", session);
    require_ok(session.stop(), "stop", session);
    session.destroy();
    if (i == kWarmUp) {
      files = count_files();
      threads = count_threads();
    }
  }
  require(count_files() == files, "after 100 more cycles there are " +
                                      std::to_string(count_files()) + " open files instead of " +
                                      std::to_string(files));
  require(threads_fall_to(threads), "after 100 more cycles there are more threads");
}

void run_modes(const Subject& subject) {
  const lms_plugin_api& api = load_table(subject);
  const std::size_t threads = count_threads();
  FakeHost fake(1);
  {
    Session session(api, fake);
    open(session, configuration(subject, "enqueue", "enqueue_only"));
    require_ok(session.on_score(score_event()), "on_score in enqueue_only", session);
    require(count_threads() == threads, "enqueue_only started a thread");
    require_ok(session.stop(), "stop", session);
  }
  Session session(api, fake);
  open(session, configuration(subject, "deliver", "deliver_only"));
  require_status(session.on_score(score_event()), LMS_E_STATE, "on_score in deliver_only");
  require_ok(session.pump(), "pump in deliver_only", session);
}

void process_untouched(const Subject& subject) {
  const ProcessState before = process_state();
  const auto out_path = subject.work_dir / "output";
  FILE* output = std::fopen(out_path.c_str(), "w+e");
  require(output != nullptr, "a temporary file cannot be made");
  const int old_out = ::dup(STDOUT_FILENO);
  const int old_err = ::dup(STDERR_FILENO);
  ::dup2(::fileno(output), STDOUT_FILENO);
  ::dup2(::fileno(output), STDERR_FILENO);
  std::string failure;
  try {
    FakeHost fake(2);
    Session session(load_table(subject), fake);
    open(session, configuration(subject, "data"));
    require_ok(session.on_activity(activity_event()), "on_activity", session);
    require_ok(session.on_score(score_event()), "on_score", session);
    std::string out;
    session.status(out);
    require_ok(session.pump(), "pump", session);
    failure = difference(before, process_state(), false);
    require_ok(session.stop(), "stop", session);
  } catch (const CheckFailed& failed) {
    failure = failed.what();
  }
  std::fflush(nullptr);
  ::dup2(old_out, STDOUT_FILENO);
  ::dup2(old_err, STDERR_FILENO);
  ::close(old_out);
  ::close(old_err);
  const bool quiet = std::fseek(output, 0, SEEK_END) == 0 && std::ftell(output) == 0;
  std::fclose(output);
  require(failure.empty(), failure);
  require(quiet, "the plugin wrote to the host's stdout or stderr");
  const std::string changed = difference(before, process_state(), false);
  require(changed.empty(), "after stop and destroy " + changed);
}

} // namespace

void add_life_checks(std::vector<Check>& checks) {
  checks.push_back({"stop_in_time", 0,
                    "stop keeps its deadline, may be repeated, and leaves no thread",
                    stop_in_time});
  checks.push_back({"exit_without_stop", 0, "a process that ends without stop ends normally",
                    exit_without_stop});
  checks.push_back(
      {"two_instances", 0, "instances live side by side, one on each data folder", two_instances});
  checks.push_back({"many_cycles", 0, "100 lives of an instance leave no file and no thread behind",
                    many_cycles, std::chrono::seconds(120)});
  checks.push_back(
      {"run_modes", 0, "enqueue_only has no thread; deliver_only takes no events", run_modes});
  checks.push_back(
      {"process_untouched", 0,
       "signals, locale, umask, folder, environment and output of the host stay as they are",
       process_untouched});
  checks.push_back({"fork_is_noticed", 0,
                    "a child that was forked without notice gets LMS_E_FORKED, its parent goes on",
                    fork_is_noticed});
  checks.push_back({"fork_with_notice", 2,
                    "with before_fork and after_fork parent and child both go on",
                    fork_with_notice});
}

} // namespace host_stub::validate
