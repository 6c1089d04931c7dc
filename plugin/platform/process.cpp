#include "plugin/platform/process.hpp"

#include <unistd.h>

namespace passback::platform {

std::int64_t process_id() {
  return ::getpid();
}

} // namespace passback::platform
