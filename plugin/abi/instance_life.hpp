// Where an instance stands in its life. Counted over all instances of the process, so that a call
// can be refused while nothing is started without touching a lock (presence.hpp).
//
// Of each instance guarded by its own mutex; the counts may be read by any thread.
#pragma once

#include <cstdint>

namespace passback::abi {

class InstanceLife {
 public:
  enum class State { created, started, stopped, forking };

  /// True if any instance of this process is started. Takes no lock.
  static bool any_is_started();
  /// True if any is between before_fork and after_fork. Takes no lock.
  static bool any_is_forking();

  State state() const { return state_; }
  /// Raised by each close, so that whoever was opening finds out that it was closed meanwhile.
  std::uint64_t number() const { return number_; }
  void start() { enter(State::started); }
  /// `next`: stopped or forking.
  void close(State next);

 private:
  void enter(State next);

  State state_ = State::created;
  std::uint64_t number_ = 0;
};

} // namespace passback::abi
