// AES-256-GCM over one short text.
#pragma once

#include <string>
#include <string_view>

#include "plugin/platform/result.hpp"
#include "plugin/settings/secrets.hpp"

namespace passback::settings {

inline constexpr std::size_t kSealKeyBytes = 32;

/// A fresh nonce, the ciphertext and the tag, behind a mark of the format and of the key. `bound`
/// is authenticated but not kept. `key` has kSealKeyBytes.
Result<std::string> seal(const Secret& key, std::string_view bound, std::string_view text);
/// Code::corrupt: "sealed with another key" or "damaged".
Result<Secret> unseal(const Secret& key, std::string_view bound, std::string_view sealed);

} // namespace passback::settings
