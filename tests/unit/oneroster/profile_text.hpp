// The texts that tests of profiles begin with.
#pragma once

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>

#include "manifests/schemas.hpp"

namespace passback::oneroster {

inline constexpr std::string_view kSchema = passback::manifests::kSisSchema;
/// The least that a profile says, in four lines.
inline const std::string kHead = "name: x\ntitle: X\nversion: 1\noneroster: \"1.2\"\n";
/// Where the profiles are that are shipped.
inline const auto kShipped = std::filesystem::path(SOURCE_DIR) / "manifests" / "sis";

inline std::string text_of_file(const std::filesystem::path& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

} // namespace passback::oneroster
