#include "plugin/abi/host_wake.hpp"

#include <thread>

#include "plugin/abi/deadline.hpp"

namespace passback::abi {

// Either the caller sees the cut, or the cut sees the caller.
void HostWake::call() {
  inside_.fetch_add(1);
  if (!cut_.load())
    host_.wake();
  inside_.fetch_sub(1);
}

void HostWake::cut(std::chrono::milliseconds at_most) {
  cut_.store(true);
  const Deadline end = deadline_in(at_most);
  while (inside_.load() != 0 && !is_over(end))
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
}

} // namespace passback::abi
