#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "host_stub/support/failure.hpp"

namespace host_stub::loader {

struct LibraryEntry {
  std::string path;   // as written, relative to the manifest
  std::string sha256; // empty: not given
};

// What a host learns about a plugin without running a line of it.
struct Manifest {
  std::filesystem::path file;
  std::string id;
  std::string version;
  std::uint32_t abi_major = 0;
  std::uint32_t abi_min_minor = 0;
  std::map<std::string, LibraryEntry, std::less<>> libraries; // by platform tuple
  std::vector<std::string> needed_services;
  std::string profiles; // folder of data files, relative to the manifest; empty: none
};

// Reads the text as strict YAML and holds it against manifests/plugin.schema.json, which is
// compiled in. A refusal names file, line, the path inside the document, and what was expected
// there. Pure: `file` is used in messages only.
Result<Manifest> parse_manifest(std::string_view text, const std::filesystem::path& file);
Result<Manifest> read_manifest(const std::filesystem::path& file);

// The library for a platform, as an absolute path: a plain file inside the manifest's own folder,
// also after links are followed, with the sha256 that the manifest gives, if it gives one.
Result<std::filesystem::path> find_library(const Manifest& manifest, std::string_view platform);

} // namespace host_stub::loader
