// Whether a file is still the one that was opened, and whether our descriptors are still ours.
#pragma once

#include <cstdint>
#include <string>

#include "plugin/platform/files.hpp"
#include "plugin/platform/result.hpp"

namespace passback::platform {

/// Which file a path names.
class FileIdentity {
 public:
  static Result<FileIdentity> of(const std::string& path);
  static Result<FileIdentity> of(const FileDescriptor& file);
  bool operator==(const FileIdentity&) const = default;

 private:
  std::uint64_t device_ = 0;
  std::uint64_t inode_ = 0;
};

/// A descriptor that is held for nothing but to be looked at: a host that closes all descriptors
/// (as daemons do when they begin) closes this one too, and may then open a file of its own under
/// its number.
class Sentinel {
 public:
  static Result<Sentinel> on(const std::string& folder);
  bool is_ours() const;

  Sentinel(Sentinel&&) noexcept = default;
  Sentinel& operator=(Sentinel&&) noexcept = default;
  Sentinel(const Sentinel&) = delete;
  Sentinel& operator=(const Sentinel&) = delete;
  ~Sentinel();

 private:
  Sentinel(FileDescriptor folder, FileIdentity identity);
  FileDescriptor folder_;
  FileIdentity identity_;
};

} // namespace passback::platform
