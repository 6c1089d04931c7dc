#pragma once
// Reads plugin.yaml, strictly, and finds the library that it names.
#include <filesystem>
#include <string_view>

#include "host_stub/support/failure.hpp"
#include "lms_plugin/manifest.hpp"

namespace host_stub::loader {

// What a host learns about a plugin without running a line of it.
struct Manifest : lms_plugin::Manifest {
  std::filesystem::path file;
};

// Reads the text as strict YAML and holds it against manifests/plugin.schema.json, which is
// compiled in. A refusal names file, line, the path inside the document, and what was expected
// there. Pure: `file` is used in messages only.
Result<Manifest> parse_manifest(std::string_view text, const std::filesystem::path& file);
Result<Manifest> read_manifest(const std::filesystem::path& file);

// The library for this platform, as an absolute path: a plain file inside the manifest's own
// folder, also after links are followed, with the sha256 that the manifest gives, if it gives one.
Result<std::filesystem::path> find_library(const Manifest& manifest);

} // namespace host_stub::loader
