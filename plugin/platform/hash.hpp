// SHA-256, by libcrypto: names of accounts, links of the history chain.
#pragma once

#include <string>
#include <string_view>

namespace passback::platform {

/// SHA-256 of the bytes, as 64 lower-case hexadecimal digits. Thread-safe. Throws
/// std::runtime_error if libcrypto refuses, which it does only when it is broken.
std::string sha256_hex(std::string_view bytes);

} // namespace passback::platform
