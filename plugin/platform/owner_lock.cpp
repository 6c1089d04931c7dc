#include "plugin/platform/owner_lock.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <fcntl.h>
#include <map>
#include <mutex>
#include <new>
#include <optional>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

#include "plugin/platform/clock.hpp"
#include "plugin/platform/process.hpp"
#include "plugin/platform/try.hpp"

namespace passback::platform {

namespace {

constexpr std::string_view kSuffix = ".lock";
constexpr std::string_view kUnfinishedSuffix = ".new";

using DeviceAndInode = std::pair<std::uint64_t, std::uint64_t>;

DeviceAndInode identity_of(const struct stat& found) {
  return {found.st_dev, found.st_ino};
}

/// The files that this process has locked. Entries carry the process id, because a forked child
/// inherits this memory but not the locks.
class HeldFiles {
 public:
  void add(DeviceAndInode file) {
    const std::lock_guard guard(mutex_);
    held_[file] = process_id();
  }
  void remove(DeviceAndInode file) {
    const std::lock_guard guard(mutex_);
    held_.erase(file);
  }
  bool contains(DeviceAndInode file) const {
    const std::lock_guard guard(mutex_);
    const auto found = held_.find(file);
    return found != held_.end() && found->second == process_id();
  }

 private:
  mutable std::mutex mutex_;
  std::map<DeviceAndInode, std::int64_t> held_; // GUARDED_BY(mutex_)
};

HeldFiles& held_files() {
  // Built in place and never destroyed: a lock may be given back while the process exits.
  alignas(HeldFiles) static unsigned char place[sizeof(HeldFiles)];
  static HeldFiles* const held = ::new (place) HeldFiles();
  return *held;
}

std::string folder_of_owners(const std::string& data_dir) {
  return data_dir + "/owners";
}

bool is_owner_id(std::string_view id) {
  return !id.empty() && id.size() <= 64 && std::all_of(id.begin(), id.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
  });
}

struct flock whole_file(short type) {
  struct flock lock {};
  lock.l_type = type;
  lock.l_whence = SEEK_SET;
  return lock;
}

/// nullopt = it cannot be told.
std::optional<bool> probe(const std::string& path) {
  struct stat found {};
  if (::lstat(path.c_str(), &found) != 0) {
    return errno == ENOENT ? std::optional(true) : std::nullopt;
  }
  if (held_files().contains(identity_of(found))) {
    return false;
  }
  const FileDescriptor file(::open(path.c_str(), O_RDWR | O_NOFOLLOW | O_CLOEXEC));
  if (!file.is_open()) {
    return errno == ENOENT ? std::optional(true) : std::nullopt;
  }
  struct flock lock = whole_file(F_WRLCK);
  if (::fcntl(file.get(), F_GETLK, &lock) != 0) {
    return std::nullopt;
  }
  return lock.l_type == F_UNLCK;
}

/// A file that never got its name in so long a time was left by a process that died in between.
bool is_old(const std::string& path) {
  constexpr std::int64_t kHourMs = 3'600'000;
  struct stat found {};
  return ::lstat(path.c_str(), &found) == 0 &&
         std::int64_t{found.st_mtim.tv_sec} * 1000 < system_clock().unix_ms() - kHourMs;
}

} // namespace

OwnerLock::OwnerLock(std::string path, std::string owner_id, FileDescriptor file,
                     FileIdentity identity)
    : path_(std::move(path)), owner_id_(std::move(owner_id)), file_(std::move(file)),
      identity_(identity) {}

OwnerLock& OwnerLock::operator=(OwnerLock&& other) noexcept {
  if (this != &other) {
    give_back();
    path_ = std::move(other.path_);
    owner_id_ = std::move(other.owner_id_);
    file_ = std::move(other.file_);
    identity_ = other.identity_;
  }
  return *this;
}

OwnerLock::~OwnerLock() {
  give_back();
}

void OwnerLock::give_back() {
  if (!file_.is_open()) {
    return;
  }
  // In a forked child the file is still the parent's.
  if (held_files().contains(identity_)) {
    // In this order: without its name nobody can open it, and until it is closed its inode is not
    // given to another file.
    ::unlink(path_.c_str());
    held_files().remove(identity_);
  }
  // A host that closed all descriptors may have opened a file of its own under this number since.
  struct stat found {};
  if (::fstat(file_.get(), &found) != 0 || identity_of(found) != identity_) {
    file_.forget();
  }
  file_ = FileDescriptor();
}

Result<OwnerLock> OwnerLock::take(const std::string& data_dir, const std::string& owner_id) {
  if (!is_owner_id(owner_id)) {
    return Error{Code::argument, "an owner id is letters, digits and '-'"};
  }
  const std::string folder = folder_of_owners(data_dir);
  PASSBACK_TRY(make_private_folder(folder));
  const std::string path = folder + "/" + owner_id + std::string(kSuffix);
  // Locked before it has its name, so that nobody can see it unlocked and remove it as dead.
  const std::string unfinished = folder + "/" + owner_id + std::string(kUnfinishedSuffix);
  FileDescriptor file(
      ::open(unfinished.c_str(), O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
  if (!file.is_open()) {
    return errno == EEXIST ? Error{Code::state, "this owner id is in use"}
                           : file_error(errno, unfinished);
  }
  struct flock lock = whole_file(F_WRLCK);
  struct stat found {};
  if (::fcntl(file.get(), F_SETLK, &lock) != 0 || ::fstat(file.get(), &found) != 0) {
    const int failure = errno;
    ::unlink(unfinished.c_str());
    return file_error(failure, unfinished);
  }
  const FileIdentity identity = identity_of(found);
  held_files().add(identity);
  // link, not rename: it fails if the name is taken.
  const int linked = ::link(unfinished.c_str(), path.c_str());
  const int failure = errno;
  ::unlink(unfinished.c_str());
  if (linked != 0) {
    held_files().remove(identity);
    return failure == EEXIST ? Error{Code::state, "this owner id is in use"}
                             : file_error(failure, path);
  }
  return OwnerLock(path, owner_id, std::move(file), identity);
}

bool OwnerLock::is_free(const std::string& data_dir, const std::string& owner_id) {
  if (!is_owner_id(owner_id)) {
    return true;
  }
  return probe(folder_of_owners(data_dir) + "/" + owner_id + std::string(kSuffix)).value_or(false);
}

std::size_t OwnerLock::remove_dead(const std::string& data_dir) {
  const std::string folder = folder_of_owners(data_dir);
  const auto names = list_files(folder);
  if (!names) {
    return 0;
  }
  std::size_t removed = 0;
  for (const std::string& name : *names) {
    const std::string path = folder + "/" + name;
    if (!name.ends_with(kSuffix) && !(name.ends_with(kUnfinishedSuffix) && is_old(path))) {
      continue;
    }
    if (probe(path).value_or(false) && ::unlink(path.c_str()) == 0) {
      ++removed;
    }
  }
  return removed;
}

} // namespace passback::platform
