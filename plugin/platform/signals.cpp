#include "plugin/platform/signals.hpp"

#include <initializer_list>

namespace passback::platform {

SignalBlock::SignalBlock() {
  sigset_t all;
  ::sigfillset(&all);
  // Those that a fault of the thread itself raises stay: blocking them is undefined.
  for (const int fault : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGSYS}) {
    ::sigdelset(&all, fault);
  }
  ::pthread_sigmask(SIG_BLOCK, &all, &before_);
}

SignalBlock::~SignalBlock() {
  ::pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

} // namespace passback::platform
