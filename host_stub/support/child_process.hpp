#pragma once
// Processes of this very program, for the demo and for stories: what they do is then what a person
// types, and one of them can be killed in the middle as a power cut would.
#include <string>
#include <sys/types.h>
#include <vector>

namespace host_stub {

// Another run of this very program, with its stdout and stderr on a pipe. The destructor kills and
// reaps what still runs.
class ChildProcess {
 public:
  explicit ChildProcess(const std::vector<std::string>& arguments);
  ~ChildProcess();
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;

  // The next line of its output without the line break; empty at the end of the output.
  std::string read_line();
  // Everything it still prints, until it ends.
  std::string read_all();
  // SIGKILL: no destructor runs in it, nothing is flushed.
  void kill_at_once();
  // How it ended; -1 if by a signal.
  int wait();
  bool running();

 private:
  pid_t pid_ = -1;
  int output_ = -1;
  int exit_code_ = -1;
};

} // namespace host_stub
