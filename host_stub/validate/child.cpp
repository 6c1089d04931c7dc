#include "host_stub/validate/child.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <iterator>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace host_stub::validate {
namespace {

using Clock = std::chrono::steady_clock;

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor& operator=(Descriptor&&) = delete;
  ~Descriptor() { close(); }
  int number() const { return number_; }
  void close() {
    if (number_ >= 0) {
      ::close(std::exchange(number_, -1));
    }
  }

 private:
  int number_;
};

std::pair<Descriptor, Descriptor> make_pipe() {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
    throw std::system_error(errno, std::generic_category(), "pipe");
  }
  return {Descriptor(ends[0]), Descriptor(ends[1])};
}

// Everything that comes out of the pipe until it closes, the deadline passes (false) or enough was
// said.
bool read_until_closed(int descriptor, Clock::time_point deadline, std::string& out) {
  std::array<char, 4096> buffer{};
  while (out.size() < 65536) {
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
    pollfd ready{descriptor, POLLIN, 0};
    const int events = left <= 0 ? 0 : ::poll(&ready, 1, static_cast<int>(left));
    if (events == 0) {
      return false;
    }
    const ssize_t got = events < 0 ? -1 : ::read(descriptor, buffer.data(), buffer.size());
    if (got == 0) {
      return true;
    }
    if (got > 0) {
      out.append(buffer.data(), static_cast<std::size_t>(got));
    } else if (errno != EINTR) {
      return true;
    }
  }
  return true;
}

std::string last_words(const std::filesystem::path& output) {
  std::ifstream in(output);
  std::string text(std::istreambuf_iterator<char>(in), {});
  while (!text.empty() && text.back() == '\n') {
    text.pop_back();
  }
  return text.size() > 2000 ? text.substr(text.size() - 2000) : text;
}

std::string how_it_ended(int status) {
  if (WIFSIGNALED(status)) {
    return std::string("it crashed: ") + ::strsignal(WTERMSIG(status));
  }
  return "it ended with exit code " + std::to_string(WEXITSTATUS(status));
}

[[noreturn]] void become_child(const std::vector<std::string>& arguments,
                               const std::filesystem::path& output) {
  ::setpgid(0, 0);
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  const int file = ::open(output.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  ::dup2(file, STDOUT_FILENO);
  ::dup2(file, STDERR_FILENO);
  std::vector<char*> pointers;
  for (const auto& argument : arguments) {
    pointers.push_back(const_cast<char*>(argument.c_str()));
  }
  pointers.push_back(nullptr);
  ::execv("/proc/self/exe", pointers.data());
  ::_exit(127);
}

} // namespace

CheckResult run_in_child(const Check& check, std::chrono::seconds time_limit,
                         const std::filesystem::path& manifest,
                         const std::filesystem::path& work_dir) {
  const auto began = Clock::now();
  std::filesystem::create_directories(work_dir);
  const auto output = work_dir.parent_path() / (std::string(check.name) + ".output");
  auto [reading, writing] = make_pipe();
  // Only the child's copy must survive exec.
  const std::vector<std::string> arguments = {"host_stub",
                                              "validate",
                                              manifest.string(),
                                              "--child",
                                              std::string(check.name),
                                              "--work-dir",
                                              work_dir.string(),
                                              "--report",
                                              std::to_string(writing.number())};
  const pid_t child = ::fork();
  if (child < 0) {
    throw std::system_error(errno, std::generic_category(), "fork");
  }
  if (child == 0) {
    ::fcntl(writing.number(), F_SETFD, 0);
    become_child(arguments, output);
  }
  ::setpgid(child, child);
  writing.close();

  CheckResult result;
  std::string report;
  const bool ended = read_until_closed(reading.number(), began + time_limit, report);
  if (!ended) {
    ::kill(-child, SIGKILL);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  ::kill(-child, SIGKILL); // what it forked and did not wait for
  result.took = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - began);

  const bool clean_end = WIFEXITED(status) && WEXITSTATUS(status) == 0;
  if (!ended) {
    result.message = "it hung: not done after " + std::to_string(time_limit.count()) + " s";
  } else if (report == "passed" && clean_end) {
    result.passed = true;
  } else if (report.starts_with("failed: ")) {
    result.message = report.substr(8);
  } else {
    result.message =
        (report == "passed" ? "the check passed, but then " : "") + how_it_ended(status);
  }
  if (const std::string words = last_words(output); !result.passed && !words.empty()) {
    result.message += "\n" + words;
  }
  return result;
}

int run_as_child(const Check& check, const Subject& subject, int report_descriptor) {
  // Children that a check forks must not hold the report open.
  ::fcntl(report_descriptor, F_SETFD, FD_CLOEXEC);
  std::string report = "passed";
  try {
    check.run(subject);
  } catch (const std::exception& e) {
    report = std::string("failed: ") + e.what();
  }
  const bool told = ::write(report_descriptor, report.data(), report.size()) ==
                    static_cast<ssize_t>(report.size());
  return told ? 0 : 1;
}

} // namespace host_stub::validate
