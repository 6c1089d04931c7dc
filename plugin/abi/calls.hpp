// The calls of the host's that are inside the module, and what each holds on to.
//
// What a call uses is kept here and not in its frames: a host may leave a service by a jump over
// them (frame_mark.hpp), and what they held would then be held for ever. The next call of that
// thread finds the one that was left, and lets go of what it held.
#pragma once

#include <cstddef>
#include <list>
#include <memory>

#include "lms_plugin/lms_plugin.h"
#include "plugin/abi/frame_mark.hpp"

namespace passback::abi {

class Instance;

/// One on the stack of each function of the table, before anything else is touched.
class Call {
 public:
  Call();
  ~Call();
  Call(const Call&) = delete;
  Call& operator=(const Call&) = delete;

  /// False in a child that was forked while something was inside (presence.hpp): nothing may be
  /// touched, no lock either.
  bool may_go_on() const { return entered_; }
  /// The living instance of a handle, for as long as the call lasts; nullptr for anything else.
  Instance* find(lms_instance handle);
  const FrameMark& mark() const { return mark_; }

  /// Keeps something alive until the innermost call of this thread is over.
  static void keep(std::shared_ptr<void> what);

  /// What is known of a call outside of its frames.
  struct Entry;

 private:
  FrameMark mark_;
  bool entered_ = false;
  std::list<Entry>::iterator entry_;
};

} // namespace passback::abi
