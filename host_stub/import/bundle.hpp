#pragma once
// The files of a CSV roster in memory, from a folder or a zip that nobody has to trust.
#include <filesystem>
#include <map>
#include <string>

#include "host_stub/support/failure.hpp"

namespace host_stub::import {

// The CSV files of a OneRoster bundle, by their plain names ("orgs.csv"), as bytes.
using Bundle = std::map<std::string, std::string>;

// Limits that no honest roster of one district meets, so that a hostile zip cannot fill memory.
struct Limits {
  std::size_t file_bytes = 512UL * 1024 * 1024;
  std::size_t bundle_bytes = 1024UL * 1024 * 1024;
  std::size_t entries = 1000;
};

// Opens a folder or a zip. Only files whose names OneRoster knows are read; others are left alone.
// In a zip they may lie in one common folder. A zip with absolute or upward paths, links, or files
// that unpack beyond the limits is refused whole.
Result<Bundle> open_bundle(const std::filesystem::path& folder_or_zip, const Limits& limits = {});

// True for manifest.csv, orgs.csv and the other names that this import reads.
bool is_known_file(std::string_view name);

Result<Bundle> open_zip(const std::filesystem::path& zip, const Limits& limits);

} // namespace host_stub::import
