#include "plugin/platform/files.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <dirent.h>
#include <fcntl.h>
#include <filesystem>
#include <memory>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

#include "plugin/platform/try.hpp"
#include "plugin/platform/uuid.hpp"

namespace passback::platform {

FileDescriptor::FileDescriptor(FileDescriptor&& other) noexcept
    : fd_(std::exchange(other.fd_, -1)) {}

FileDescriptor& FileDescriptor::operator=(FileDescriptor&& other) noexcept {
  std::swap(fd_, other.fd_);
  return *this;
}

FileDescriptor::~FileDescriptor() {
  if (fd_ >= 0) {
    ::close(fd_);
  }
}

Error file_error(int error_number, std::string_view what) {
  Code code = Code::storage;
  if (error_number == ENOSPC || error_number == EDQUOT) {
    code = Code::disk_full;
  } else if (error_number == EROFS || error_number == EACCES || error_number == EPERM) {
    code = Code::read_only;
  }
  return Error{code, std::string(what) + ": " + std::generic_category().message(error_number)};
}

namespace {

Status close_to_others(const std::string& folder, const struct stat& found) {
  const bool is_ours = found.st_uid == ::geteuid();
  if (is_ours && (found.st_mode & (S_IWGRP | S_IWOTH)) != 0 &&
      ::chmod(folder.c_str(), found.st_mode & 07755U) != 0) {
    return file_error(errno, folder);
  }
  if (!is_ours && (found.st_mode & S_IWOTH) != 0) {
    return Error{Code::storage, folder + " belongs to another account, and everybody can write "
                                         "into it; name a folder of the LMS's own account"};
  }
  return ok_status();
}

Status check_private_file(const std::string& path, const struct stat& found) {
  if (S_ISLNK(found.st_mode)) {
    return Error{Code::storage, path + " is a symbolic link"};
  }
  if (!S_ISREG(found.st_mode)) {
    return Error{Code::storage, path + " is not a regular file"};
  }
  return found.st_uid == ::geteuid() ? ok_status()
                                     : Error{Code::storage, path + " belongs to another account"};
}

} // namespace

Status make_private_folder(const std::string& path) {
  if (::mkdir(path.c_str(), 0700) == 0) {
    return ok_status();
  }
  const int failure = errno;
  struct stat found {};
  if (failure == EEXIST && ::lstat(path.c_str(), &found) == 0) {
    return S_ISDIR(found.st_mode) ? close_to_others(path, found)
                                  : Error{Code::storage, path + " is not a folder"};
  }
  return file_error(failure, path);
}

namespace {

std::string folder_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  if (slash == std::string::npos) {
    return ".";
  }
  return slash == 0 ? "/" : path.substr(0, slash);
}

/// A new name lasts only when its folder is synced.
Status sync_folder_of(const std::string& path) {
  const std::string folder = folder_of(path);
  const FileDescriptor directory(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!directory.is_open() || ::fsync(directory.get()) != 0) {
    return file_error(errno, folder);
  }
  return ok_status();
}

} // namespace

Status ensure_private_file(const std::string& path) {
  const FileDescriptor made(
      ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
  if (made.is_open()) {
    return sync_folder_of(path);
  }
  const int failure = errno;
  struct stat found {};
  if (failure != EEXIST || ::lstat(path.c_str(), &found) != 0) {
    return file_error(failure, path);
  }
  PASSBACK_TRY(check_private_file(path, found));
  return (found.st_mode & 077) == 0 || ::chmod(path.c_str(), 0600) == 0 ? ok_status()
                                                                        : file_error(errno, path);
}

Result<std::string> resolve_folder(const std::string& path) {
  struct Free {
    void operator()(char* text) const { std::free(text); }
  };
  const std::unique_ptr<char, Free> resolved(::realpath(path.c_str(), nullptr));
  if (!resolved) {
    return file_error(errno, path);
  }
  return std::string(resolved.get());
}

namespace {

Result<std::string> read_whole(int fd, const std::string& path, std::size_t max_bytes) {
  std::string content;
  std::array<char, 16384> buffer{};
  for (;;) {
    const ssize_t got = ::read(fd, buffer.data(), buffer.size());
    if (got < 0) {
      if (errno == EINTR) {
        continue;
      }
      return file_error(errno, path);
    }
    if (got == 0) {
      return content;
    }
    if (content.size() + static_cast<std::size_t>(got) > max_bytes) {
      return Error{Code::range, path + " is larger than " + std::to_string(max_bytes) + " bytes"};
    }
    content.append(buffer.data(), static_cast<std::size_t>(got));
  }
}

} // namespace

Result<std::optional<std::string>> read_file(const std::string& path, std::size_t max_bytes) {
  const FileDescriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.is_open()) {
    if (errno == ENOENT) {
      return std::optional<std::string>{};
    }
    return file_error(errno, path);
  }
  PASSBACK_TRY_AS(auto content, read_whole(file.get(), path, max_bytes));
  return std::optional<std::string>(std::move(content));
}

