#include "plugin/platform/stack.hpp"

#include <cstddef>
#include <functional>
#include <pthread.h>

namespace passback::platform {

bool is_on_own_stack(const void* address) {
  pthread_attr_t attributes;
  if (::pthread_getattr_np(::pthread_self(), &attributes) != 0) {
    return false;
  }
  void* lowest = nullptr;
  std::size_t size = 0;
  const bool known = ::pthread_attr_getstack(&attributes, &lowest, &size) == 0;
  ::pthread_attr_destroy(&attributes);
  const std::less<const void*> below;
  return known && !below(address, lowest) && below(address, static_cast<char*>(lowest) + size);
}

} // namespace passback::platform
