// Opening the SQLite outbox: where it may lie, who may own it, which schema it has.
#include <utility>

#include "plugin/outbox/sqlite_connection.hpp"
#include "plugin/outbox/sqlite_intake.hpp"
#include "plugin/outbox/sqlite_ledger.hpp"
#include "plugin/outbox/sqlite_migrate.hpp"
#include "plugin/outbox/sqlite_schema.hpp"
#include "plugin/outbox/store.hpp"
#include "plugin/platform/file_system.hpp"
#include "plugin/platform/files.hpp"

namespace passback::outbox {

namespace {

constexpr std::chrono::milliseconds kOpenPatience{5000};

class SqliteStore final : public Store {
 public:
  SqliteStore(std::string path, bool sync_every_commit, std::unique_ptr<SqliteConnection> writer)
      : path_(path), sync_every_commit_(sync_every_commit),
        intake_(std::move(path), sync_every_commit, std::move(writer)) {}

  Intake& intake() override { return intake_; }
  std::unique_ptr<Ledger> open_ledger(std::function<void()> wake) override {
    return std::make_unique<SqliteLedger>(path_, sync_every_commit_, std::move(wake));
  }

 private:
  const std::string path_;
  const bool sync_every_commit_;
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
  auto path = prepare_file(options.data_dir);
  if (!path) {
    return path.error();
  }
  const bool sync = options.durability == Durability::power;
  auto writer = SqliteConnection::open_patiently(*path, ConnectionUse::writer, sync, kOpenPatience);
  if (!writer) {
    return writer.error();
  }
  if (Status migrated = migrate(**writer, *path, sqlite_migrations(), kOpenPatience); !migrated) {
    return migrated.error();
  }
  return std::unique_ptr<Store>(
      std::make_unique<SqliteStore>(std::move(*path), sync, std::move(*writer)));
}

std::int64_t schema_version() {
  return sqlite_migrations().back().version;
}

} // namespace passback::outbox
