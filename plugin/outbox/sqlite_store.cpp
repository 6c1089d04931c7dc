// Opening the SQLite outbox: where it may lie, who may own it, which schema it has.
#include <atomic>
#include <utility>

#include "plugin/outbox/sqlite_connection.hpp"
#include "plugin/outbox/sqlite_files.hpp"
#include "plugin/outbox/sqlite_intake.hpp"
#include "plugin/outbox/sqlite_ledger.hpp"
#include "plugin/outbox/sqlite_migrate.hpp"
#include "plugin/outbox/sqlite_schema.hpp"
#include "plugin/outbox/store.hpp"
#include "plugin/platform/file_system.hpp"
#include "plugin/platform/files.hpp"

namespace passback::outbox {

namespace {

class SqliteStore final : public Store {
 public:
  SqliteStore(std::string path, bool sync_every_commit, SqliteFiles files,
              std::unique_ptr<SqliteConnection> writer)
      : path_(path), sync_every_commit_(sync_every_commit), files_(std::move(files)),
        intake_(std::move(path), sync_every_commit, std::move(writer), files_) {}

  Intake& intake() override { return intake_; }
  std::unique_ptr<Ledger> open_ledger(std::function<void()> wake) override {
    return std::make_unique<SqliteLedger>(path_, sync_every_commit_, files_, sealed_,
                                          std::move(wake));
  }
  void seal() override { sealed_.store(true); }

 private:
  const std::string path_;
  const bool sync_every_commit_;
  const SqliteFiles files_;
  std::atomic<bool> sealed_{false};
  SqliteIntake intake_;
};

Result<std::string> prepare_file(const std::string& data_dir) {
  if (Status made = platform::make_private_folder(data_dir); !made && !platform::exists(data_dir)) {
    return made.error();
  }
  auto folder = platform::resolve_folder(data_dir);
  if (!folder) {
    return folder.error();
  }
  const auto network = platform::network_file_system(*folder);
  if (!network) {
    return network.error();
  }
  if (network->has_value()) {
    return Error{Code::network_fs, *folder + " is on " + **network +
                                       "; use PostgreSQL for data that several machines share"};
  }
  std::string path = *folder + "/outbox.sqlite3";
  if (Status there = platform::ensure_private_file(path); !there) {
    return there.error();
  }
  return path;
}

} // namespace

Result<std::unique_ptr<Store>> open_sqlite_store(const OpenOptions& options) {
  if (Status possible = SqliteFiles::check_process(); !possible) {
    return possible.error();
  }
  auto path = prepare_file(options.data_dir);
  if (!path) {
    return path.error();
  }
  const bool sync = options.durability == Durability::power;
  const auto deadline = std::chrono::steady_clock::now() + options.patience;
  auto writer =
      SqliteConnection::open_patiently(*path, ConnectionUse::writer, sync, options.patience);
  if (!writer) {
    return writer.error();
  }
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
      deadline - std::chrono::steady_clock::now());
  if (Status migrated = migrate(**writer, *path, sqlite_migrations(), left); !migrated) {
    return migrated.error();
  }
  auto files = SqliteFiles::of(*path);
  if (!files) {
    return files.error();
  }
  return std::unique_ptr<Store>(std::make_unique<SqliteStore>(
      std::move(*path), sync, std::move(*files), std::move(*writer)));
}

std::int64_t schema_version() {
  return sqlite_migrations().back().version;
}

} // namespace passback::outbox
