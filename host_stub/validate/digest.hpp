// SHA-256 of a file, as lower-case hex.
#pragma once

#include <filesystem>
#include <string>

namespace host_stub::validate {

// "" if the file cannot be read.
std::string sha256_of_file(const std::filesystem::path& file);

} // namespace host_stub::validate
