#pragma once
// Chance that can be repeated: the same seed gives the same numbers with every compiler and
// library, which the distributions of <random> do not promise.
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace host_stub::roster {

// SplitMix64 (Steele, Lea and Flood, 2014).
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed) {}

  std::uint64_t roll() {
    state_ += 0x9E3779B97F4A7C15U;
    auto mixed = (state_ ^ (state_ >> 30)) * 0xBF58476D1CE4E5B9U;
    mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBU;
    return mixed ^ (mixed >> 31);
  }

  // From 0 up to, not including, `sides`. The first numbers are more likely by less than one in a
  // billion, which no roster shows.
  std::size_t below(std::size_t sides) { return static_cast<std::size_t>(roll() % sides); }

  template <class T> void shuffle(std::vector<T>& things) {
    for (std::size_t left = things.size(); left > 1; --left) {
      std::swap(things[left - 1], things[below(left)]);
    }
  }

 private:
  std::uint64_t state_;
};

} // namespace host_stub::roster
