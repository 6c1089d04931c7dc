// What the worker lends to everything that it does for an account.
#pragma once

#include <cstdint>
#include <functional>

#include "plugin/delivery/worker/transport.hpp"
#include "plugin/platform/clock.hpp"
#include "plugin/platform/log.hpp"
#include "plugin/settings/secrets.hpp"

namespace passback::delivery {

struct RunnerParts {
  Transport& transport;
  settings::SecretCache& secrets;
  platform::Log& log;
  const platform::Clock& clock;
  std::function<double()> random;  ///< [0, 1)
  std::function<void()> wake_host; ///< a secret is wanted
  std::int64_t probe_max_ms = 300'000;
};

} // namespace passback::delivery
