#include "tests/contract/module/blocked_calls.hpp"

#include <condition_variable>
#include <dlfcn.h>
#include <mutex>
#include <netdb.h>
#include <optional>
#include <sys/socket.h>
#include <thread>

namespace passback::contract {
namespace {

struct Gate {
  std::mutex mutex;
  std::condition_variable changed;
  std::optional<SystemCall> shut;
  std::thread::id free;
  int waiting = 0;
};

// Never destroyed: a thread may wait in it while the process ends.
Gate& gate() {
  static auto& only = *new Gate;
  return only;
}

void pass(SystemCall call) {
  Gate& at = gate();
  std::unique_lock lock(at.mutex);
  if (at.shut != call || at.free == std::this_thread::get_id()) {
    return;
  }
  ++at.waiting;
  at.changed.notify_all();
  at.changed.wait(lock, [&] { return at.shut != call; });
  --at.waiting;
}

template <class Function> Function* next(const char* name) {
  return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

} // namespace

Blocked::Blocked(SystemCall call) {
  const std::lock_guard lock(gate().mutex);
  gate().shut = call;
  gate().free = std::this_thread::get_id();
}

Blocked::~Blocked() {
  const std::lock_guard lock(gate().mutex);
  gate().shut.reset();
  gate().changed.notify_all();
}

bool Blocked::somebody_waits(std::chrono::milliseconds at_most) {
  std::unique_lock lock(gate().mutex);
  return gate().changed.wait_for(lock, at_most, [] { return gate().waiting > 0; });
}

} // namespace passback::contract

using passback::contract::next;
using passback::contract::pass;
using passback::contract::SystemCall;

extern "C" {
__attribute__((visibility("default"))) int fsync(int fd) {
  pass(SystemCall::sync);
  return next<int(int)>("fsync")(fd);
}
__attribute__((visibility("default"))) int fdatasync(int fd) {
  pass(SystemCall::sync);
  return next<int(int)>("fdatasync")(fd);
}
__attribute__((visibility("default"))) int connect(int fd, const sockaddr* address,
                                                   socklen_t length) {
  pass(SystemCall::connect);
  return next<int(int, const sockaddr*, socklen_t)>("connect")(fd, address, length);
}
__attribute__((visibility("default"))) int getaddrinfo(const char* node, const char* service,
                                                       const addrinfo* hints, addrinfo** found) {
  pass(SystemCall::resolve);
  return next<int(const char*, const char*, const addrinfo*, addrinfo**)>("getaddrinfo")(
      node, service, hints, found);
}
}
