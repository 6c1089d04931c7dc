// The files of an open outbox, and whether they are still the ones that its paths name. SQLite goes
// on writing into a file that was removed, and says that all is well.
#pragma once

#include <array>
#include <string>

#include "plugin/platform/file_identity.hpp"
#include "plugin/platform/result.hpp"

namespace passback::outbox {

/// Immutable, so any thread may ask. Its connections are open as long as it lives.
class SqliteFiles {
 public:
  /// `path` is the database; its log and its shared memory are there once a connection has read.
  static Result<SqliteFiles> of(const std::string& path);

  /// Code::storage if the process has closed our descriptors: nothing may be asked of SQLite any
  /// more, which would try for ten seconds, or work on whatever has those numbers now.
  Status check_descriptors() const;
  /// The same for the whole process, once any outbox's descriptors were closed in it: no outbox is
  /// opened in it any more.
  static Status check_process();
  /// Code::storage if that, or if one of the files is gone or another one: what was committed may
  /// be on no disk.
  Status check() const;

 private:
  static constexpr std::array<const char*, 3> kSuffixes = {"", "-wal", "-shm"};
  using Identities = std::array<platform::FileIdentity, kSuffixes.size()>;
  SqliteFiles(std::string path, platform::Sentinel sentinel, Identities identities);

  std::string path_;
  platform::Sentinel sentinel_;
  Identities identities_;
};

} // namespace passback::outbox
