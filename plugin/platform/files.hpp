// Files that hold what belongs to a school: private to the account that runs the host, never
// followed through a link, never left open across an exec.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "plugin/platform/result.hpp"

namespace passback::platform {

/// An owned file descriptor. Not shared between threads while it is being closed.
class FileDescriptor {
 public:
  FileDescriptor() = default;
  explicit FileDescriptor(int fd) : fd_(fd) {}
  FileDescriptor(FileDescriptor&& other) noexcept;
  FileDescriptor& operator=(FileDescriptor&& other) noexcept;
  FileDescriptor(const FileDescriptor&) = delete;
  FileDescriptor& operator=(const FileDescriptor&) = delete;
  ~FileDescriptor();
  int get() const { return fd_; }
  bool is_open() const { return fd_ >= 0; }
  /// The number belongs to somebody else by now, and is not closed.
  void forget() { fd_ = -1; }

 private:
  int fd_ = -1;
};

/// The error of a failed call on a file: disk_full, read_only (also "not permitted") or storage.
Error file_error(int error_number, std::string_view what);

/// Makes the folder (0700; its parent must exist) unless it is there. Takes away what lets others
/// write into one of ours. A link, something that is not a folder, and a folder of another account
/// into which everybody may write are Code::storage.
Status make_private_folder(const std::string& path);

/// Makes sure that a regular file of ours, for us alone (0600), is there; creates it empty if it is
/// missing. Refuses (Code::storage) links, and files of another account. Does not open a file that
/// exists: closing a second descriptor of it would drop the POSIX locks that this process holds on
/// it, SQLite's among them.
Status ensure_private_file(const std::string& path);

/// The absolute path of a folder that exists, with all links resolved.
Result<std::string> resolve_folder(const std::string& path);

bool is_absolute(const std::string& path);

/// One spelling for one path, with the links in what is there of it resolved; the path as it is
/// where that cannot be told.
std::string canonical_path(const std::string& path);

/// nullopt = there is no such file, or it cannot be told.
std::optional<std::uintmax_t> file_size(const std::string& path);

/// The whole file; nullopt = there is none. Code::range if it is larger than `max_bytes`. Follows
/// links: it reads what an administrator put there.
Result<std::optional<std::string>> read_file(const std::string& path, std::size_t max_bytes);

/// The whole of a file that ensure_private_file or replace_file made; nullopt = there is none. A
/// link, and a file of another account, are Code::storage; what lets others read ours is taken
/// away.
Result<std::optional<std::string>> read_private_file(const std::string& path,
                                                     std::size_t max_bytes);

/// The whole of a regular file that nobody but root and this account can have written; what whoever
/// runs the host put there. Never waits: a pipe or a device is refused. Code::config with a
/// sentence for whatever is wrong with it, Code::range if it is larger than `max_bytes`.
Result<std::string> read_operators_file(const std::string& path, std::size_t max_bytes);

/// Whether a write lasts through a power cut, which the disk has to be waited for.
enum class Lasting { yes, no };

/// Puts `content` in place of the file, at once and lastingly: written beside it (0600), synced,
/// renamed. Whoever reads sees the old text or the new one. Without `Lasting::yes` nothing is
/// synced: after a power cut the file may hold the old text, or none.
Status replace_file(const std::string& path, std::string_view content,
                    Lasting lasting = Lasting::yes);

/// Names (not paths) of the regular files in a folder, sorted; without those that begin with a dot.
Result<std::vector<std::string>> list_files(const std::string& folder);

/// True if something is there, whatever it is.
bool exists(const std::string& path);

/// Gives a file another name besides; Code::storage if that name is taken.
Status link_file(const std::string& path, const std::string& other_name);

/// Gives a file another name in the same folder, in place of what has that name, and syncs the
/// folder.
Status rename_file(const std::string& from, const std::string& to);

/// Removes a file; that there is none is not an error.
Status remove_file(const std::string& path);

} // namespace passback::platform
