#pragma once
// What the provider needs of libcrypto: keyed hashes for OAuth 1.0a, random tokens, and a
// comparison that takes as long for a wrong secret as for a right one.
#include <string>
#include <string_view>

namespace host_stub::sis {

enum class Digest { sha1, sha256 };

/// Raw bytes of HMAC (RFC 2104). Throws std::runtime_error if libcrypto refuses.
std::string hmac(Digest digest, std::string_view key, std::string_view message);

/// Equal or not, in a time that does not depend on where the texts differ.
bool same_secret(std::string_view given, std::string_view expected);

/// `bytes` random bytes as lower-case hex. Throws std::runtime_error if there is no randomness.
std::string random_hex(std::size_t bytes);

/// A random version 4 UUID.
std::string random_uuid();

} // namespace host_stub::sis
