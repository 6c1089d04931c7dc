// Notices that the host was not pumped for before a stop: they are kept in the outbox, and whoever
// delivers next shows them. An account or a class counts as told once its notice was made, so one
// that is lost would never be said again. On the host's thread, inside start and stop.
#pragma once

#include <chrono>

#include "plugin/abi/host_queue.hpp"
#include "plugin/outbox/store.hpp"

namespace passback::abi {

/// Takes what still waits in the queue and keeps it. Best effort: where the outbox cannot be
/// written, the log says so and the notices stay in the queue.
void keep_notices(outbox::Store& store, HostQueue& host_queue, std::chrono::milliseconds deadline);

/// Puts what was kept into the queue, and keeps it no more.
Status post_kept_notices(outbox::Store& store, HostQueue& host_queue,
                         std::chrono::milliseconds deadline);

} // namespace passback::abi
