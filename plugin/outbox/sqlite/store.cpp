// Opening the SQLite outbox: where it may lie, who may own it, which schema it has.
#include "plugin/outbox/store.hpp"

#include <atomic>
#include <utility>

#include "plugin/outbox/mark.hpp"
#include "plugin/outbox/sqlite/connection.hpp"
#include "plugin/outbox/sqlite/files.hpp"
#include "plugin/outbox/sqlite/intake.hpp"
#include "plugin/outbox/sqlite/ledger.hpp"
#include "plugin/outbox/sqlite/migrate.hpp"
#include "plugin/outbox/sqlite/schema.hpp"
#include "plugin/platform/file_system.hpp"
#include "plugin/platform/files.hpp"
#include "plugin/platform/try.hpp"

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
  PASSBACK_TRY_AS(auto folder, platform::resolve_folder(data_dir));
  PASSBACK_TRY_AS(const auto network, platform::network_file_system(folder));
  if (network.has_value()) {
    return Error{Code::network_fs, folder + " is on " + *network +
                                       "; use PostgreSQL for data that several machines share"};
  }
  std::string path = folder + "/outbox.sqlite3";
  // A new one would be empty, without a word of the grades and connections that the old one had.
  if (platform::file_size(path).value_or(0) == 0 && has_mark(folder)) {
    return Error{Code::outbox_missing,
                 path + (platform::exists(path) ? " is empty" : " does not exist")};
  }
  PASSBACK_TRY(platform::ensure_private_file(path));
  return path;
}

} // namespace

Result<std::unique_ptr<Store>> open_sqlite_store(const OpenOptions& options) {
  PASSBACK_TRY(SqliteFiles::check_process());
  PASSBACK_TRY_AS(auto path, prepare_file(options.data_dir));
  const bool sync = options.durability == Durability::power;
  const auto deadline = std::chrono::steady_clock::now() + options.patience;
  PASSBACK_TRY_AS(auto writer, SqliteConnection::open_patiently(path, ConnectionUse::writer, sync,
                                                                options.patience));
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
      deadline - std::chrono::steady_clock::now());
  PASSBACK_TRY(migrate(*writer, path, sqlite_migrations(), left));
  PASSBACK_TRY_AS(auto files, SqliteFiles::of(path));
  return std::unique_ptr<Store>(
      std::make_unique<SqliteStore>(std::move(path), sync, std::move(files), std::move(writer)));
}

std::int64_t schema_version() {
  return sqlite_migrations().back().version;
}

} // namespace passback::outbox
