// What a day brings (actions/due_notices.hpp), as notices. On the host's thread, in pump.
#pragma once

#include <cstdint>

#include "plugin/actions/due_notice.hpp"
#include "plugin/delivery/delivery.hpp"

namespace passback::abi {

class Instance;
struct InstanceParts;

/// Hands those that are due to the host; how many they are. Nothing for a host that shows no
/// notices. They do not go through the queue, which is for a few.
std::uint32_t tell_due_notices(Instance& instance, InstanceParts& parts);

/// Where the night has come for a domain whose gradebook is to be read anew each night.
void begin_nightly_reads(Instance& instance, InstanceParts& parts);

delivery::Notice notice_of(const actions::DueNotice& due);

} // namespace passback::abi
