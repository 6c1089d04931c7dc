// System calls that do not come back: a disk that hangs, a name server that never answers. The test
// program's own fsync, connect and getaddrinfo stand before the C library's, for the libraries of
// the module too.
#pragma once

#include <chrono>

namespace passback::contract {

enum class SystemCall { sync, connect, resolve };

/// While this lives, that call waits on every thread but the one that made this.
class Blocked {
 public:
  explicit Blocked(SystemCall call);
  ~Blocked();
  Blocked(const Blocked&) = delete;
  Blocked& operator=(const Blocked&) = delete;
  /// True once a thread waits inside.
  static bool somebody_waits(std::chrono::milliseconds at_most);
};

} // namespace passback::contract
