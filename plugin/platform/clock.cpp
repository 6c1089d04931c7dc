#include "plugin/platform/clock.hpp"

#include <ctime>
#include <fcntl.h>
#include <new>
#include <unistd.h>

namespace passback::platform {

namespace {

std::int64_t read_ms(clockid_t id) {
  timespec now{};
  ::clock_gettime(id, &now);
  return std::int64_t{now.tv_sec} * 1000 + now.tv_nsec / 1'000'000;
}

class SystemClock final : public Clock {
 public:
  std::int64_t unix_ms() const override { return read_ms(CLOCK_REALTIME); }
  std::int64_t boot_ms() const override { return read_ms(CLOCK_BOOTTIME); }
};

} // namespace

const Clock& system_clock() {
  // Built in place and never destroyed: the worker may still read it while the process exits.
  alignas(SystemClock) static unsigned char place[sizeof(SystemClock)];
  static const SystemClock* const clock = ::new (place) SystemClock();
  return *clock;
}

std::string boot_id() {
  const int fd = ::open("/proc/sys/kernel/random/boot_id", O_RDONLY | O_CLOEXEC);
  if (fd < 0) {
    return {};
  }
  char buffer[64];
  const ssize_t got = ::read(fd, buffer, sizeof buffer);
  ::close(fd);
  std::string id(buffer, got > 0 ? static_cast<std::size_t>(got) : 0);
  while (!id.empty() && (id.back() == '\n' || id.back() == ' ')) {
    id.pop_back();
  }
  return id;
}

} // namespace passback::platform
