// How an owner of work proves that it lives: a file lock that the kernel drops when the process
// dies, however it dies.
//
// The lock is a POSIX fcntl lock (F_SETLK) on DATA/owners/<owner id>.lock. It is not inherited
// through fork, so a forked child does not keep a dead parent alive. It has one trap: closing ANY
// descriptor of the file, also a second one, drops the lock of the whole process. So nobody may
// open the file of an owner that lives in this process; which ones these are is process-wide
// knowledge, as the locks themselves are, and is kept here. is_free uses it; everything else must
// go through is_free.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "plugin/platform/files.hpp"
#include "plugin/platform/result.hpp"

namespace passback::platform {

/// A held lock; given back by the destructor, which also removes the file. Thread-safe statics.
class OwnerLock {
 public:
  /// Makes DATA/owners if needed, and takes the lock of this owner. `owner_id`: letters, digits and
  /// '-', at most 64, never used before (a random UUID): Code::argument otherwise. Code::state if
  /// the file is there already.
  static Result<OwnerLock> take(const std::string& data_dir, const std::string& owner_id);

  /// True if that owner is dead: its lock is free, or its file is gone. False if it lives or is
  /// merely stopped, and if that cannot be told.
  static bool is_free(const std::string& data_dir, const std::string& owner_id);

  /// Removes the files of dead owners. Returns how many.
  static std::size_t remove_dead(const std::string& data_dir);

  OwnerLock(OwnerLock&& other) noexcept = default;
  OwnerLock& operator=(OwnerLock&& other) noexcept;
  OwnerLock(const OwnerLock&) = delete;
  OwnerLock& operator=(const OwnerLock&) = delete;
  ~OwnerLock();

  const std::string& owner_id() const { return owner_id_; }

 private:
  using FileIdentity = std::pair<std::uint64_t, std::uint64_t>; ///< device, inode
  OwnerLock(std::string path, std::string owner_id, FileDescriptor file, FileIdentity identity);
  void give_back();

  std::string path_;
  std::string owner_id_;
  FileDescriptor file_;
  FileIdentity identity_; ///< of the file that was locked
};

} // namespace passback::platform
