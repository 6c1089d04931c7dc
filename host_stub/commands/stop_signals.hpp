#pragma once
// Lets a command that waits end in good order: while a StopSignals lives, SIGINT and SIGTERM are
// noted instead of ending the process.
#include <csignal>

namespace host_stub::commands {

class StopSignals {
 public:
  StopSignals();
  ~StopSignals();
  StopSignals(const StopSignals&) = delete;
  StopSignals& operator=(const StopSignals&) = delete;

  bool raised() const;

 private:
  struct sigaction old_int_{};
  struct sigaction old_term_{};
};

} // namespace host_stub::commands
