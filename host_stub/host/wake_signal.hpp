#pragma once
// The one thing that a plugin's own thread may tell the host.
#include <chrono>
#include <condition_variable>
#include <mutex>

namespace host_stub::host {

// "Please pump soon", from the plugin's thread to the host's loop.
class WakeSignal {
 public:
  // Any thread; never waits for more than the flag.
  void raise() {
    {
      std::lock_guard lock(mutex_);
      raised_ = true;
    }
    changed_.notify_one();
  }

  // Until raised or until the time is over; clears the signal.
  void wait_for(std::chrono::milliseconds time) {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, time, [this] { return raised_; });
    raised_ = false;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool raised_ = false;
};

} // namespace host_stub::host
