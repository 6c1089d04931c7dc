#include "plugin/abi/frame_mark.hpp"

#include <atomic>

#include "plugin/platform/stack.hpp"

namespace passback::abi {
namespace {

// A number that nothing else in a stack looks like.
std::uint64_t next_token() {
  static std::atomic<std::uint64_t> count{0};
  return (count.fetch_add(1, std::memory_order_relaxed) + 1) * 0x9E3779B97F4A7C15ULL;
}

std::uintptr_t address_of(const FrameMark& mark) {
  return reinterpret_cast<std::uintptr_t>(&mark);
}

} // namespace

FrameMark::FrameMark() : token_(next_token()) {
  write(token_);
}

FrameMark::~FrameMark() {
  write(0);
}

void FrameMark::write(std::uint64_t token) {
  for (volatile std::uint64_t& word : words_) {
    word = token;
  }
}

FrameMark::Sighting::Sighting(const FrameMark& mark)
    : thread_(std::this_thread::get_id()), place_(&mark), token_(mark.token_) {}

// What stands where the mark was may belong to anybody by now, which a sanitizer would report.
__attribute__((no_sanitize("address", "thread"))) bool
FrameMark::Sighting::is_gone(const FrameMark& now) const {
  if (!platform::is_on_own_stack(place_) || !platform::is_on_own_stack(&now)) {
    return false;
  }
  if (address_of(*place_) <= address_of(now)) {
    return true;
  }
  for (const volatile std::uint64_t& word : place_->words_) {
    if (word != token_) {
      return true;
    }
  }
  return false;
}

} // namespace passback::abi
