// What the worker counts, for whoever asks how it is going. The worker's thread writes, any thread
// reads.
#pragma once

#include <atomic>
#include <cstdint>

#include "plugin/delivery/delivery.hpp"

namespace passback::delivery {

struct WorkerCounts {
  std::atomic<bool> held{false};
  std::atomic<std::int64_t> in_flight{0}, requests{0}, confirmed{0}, doubtful{0}, leased{0};

  DeliverySnapshot snapshot() const {
    return {held.load(),      in_flight.load(), requests.load(),
            confirmed.load(), doubtful.load(),  leased.load()};
  }
};

} // namespace passback::delivery
