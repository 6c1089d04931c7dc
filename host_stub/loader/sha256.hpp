#pragma once
// The digest by which a manifest can name the very library that it means.
#include <filesystem>
#include <optional>
#include <string>

namespace host_stub::loader {

// The file's SHA-256 as lower-case hexadecimal digits; nothing if it cannot be read.
std::optional<std::string> sha256_of(const std::filesystem::path& file);

} // namespace host_stub::loader
