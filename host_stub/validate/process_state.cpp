#include "host_stub/validate/process_state.hpp"

#include <chrono>
#include <clocale>
#include <cstring>
#include <filesystem>
#include <thread>
#include <unistd.h>

namespace host_stub::validate {
namespace {

namespace fs = std::filesystem;

std::map<std::string, std::string> open_files() {
  std::map<std::string, std::string> files;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator("/proc/self/fd")) {
    const fs::path target = fs::read_symlink(entry.path(), ignored);
    // The descriptor of this very listing is gone when it ends.
    if (target.string().find("/fd") == std::string::npos || target.string().find("/proc/") != 0) {
      files.emplace(entry.path().filename(), target);
    }
  }
  return files;
}

mode_t present_umask() {
  const mode_t mask = ::umask(0);
  ::umask(mask);
  return mask;
}

// The C library adds SA_RESTORER whenever it sets an action, also one that is put back as it was.
constexpr int kRestorerFlag = 0x04000000;

bool same_action(const struct sigaction& a, const struct sigaction& b) {
  return (a.sa_flags & ~kRestorerFlag) == (b.sa_flags & ~kRestorerFlag) &&
         a.sa_sigaction == b.sa_sigaction;
}

} // namespace

std::size_t count_threads() {
  const auto listed = static_cast<std::size_t>(
      std::distance(fs::directory_iterator("/proc/self/task"), fs::directory_iterator()));
#ifdef __SANITIZE_THREAD__
  // The sanitizer keeps a thread of its own, from the first one that is started.
  return listed > 1 ? listed - 1 : listed;
#else
  return listed;
#endif
}

std::size_t count_files() {
  return open_files().size();
}

bool threads_fall_to(std::size_t wanted) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds(250);
  while (count_threads() > wanted) {
    if (std::chrono::steady_clock::now() > deadline) {
      return false;
    }
    std::this_thread::yield();
  }
  return true;
}

ProcessState process_state() {
  ProcessState state;
  state.files = open_files();
  for (char** entry = environ; *entry != nullptr; ++entry) {
    state.environment.emplace_back(*entry);
  }
  for (int number = 1; number < NSIG; ++number) {
    struct sigaction action{};
    ::sigaction(number, nullptr, &action);
    state.signals.push_back(action);
  }
  ::sigprocmask(SIG_BLOCK, nullptr, &state.blocked);
  state.folder = fs::current_path();
  state.locale = std::setlocale(LC_ALL, nullptr);
  state.umask = present_umask();
  state.threads = count_threads();
  return state;
}

std::string difference(const ProcessState& before, const ProcessState& after,
                       bool with_files_and_threads) {
  if (before.environment != after.environment) {
    return "the environment changed";
  }
  for (std::size_t i = 0; i < before.signals.size(); ++i) {
    if (!same_action(before.signals[i], after.signals[i])) {
      return "the handler of signal " + std::to_string(i + 1) + " changed";
    }
    const int number = static_cast<int>(i) + 1;
    if (::sigismember(&before.blocked, number) != ::sigismember(&after.blocked, number)) {
      return "signal " + std::to_string(number) + " was blocked or unblocked";
    }
  }
  if (before.folder != after.folder) {
    return "the working folder changed";
  }
  if (before.locale != after.locale) {
    return "the locale changed to " + after.locale;
  }
  if (before.umask != after.umask) {
    return "the umask changed";
  }
  if (with_files_and_threads && before.threads != after.threads) {
    return "there are " + std::to_string(after.threads) + " threads instead of " +
           std::to_string(before.threads);
  }
  if (with_files_and_threads) {
    for (const auto& [number, target] : after.files) {
      if (!before.files.contains(number)) {
        return "descriptor " + number + " was left open (" + target + ")";
      }
    }
    if (before.files != after.files) {
      return "a descriptor of the host was closed or changed";
    }
  }
  return {};
}

} // namespace host_stub::validate
