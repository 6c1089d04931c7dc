#include "host_stub/support/child_process.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <spawn.h>
#include <stdexcept>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/dll/runtime_symbol_info.hpp>

extern char** environ;

namespace host_stub {
namespace {

int exit_code_of(int status) {
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

} // namespace

ChildProcess::ChildProcess(const std::vector<std::string>& arguments) {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
    throw std::runtime_error(std::string("No pipe can be made: ") + std::strerror(errno));
  }
  std::string program = boost::dll::program_location().string();
  std::vector<char*> argv = {program.data()};
  auto copies = arguments;
  for (std::string& argument : copies) {
    argv.push_back(argument.data());
  }
  argv.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, ends[1], STDERR_FILENO);
  int error = ::posix_spawn(&pid_, program.c_str(), &actions, nullptr, argv.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  ::close(ends[1]);
  output_ = ends[0];
  if (error != 0) {
    ::close(output_);
    throw std::runtime_error("A child process cannot be started: " +
                             std::string(std::strerror(error)));
  }
}

ChildProcess::~ChildProcess() {
  if (pid_ > 0) {
    kill_at_once();
    wait();
  }
  ::close(output_);
}

std::string ChildProcess::read_line() {
  std::string line;
  for (char c = 0; ::read(output_, &c, 1) == 1 && c != '\n';) {
    line += c;
  }
  return line;
}

std::string ChildProcess::read_all() {
  std::string text;
  std::array<char, 4096> buffer{};
  for (;;) {
    auto got = ::read(output_, buffer.data(), buffer.size());
    if (got <= 0) {
      return text;
    }
    text.append(buffer.data(), static_cast<std::size_t>(got));
  }
}

void ChildProcess::kill_at_once() {
  if (pid_ > 0) {
    ::kill(pid_, SIGKILL);
  }
}

int ChildProcess::wait() {
  int status = 0;
  if (pid_ > 0 && ::waitpid(pid_, &status, 0) == pid_) {
    exit_code_ = exit_code_of(status);
    pid_ = -1;
  }
  return exit_code_;
}

bool ChildProcess::running() {
  int status = 0;
  if (pid_ > 0 && ::waitpid(pid_, &status, WNOHANG) == pid_) {
    exit_code_ = exit_code_of(status);
    pid_ = -1;
  }
  return pid_ > 0;
}

} // namespace host_stub
