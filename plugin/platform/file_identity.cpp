#include "plugin/platform/file_identity.hpp"

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <utility>

#include "plugin/platform/try.hpp"

namespace passback::platform {

Result<FileIdentity> FileIdentity::of(const std::string& path) {
  struct stat found {};
  if (::lstat(path.c_str(), &found) != 0) {
    return file_error(errno, path);
  }
  FileIdentity identity;
  identity.device_ = found.st_dev;
  identity.inode_ = found.st_ino;
  return identity;
}

Result<FileIdentity> FileIdentity::of(const FileDescriptor& file) {
  struct stat found {};
  if (::fstat(file.get(), &found) != 0) {
    return file_error(errno, "a descriptor");
  }
  FileIdentity identity;
  identity.device_ = found.st_dev;
  identity.inode_ = found.st_ino;
  return identity;
}

Sentinel::Sentinel(FileDescriptor folder, FileIdentity identity)
    : folder_(std::move(folder)), identity_(identity) {}

Sentinel::~Sentinel() {
  if (folder_.is_open() && !is_ours()) {
    folder_.forget();
  }
}

Result<Sentinel> Sentinel::on(const std::string& folder) {
  FileDescriptor opened(::open(folder.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
  if (!opened.is_open()) {
    return file_error(errno, folder);
  }
  PASSBACK_TRY_AS(auto identity, FileIdentity::of(opened));
  return Sentinel(std::move(opened), identity);
}

bool Sentinel::is_ours() const {
  const auto now = FileIdentity::of(folder_);
  return now && *now == identity_;
}

} // namespace passback::platform
