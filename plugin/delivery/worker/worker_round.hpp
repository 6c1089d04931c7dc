// The round that the worker is in: its time holds for all that is done in it. Belongs to the
// worker's thread.
#pragma once

#include <chrono>

namespace passback::delivery {

using SteadyTime = std::chrono::steady_clock::time_point;

struct WorkerRound {
  SteadyTime now{};
  bool stopping = false; ///< nothing new is begun
};

} // namespace passback::delivery
