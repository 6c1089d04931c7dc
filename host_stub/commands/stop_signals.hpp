#pragma once

#include <csignal>

namespace host_stub::commands {

// While it lives, SIGINT and SIGTERM ask for an orderly end instead of ending the process.
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