Result<std::optional<std::string>> read_private_file(const std::string& path,
                                                     std::size_t max_bytes) {
  const FileDescriptor file(::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  struct stat found {};
  if (!file.is_open()) {
    if (errno == ENOENT) {
      return std::optional<std::string>{};
    }
    return errno == ELOOP ? Error{Code::storage, path + " is a symbolic link"}
                          : file_error(errno, path);
  }
  if (::fstat(file.get(), &found) != 0) {
    return file_error(errno, path);
  }
  PASSBACK_TRY(check_private_file(path, found));
  if ((found.st_mode & 077) != 0 && ::fchmod(file.get(), 0600) != 0) {
    return file_error(errno, path);
  }
  PASSBACK_TRY_AS(auto content, read_whole(file.get(), path, max_bytes));
  return std::optional<std::string>(std::move(content));
}

Result<std::string> read_operators_file(const std::string& path, std::size_t max_bytes) {
  const auto refused = [&](const std::string& why) {
    return Error{Code::config, path + " " + why};
  };
  if (!path.starts_with('/')) {
    return refused("is not an absolute path");
  }
  // Links are followed: configuration is often put in place by one. Without O_NONBLOCK the opening
  // of a pipe waits for somebody who writes.
  const FileDescriptor file(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
  struct stat found {};
  if (!file.is_open() || ::fstat(file.get(), &found) != 0) {
    return refused("cannot be read: " + std::generic_category().message(errno));
  }
  if (!S_ISREG(found.st_mode)) {
    return refused("is not a regular file");
  }
  if (found.st_uid != 0 && found.st_uid != ::geteuid()) {
    return refused("belongs to another account");
  }
  if ((found.st_mode & (S_IWGRP | S_IWOTH)) != 0) {
    return refused("can be written by others than its owner (chmod go-w)");
  }
  return read_whole(file.get(), path, max_bytes);
}

namespace {

Status write_whole(int fd, std::string_view content, const std::string& path, Lasting lasting) {
  while (!content.empty()) {
    const ssize_t put = ::write(fd, content.data(), content.size());
    if (put < 0) {
      if (errno == EINTR) {
        continue;
      }
      return file_error(errno, path);
    }
    content.remove_prefix(static_cast<std::size_t>(put));
  }
  if (lasting == Lasting::yes && ::fsync(fd) != 0) {
    return file_error(errno, path);
  }
  return ok_status();
}

Status put_in_place(const std::string& from, const std::string& to, Lasting lasting) {
  if (::rename(from.c_str(), to.c_str()) != 0) {
    return file_error(errno, to);
  }
  return lasting == Lasting::yes ? sync_folder_of(to) : ok_status();
}

} // namespace

bool is_absolute(const std::string& path) {
  return std::filesystem::path(path).is_absolute();
}

std::string canonical_path(const std::string& path) {
  std::error_code failure;
  const auto canonical = std::filesystem::weakly_canonical(path, failure);
  return failure ? path : canonical.string();
}

std::optional<std::uintmax_t> file_size(const std::string& path) {
  std::error_code failure;
  const auto size = std::filesystem::file_size(path, failure);
  return failure ? std::nullopt : std::optional(size);
}

Status link_file(const std::string& path, const std::string& other_name) {
  std::error_code failure;
  std::filesystem::create_hard_link(path, other_name, failure);
  return failure ? Status(file_error(failure.value(), other_name)) : ok_status();
}

Status rename_file(const std::string& from, const std::string& to) {
  return put_in_place(from, to, Lasting::yes);
}

Status replace_file(const std::string& path, std::string_view content, Lasting lasting) {
  const std::string beside = path + "." + random_uuid() + ".new";
  Status done = [&]() -> Status {
    const FileDescriptor file(
        ::open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
    if (!file.is_open()) {
      return file_error(errno, beside);
    }
    return write_whole(file.get(), content, beside, lasting);
  }();
  if (done) {
    done = put_in_place(beside, path, lasting);
  }
  if (!done) {
    ::unlink(beside.c_str());
  }
  return done;
}

Result<std::vector<std::string>> list_files(const std::string& folder) {
  struct Close {
    void operator()(DIR* open) const { ::closedir(open); }
  };
  const std::unique_ptr<DIR, Close> open(::opendir(folder.c_str()));
  if (!open) {
    return file_error(errno, folder);
  }
  std::vector<std::string> names;
  errno = 0;
  for (const dirent* entry = ::readdir(open.get()); entry != nullptr;
       entry = ::readdir(open.get())) {
    if (entry->d_name[0] == '.') {
      continue;
    }
    struct stat found {};
    const std::string path = folder + "/" + entry->d_name;
    if (::stat(path.c_str(), &found) == 0 && S_ISREG(found.st_mode)) {
      names.emplace_back(entry->d_name);
    }
    errno = 0;
  }
  if (errno != 0) {
    return file_error(errno, folder);
  }
  std::sort(names.begin(), names.end());
  return names;
}

bool exists(const std::string& path) {
  struct stat found {};
  return ::lstat(path.c_str(), &found) == 0;
}

Status remove_file(const std::string& path) {
  if (::unlink(path.c_str()) == 0 || errno == ENOENT) {
    return ok_status();
  }
  return file_error(errno, path);
}

} // namespace passback::platform
