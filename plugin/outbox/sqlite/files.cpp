#include "plugin/outbox/sqlite/files.hpp"

#include <atomic>
#include <utility>

#include "plugin/platform/try.hpp"

namespace passback::outbox {
namespace {

// SQLite keeps what it knows of an open file (its locks, its shared memory) for the whole process,
// by the file's inode, and finds it again when the file is opened anew. Once the host has closed
// those descriptors that knowledge names files of the host's, and nothing but the end of the
// process forgets it.
constinit std::atomic<bool> g_descriptors_lost{false};

Status restart() {
  return Error{Code::storage, "The process has closed the outbox's files; restart it."};
}

} // namespace

SqliteFiles::SqliteFiles(std::string path, platform::Sentinel sentinel, Identities identities)
    : path_(std::move(path)), sentinel_(std::move(sentinel)), identities_(identities) {}

Result<SqliteFiles> SqliteFiles::of(const std::string& path) {
  PASSBACK_TRY_AS(auto sentinel, platform::Sentinel::on(path.substr(0, path.rfind('/'))));
  Identities identities;
  for (std::size_t i = 0; i < kSuffixes.size(); ++i) {
    PASSBACK_TRY_AS(auto identity, platform::FileIdentity::of(path + kSuffixes[i]));
    identities[i] = identity;
  }
  return SqliteFiles(path, std::move(sentinel), identities);
}

Status SqliteFiles::check_descriptors() const {
  if (sentinel_.is_ours()) {
    return ok_status();
  }
  g_descriptors_lost.store(true);
  return restart();
}

Status SqliteFiles::check_process() {
  return g_descriptors_lost.load() ? restart() : ok_status();
}

Status SqliteFiles::check() const {
  PASSBACK_TRY(check_descriptors());
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
