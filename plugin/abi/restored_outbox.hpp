// Whoever opens the outbox to deliver looks whether it was put back from a backup
// (intake/notice_restore.hpp), and has people told once. Instances that only take in do not look:
// nothing leaves by them, and what they store meanwhile is looked at anew as all the rest.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "plugin/delivery/delivery.hpp"
#include "plugin/outbox/store.hpp"

namespace passback::abi {

/// What people are to be told, if it was.
Result<std::optional<delivery::Notice>> notice_restored_outbox(outbox::Store& store,
                                                               const std::string& data_dir,
                                                               std::int64_t now_unix_ms,
                                                               std::chrono::milliseconds deadline);

} // namespace passback::abi
