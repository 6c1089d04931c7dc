// What kind of file system a folder is on. SQLite's WAL needs shared memory and locks that only one
// kernel's own file systems give.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "plugin/platform/result.hpp"

namespace passback::platform {

/// The name ("nfs") of a network file system by the number that statfs gives, or empty.
std::string_view network_file_system_by_magic(std::uint64_t magic);

/// True if a mount of that type ("nfs4", "fuse.sshfs") is shared over a network. FUSE hides what it
/// is from statfs, so those are known by the type in the mount table; an unknown FUSE type is taken
/// for local (encrypted folders, container overlays).
bool is_network_mount_type(std::string_view type);

/// The kind of network file system that `folder` is on, or nullopt if it is a local one.
Result<std::optional<std::string>> network_file_system(const std::string& folder);

} // namespace passback::platform
