// The daily digests as notices. On the host's thread, in pump.
#pragma once

#include <cstdint>

#include "plugin/actions/daily_digest.hpp"
#include "plugin/delivery/delivery.hpp"

namespace passback::abi {

class Instance;
struct InstanceParts;

/// Hands those that are due to the host; how many they are. Nothing for a host that shows no
/// notices. They do not go through the queue, which is for a few.
std::uint32_t tell_digests(Instance& instance, InstanceParts& parts);

delivery::Notice notice_of(const actions::Digest& digest);

} // namespace passback::abi
