// Whether this is still the process in which the module works.
//
// A fork copies locks that other threads hold, but not those threads. So the module counts what is
// inside it: calls of the host's, and whatever is open. The count needs no lock. A child that was
// born while it was not zero may find any lock held for ever, so it touches none: it refuses every
// call, for life. Nothing inside means no lock held, and such a child works like any process.
#pragma once

#include <optional>

namespace passback::abi {

/// Thrown where a service of the host's returns in a child that it forked: of the call that it was
/// inside of nothing more may be done there. The barrier answers Code::forked.
struct ForkedInside {};

/// Counted while it lives. Movable; what was moved from counts nothing.
class Presence {
 public:
  /// nullopt in a child that was born while something was inside.
  static std::optional<Presence> enter();
  /// True in such a child.
  static bool is_refused();
  /// Throws ForkedInside in such a child.
  static void require_same_process();
  /// How many there are.
  static unsigned count();

  Presence(Presence&& other) noexcept;
  Presence& operator=(Presence&&) = delete;
  Presence(const Presence&) = delete;
  Presence& operator=(const Presence&) = delete;
  ~Presence();
  /// False in a child that was forked since: what this belongs to is the parent's.
  bool is_of_this_process() const;

 private:
  Presence() = default;
  bool counts_ = true;
};

} // namespace passback::abi
