// What the host's thread does for the module in `pump`: writes log lines, shows notices, fetches
// secrets, reads unknown activities, the LMS's own data and the gradebook page by page.
#pragma once

#include <chrono>
#include <cstdint>
#include <string_view>

#include "lms_plugin/lms_plugin.h"
#include "plugin/platform/result.hpp"

namespace passback::abi {

class Instance;

struct PumpResult {
  std::uint32_t done = 0, pending = 0, next_hint_ms = 0;
};

Result<PumpResult> run_pump(Instance& instance, std::chrono::milliseconds budget);

/// Hands waiting log lines to the host. Returns how many.
std::uint32_t write_log_lines(Instance& instance);

/// Asks the host for a secret, or the secret file where the host keeps none. Returns whether it is
/// known now.
bool fetch_secret(Instance& instance, const std::string& name, std::int64_t version);

/// A late answer of the host's.
Status take_answer(Instance& instance, lms_request_id id, lms_status status, std::string_view data);

} // namespace passback::abi
