#include "host_stub/commands/stop_signals.hpp"

namespace host_stub::commands {
namespace {

// A signal handler has no context of its own, so this one flag is the process's.
volatile std::sig_atomic_t signal_came = 0;

void note_signal(int) {
  signal_came = 1;
}

} // namespace

StopSignals::StopSignals() {
  signal_came = 0;
  struct sigaction action{};
  action.sa_handler = &note_signal;
  sigaction(SIGINT, &action, &old_int_);
  sigaction(SIGTERM, &action, &old_term_);
}

StopSignals::~StopSignals() {
  sigaction(SIGINT, &old_int_, nullptr);
  sigaction(SIGTERM, &old_term_, nullptr);
}

bool StopSignals::raised() const {
  return signal_came != 0;
}

} // namespace host_stub::commands
