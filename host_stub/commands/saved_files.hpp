#pragma once
// Files that the plugin hands out (name and content), saved in a folder or as one zip.
#include <filesystem>
#include <string>
#include <vector>

#include "host_stub/support/failure.hpp"

namespace host_stub::commands {

struct NamedFile {
  std::string name; // a plain name; anything that leads elsewhere is refused
  std::string content;
};

// `to`: a folder, which is made if need be, or NAME.zip. What is there under these names is
// replaced; a zip is replaced whole. Nobody but this account may read them.
Result<std::monostate> save_files(const std::vector<NamedFile>& files,
                                  const std::filesystem::path& to);

// The content of a file as a document carries it; what is no base64 ends it.
std::string base64_decoded(const std::string& text);

} // namespace host_stub::commands
