#include "plugin/abi/presence.hpp"

#include <atomic>
#include <cstdint>
#include <utility>

#include "plugin/platform/process.hpp"

namespace passback::abi {
namespace {

// The process's id above, the count below: one word, so that both are of the same moment.
constexpr int kCountBits = 32;
constexpr std::uint64_t kCountMask = (1ULL << kCountBits) - 1;
constinit std::atomic<std::uint64_t> g_inside{0};

std::uint64_t own_process() {
  return static_cast<std::uint64_t>(platform::process_id()) << kCountBits;
}

bool is_of(std::uint64_t inside, std::uint64_t process) {
  return (inside & ~kCountMask) == process;
}

} // namespace

std::optional<Presence> Presence::enter() {
  const std::uint64_t process = own_process();
  std::uint64_t inside = g_inside.load();
  do {
    if ((inside & kCountMask) != 0 && !is_of(inside, process)) {
      return std::nullopt;
    }
  } while (!g_inside.compare_exchange_weak(inside, process | ((inside & kCountMask) + 1)));
  return Presence();
}

bool Presence::is_refused() {
  const std::uint64_t inside = g_inside.load();
  return (inside & kCountMask) != 0 && !is_of(inside, own_process());
}

void Presence::require_same_process() {
  if (is_refused()) {
    throw ForkedInside{};
  }
}

unsigned Presence::count() {
  return static_cast<unsigned>(g_inside.load() & kCountMask);
}

Presence::Presence(Presence&& other) noexcept : counts_(std::exchange(other.counts_, false)) {}

bool Presence::is_of_this_process() const {
  return is_of(g_inside.load(), own_process());
}

Presence::~Presence() {
  // A child that was forked inside a call returns through the same frames; what it inherited stays
  // counted.
  if (counts_ && is_of_this_process()) {
    g_inside.fetch_sub(1);
  }
}

} // namespace passback::abi
