#include "plugin/outbox/sqlite_files.hpp"

#include <utility>

namespace passback::outbox {

SqliteFiles::SqliteFiles(std::string path, platform::Sentinel sentinel, Identities identities)
    : path_(std::move(path)), sentinel_(std::move(sentinel)), identities_(identities) {}

Result<SqliteFiles> SqliteFiles::of(const std::string& path) {
  auto sentinel = platform::Sentinel::on(path.substr(0, path.rfind('/')));
  if (!sentinel) {
    return sentinel.error();
  }
  Identities identities;
  for (std::size_t i = 0; i < kSuffixes.size(); ++i) {
    auto identity = platform::FileIdentity::of(path + kSuffixes[i]);
    if (!identity) {
      return identity.error();
    }
    identities[i] = *identity;
  }
  return SqliteFiles(path, std::move(*sentinel), identities);
}

Status SqliteFiles::check_descriptors() const {
  return sentinel_.is_ours()
             ? ok_status()
             : Status(Error{Code::storage, "The process has closed the outbox's files; restart it."});
}

Status SqliteFiles::check() const {
  if (Status ours = check_descriptors(); !ours) {
    return ours;
  }
  for (std::size_t i = 0; i < kSuffixes.size(); ++i) {
    const auto now = platform::FileIdentity::of(path_ + kSuffixes[i]);
    if (!now || *now != identities_[i]) {
      return Error{Code::storage, path_ + kSuffixes[i] +
                                      " was removed or replaced while it was open; put it back, "
                                      "or restart the process."};
    }
  }
  return ok_status();
}

} // namespace passback::outbox
