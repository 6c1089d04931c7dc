// Which process this is: a store or a lock that was opened before a fork is not the child's.
#pragma once

#include <cstdint>

namespace passback::platform {

/// The id of the calling process, asked anew each time. Async-signal-safe, thread-safe.
std::int64_t process_id();

} // namespace passback::platform
