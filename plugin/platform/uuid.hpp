// Random names, salts and fractions, from the kernel.
#pragma once

#include <span>
#include <string>

namespace passback::platform {

/// Fills `bytes` with unpredictable bytes. Thread-safe. Throws std::system_error if the kernel has
/// none to give, which no supported kernel does.
void fill_random(std::span<unsigned char> bytes);
/// A random UUID (RFC 4122, version 4), lower case: "f81d4fae-7dec-41d0-a765-00a0c91e6bf6".
std::string random_uuid();
/// In [0, 1), so that those who wait for the same thing do not march in step.
double random_fraction();

} // namespace passback::platform
