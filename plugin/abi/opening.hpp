// Opening what an instance is made of while it runs (instance_parts.hpp). On the host's thread,
// inside the call that opens: it may call services of the host's, so what is opened is kept by the
// call and by no frame (calls.hpp), and no lock of the instance is held.
#pragma once

#include <chrono>

#include "plugin/abi/deadline.hpp"
#include "plugin/abi/instance_parts.hpp"

namespace passback::abi {

class Instance;

constexpr std::chrono::milliseconds kOpenDeadline{5'000};

/// Everything but delivery.
Result<InstanceParts*> open_parts(Instance& instance, Deadline deadline);
/// Says what people are to be told of this outbox, asks for secrets, and starts delivery.
Status start_delivery(Instance& instance, InstanceParts& parts);

} // namespace passback::abi
