// A mark in a frame of the stack, by which a later call on the same thread finds out whether that
// frame is still there.
//
// A host may leave one of its services by a jump: PHP does, when a script exits, throws or runs out
// of memory or time in one. No destructor of the frames between runs, so nothing tells us. But a
// call that came from inside the marked frame lies deeper in the stack than it, and finds the mark
// as it was written; a call from anywhere else does not.
#pragma once

#include <cstddef>
#include <cstdint>
#include <thread>

namespace passback::abi {

/// Lives in the frame that it marks. Stacks grow downwards on everything that this module runs on.
class FrameMark {
 public:
  FrameMark();
  ~FrameMark();
  FrameMark(const FrameMark&) = delete;
  FrameMark& operator=(const FrameMark&) = delete;

  /// What is kept of a mark outside of its frame.
  class Sighting {
   public:
    explicit Sighting(const FrameMark& mark);
    bool is_of_this_thread() const { return thread_ == std::this_thread::get_id(); }
    /// True if the frame was left without its destructors; `now` is a mark of the asking call. Only
    /// on the thread of the mark. False where it cannot be told (a coroutine with a stack of its
    /// own).
    bool is_gone(const FrameMark& now) const;

   private:
    std::thread::id thread_;
    const FrameMark* place_;
    std::uint64_t token_;
  };

 private:
  // So long that frames of a later call cannot lie over it without a word of theirs in it: each
  // writes at least where it returns to, but not every byte.
  static constexpr std::size_t kWords = 64;
  void write(std::uint64_t token);
  std::uint64_t token_ = 0;
  volatile std::uint64_t words_[kWords];
};

} // namespace passback::abi
