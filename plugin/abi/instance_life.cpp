#include "plugin/abi/instance_life.hpp"

#include <atomic>

namespace passback::abi {
namespace {

constinit std::atomic<int> g_started{0};
constinit std::atomic<int> g_forking{0};

} // namespace

bool InstanceLife::any_is_started() {
  return g_started.load() != 0;
}

bool InstanceLife::any_is_forking() {
  return g_forking.load() != 0;
}

void InstanceLife::close(State next) {
  enter(next);
  ++number_;
}

void InstanceLife::enter(State next) {
  g_forking.fetch_add((next == State::forking ? 1 : 0) - (state_ == State::forking ? 1 : 0));
  g_started.fetch_add((next == State::started ? 1 : 0) - (state_ == State::started ? 1 : 0));
  state_ = next;
}

} // namespace passback::abi
