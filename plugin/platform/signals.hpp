// Threads of ours take no signals: the host's handlers run on the host's threads.
#pragma once

#include <signal.h>

namespace passback::platform {

/// While it lives, the calling thread has all signals blocked; a thread that it starts meanwhile
/// inherits that for good.
class SignalBlock {
 public:
  SignalBlock();
  ~SignalBlock();
  SignalBlock(const SignalBlock&) = delete;
  SignalBlock& operator=(const SignalBlock&) = delete;

 private:
  sigset_t before_;
};

} // namespace passback::platform
