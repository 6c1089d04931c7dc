// The sources of this repository, as a test reads them.
#pragma once

#include <filesystem>
#include <vector>

namespace passback::include_rules {

inline const std::filesystem::path kRoot = SOURCE_DIR;

inline std::vector<std::filesystem::path> sources_below(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    const auto extension = entry.path().extension();
    if (extension == ".cpp" || extension == ".hpp" || extension == ".h" || extension == ".c")
      files.push_back(entry.path());
  }
  return files;
}

} // namespace passback::include_rules
