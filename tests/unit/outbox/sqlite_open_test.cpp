// Which files are taken, which are refused, and how they are migrated.
#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <vector>

#include <gtest/gtest.h>

#include "plugin/outbox/mark.hpp"
#include "plugin/outbox/sqlite/migrate.hpp"
#include "plugin/platform/files.hpp"
#include "tests/unit/outbox/store_fixture.hpp"

namespace passback::outbox {
namespace {

using namespace std::chrono_literals;

class SqliteFile : public ::testing::Test {
 protected:
  std::string path() const { return folder.path() + "/outbox.sqlite3"; }
  Result<std::unique_ptr<Store>> open() const {
    return open_sqlite_store({folder.path(), Durability::process});
  }
  Code code_of_open() const {
    const auto opened = open();
    return opened.ok() ? Code::none : opened.error().code;
  }
  std::unique_ptr<SqliteConnection> connect() const {
    EXPECT_TRUE(platform::ensure_private_file(path()).ok());
    auto opened = SqliteConnection::open(path(), ConnectionUse::writer, false);
    EXPECT_TRUE(opened.ok());
    return std::move(*opened);
  }
  void write_file(std::string_view content) const {
    std::ofstream(path(), std::ios::binary) << content;
  }
  std::string read_file() const {
    auto content = platform::read_file(path(), 1 << 24);
    EXPECT_TRUE(content.ok() && content->has_value());
    return **content;
  }

  /// Runs `body` in a child process; true if it returned true there.
  template <class Body> static bool in_child(const Body& body) {
    const pid_t child = ::fork();
    if (child == 0) {
      ::_exit(body() ? 0 : 1);
    }
    int state = 0;
    return ::waitpid(child, &state, 0) == child && WIFEXITED(state) && WEXITSTATUS(state) == 0;
  }

  TemporaryFolder folder;
};

constexpr std::array<Migration, 2> kTwoSteps{{
    {1, 1,
     "CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;"
     "CREATE TABLE fruit (name TEXT NOT NULL) STRICT;"
     "INSERT INTO fruit VALUES ('apple');"},
    {2, 1, "ALTER TABLE fruit ADD COLUMN colour TEXT NOT NULL DEFAULT 'green';"},
}};

TEST_F(SqliteFile, AllItsFilesAreForTheOwnerAlone) {
  const auto store = open();
  ASSERT_TRUE(store.ok());
  ASSERT_TRUE(
      (*store)->intake().commit(5s, [](Transaction& t) { return t.put_meta("a", "b"); }).ok());
  for (const char* suffix : {"", "-wal", "-shm"}) {
    struct stat found{};
    ASSERT_EQ(::stat((path() + suffix).c_str(), &found), 0) << suffix;
    EXPECT_EQ(found.st_mode & 0777, 0600U) << suffix;
  }
}

TEST_F(SqliteFile, IsMarkedAsAnOutboxOfThisVersionInWalMode) {
  ASSERT_TRUE(open().ok());
  const auto connection = connect();
  EXPECT_EQ(*connection->integer_of("PRAGMA application_id"), kApplicationId);
  EXPECT_EQ(*connection->integer_of("PRAGMA user_version"), schema_version());
  EXPECT_EQ(*connection->integer_of("SELECT CAST(value AS INTEGER) FROM meta WHERE name = "
                                    "'schema_version'"),
            schema_version());
  auto mode = connection->prepare("PRAGMA journal_mode");
  ASSERT_TRUE(mode.ok() && *mode->step());
  EXPECT_EQ(mode->text(), "wal");
}

TEST_F(SqliteFile, EveryTableIsStrict) {
  ASSERT_TRUE(open().ok());
  EXPECT_EQ(*connect()->integer_of("SELECT count(*) FROM pragma_table_list WHERE schema = 'main' "
                                   "AND strict = 0 AND name NOT LIKE 'sqlite_%'"),
            0);
}

TEST_F(SqliteFile, ASymbolicLinkIsRefused) {
  ASSERT_EQ(::symlink("/etc/passwd", path().c_str()), 0);
  EXPECT_EQ(code_of_open(), Code::storage);
}

TEST_F(SqliteFile, AFolderThatIsALinkIsFollowed) {
  const std::string link = folder.path() + "/link";
  const std::string real = folder.path() + "/real";
  std::filesystem::create_directory(real);
  std::filesystem::create_directory_symlink(real, link);
  EXPECT_TRUE(open_sqlite_store({link, Durability::process}).ok());
  EXPECT_TRUE(std::filesystem::exists(real + "/outbox.sqlite3"));
}

TEST_F(SqliteFile, AMissingFolderIsMade) {
  const std::string inner = folder.path() + "/passback";
  ASSERT_TRUE(open_sqlite_store({inner, Durability::power}).ok());
  struct stat found{};
  ASSERT_EQ(::stat(inner.c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 0777, 0700U);
  EXPECT_FALSE(open_sqlite_store({folder.path() + "/no/such", Durability::process}).ok());
}

TEST_F(SqliteFile, AFileOfAnotherKindIsCorruptAndStaysAsItIs) {
  const std::string text(8192, 'x');
  write_file(text);
  EXPECT_EQ(code_of_open(), Code::corrupt);
  EXPECT_EQ(read_file(), text);
}

TEST_F(SqliteFile, WhereTheOutboxIsGoneNoOtherIsMadeUntilItsMarkIsGoneToo) {
  ASSERT_TRUE(open().ok());
  ASSERT_TRUE(keep_mark(folder.path(), {"this-one", 0}).ok());
  EXPECT_TRUE(open().ok());
  write_file("");
  EXPECT_EQ(code_of_open(), Code::outbox_missing) << "emptied";
  EXPECT_EQ(read_file(), "");
  std::filesystem::remove(path());
  EXPECT_EQ(code_of_open(), Code::outbox_missing);
  EXPECT_FALSE(std::filesystem::exists(path()));
  std::filesystem::remove(folder.path() + "/outbox.mark");
  EXPECT_TRUE(open().ok());
}

TEST_F(SqliteFile, ADatabaseOfSomethingElseIsRefused) {
  ASSERT_TRUE(connect()->script("CREATE TABLE theirs (a)").ok());
  EXPECT_EQ(code_of_open(), Code::corrupt);
}

TEST_F(SqliteFile, ADamagedHeaderIsCorrupt) {
  {
    ASSERT_TRUE(open().ok());
  }
  std::filesystem::remove(path() + "-wal");
  std::filesystem::remove(path() + "-shm");
  std::fstream file(path(), std::ios::in | std::ios::out | std::ios::binary);
  file.write("broken header...", 16);
  file.close();
  EXPECT_EQ(code_of_open(), Code::corrupt);
}

TEST_F(SqliteFile, TwoVersionsAheadIsRefusedUntouched) {
  {
    ASSERT_TRUE(open().ok());
  }
  {
    const auto connection = connect();
    ASSERT_TRUE(connection
                    ->script("PRAGMA user_version = " + std::to_string(schema_version() + 2) +
                             "; PRAGMA wal_checkpoint(TRUNCATE)")
                    .ok());
  }
  const std::string before = read_file();
  EXPECT_EQ(code_of_open(), Code::store_version);
  EXPECT_EQ(read_file(), before);
}

TEST_F(SqliteFile, OneVersionAheadIsUsedIfItAllowsThat) {
  {
    ASSERT_TRUE(open().ok());
  }
  ASSERT_TRUE(
      connect()->script("PRAGMA user_version = " + std::to_string(schema_version() + 1)).ok());
  EXPECT_EQ(code_of_open(), Code::none);
  ASSERT_TRUE(connect()
                  ->script("UPDATE meta SET value = '" + std::to_string(schema_version() + 1) +
                           "' WHERE name = 'min_reader_version'")
                  .ok());
  EXPECT_EQ(code_of_open(), Code::store_version);
}

TEST_F(SqliteFile, ACopyIsKeptBeforeAMigration) {
  const auto connection = connect();
  ASSERT_TRUE(migrate(*connection, path(), std::span(kTwoSteps).first(1), 5s).ok());
  EXPECT_FALSE(platform::exists(path() + ".v1"));
  ASSERT_TRUE(connection->script("INSERT INTO fruit VALUES ('pear')").ok());
  ASSERT_TRUE(migrate(*connection, path(), kTwoSteps, 5s).ok());
  EXPECT_EQ(*connection->integer_of("SELECT count(*) FROM fruit WHERE colour = 'green'"), 2);
  EXPECT_EQ(*connection->integer_of("PRAGMA user_version"), 2);

  auto copy = SqliteConnection::open(path() + ".v1", ConnectionUse::reader, false);
  ASSERT_TRUE(copy.ok());
  EXPECT_EQ(*(*copy)->integer_of("PRAGMA user_version"), 1);
  EXPECT_EQ(*(*copy)->integer_of("SELECT count(*) FROM fruit"), 2);
  struct stat found{};
  ASSERT_EQ(::stat((path() + ".v1").c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 0777, 0600U);
  EXPECT_FALSE(platform::exists(path() + ".v1.new"));
  EXPECT_FALSE(platform::exists(path() + ".v1-wal"));
}

TEST_F(SqliteFile, AMigrationThatFailsLeavesTheOldSchema) {
  const auto connection = connect();
  ASSERT_TRUE(migrate(*connection, path(), std::span(kTwoSteps).first(1), 5s).ok());
  constexpr std::array<Migration, 3> broken{
      kTwoSteps[0], kTwoSteps[1], Migration{3, 1, "INSERT INTO no_such_table VALUES (1);"}};
  EXPECT_FALSE(migrate(*connection, path(), broken, 5s).ok());
  EXPECT_EQ(*connection->integer_of("PRAGMA user_version"), 1);
  EXPECT_FALSE(connection->prepare("SELECT colour FROM fruit").ok());
  EXPECT_FALSE(connection->in_transaction());
}

TEST_F(SqliteFile, OfManyProcessesThatOpenAtOnceOneMigrates) {
  ASSERT_TRUE(migrate(*connect(), path(), std::span(kTwoSteps).first(1), 5s).ok());
  std::vector<pid_t> children;
  std::array<int, 2> start{};
  ASSERT_EQ(::pipe(start.data()), 0);
  for (int i = 0; i < 6; ++i) {
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      ::close(start[1]);
      char byte = 0;
      const ssize_t released = ::read(start[0], &byte, 1); // ends when the parent closes its end
      auto connection = SqliteConnection::open_patiently(path(), ConnectionUse::writer, false, 20s);
      // A second ALTER TABLE would fail: the column would be there.
      const Status done = !connection.ok() ? Status(connection.error())
                                           : migrate(**connection, path(), kTwoSteps, 20s);
      if (!done) {
        std::fprintf(stderr, "%s\n", done.error().detail.c_str());
      }
      const bool good = released == 0 && done.ok() &&
                        (*connection)->integer_of("SELECT count(colour) FROM fruit").ok();
      ::_exit(good ? 0 : 1);
    }
    children.push_back(child);
  }
  ::close(start[0]);
  ::close(start[1]);
  for (const pid_t child : children) {
    int state = 0;
    ASSERT_EQ(::waitpid(child, &state, 0), child);
    EXPECT_TRUE(WIFEXITED(state) && WEXITSTATUS(state) == 0);
  }
  EXPECT_EQ(*connect()->integer_of("PRAGMA user_version"), 2);
}

TEST_F(SqliteFile, ManyProcessesMayMakeItAtOnce) {
  std::vector<pid_t> children;
  for (int i = 0; i < 6; ++i) {
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      const auto store = open();
      const bool good = store.ok() && (*store)
                                          ->intake()
                                          .commit(10s,
                                                  [i](Transaction& t) {
                                                    Record r = cell("a", std::to_string(i));
                                                    return t.put_record(r);
                                                  })
                                          .ok();
      ::_exit(good ? 0 : 1);
    }
    children.push_back(child);
  }
  for (const pid_t child : children) {
    int state = 0;
    ASSERT_EQ(::waitpid(child, &state, 0), child);
    EXPECT_TRUE(WIFEXITED(state) && WEXITSTATUS(state) == 0);
  }
  EXPECT_EQ(*connect()->integer_of("SELECT count(*) FROM sis_record"), 6);
}

TEST_F(SqliteFile, AFullDiskIsToldAtOnceAndHarmsNothing) {
  // A real limit of the kernel on the size of any file that the child writes.
  EXPECT_TRUE(in_child([this] {
    const auto store = open();
    ::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{600'000, 600'000};
    if (!store.ok() || ::setrlimit(RLIMIT_FSIZE, &limit) != 0) {
      return false;
    }
    Status last = ok_status();
    int stored = 0;
    for (int i = 0; i < 2'000 && last; ++i) {
      last = (*store)->intake().commit(5s, [i](Transaction& t) {
        Record record = cell("a", std::to_string(i));
        record.detail.assign(4'000, 'x');
        return t.put_record(record);
      });
      stored += last ? 1 : 0;
    }
    if (last || last.error().code != Code::disk_full) {
      std::fprintf(stderr, "%s\n", last ? "never full" : last.error().detail.c_str());
      return false;
    }
    std::size_t found = 0;
    const Status counted = (*store)->intake().read([&](Transaction& t) -> Status {
      RecordFilter all;
      all.limit = 10'000;
      found = t.records(all)->size();
      return ok_status();
    });
    return counted.ok() && stored > 10 && found == static_cast<std::size_t>(stored);
  }));
  EXPECT_EQ(code_of_open(), Code::none);
}

TEST_F(SqliteFile, AFullDatabaseIsADiskFull) {
  ASSERT_TRUE(open().ok());
  const auto connection = connect();
  ASSERT_TRUE(connection->script("PRAGMA max_page_count = 1").ok());
  ASSERT_TRUE(connection->script("BEGIN IMMEDIATE").ok());
  Status last = ok_status();
  for (int i = 0; i < 1'000 && last; ++i) {
    last = connection->run("INSERT INTO meta (name, value) VALUES (?1, ?2)", std::int64_t{i},
                           std::string_view(std::string(4'000, 'x')));
  }
  ASSERT_FALSE(last.ok());
  EXPECT_EQ(last.error().code, Code::disk_full);
}

TEST_F(SqliteFile, AFolderThatCannotBeWrittenIsReadOnly) {
  // Permissions do not bind root, so the child becomes somebody else.
  EXPECT_TRUE(in_child([this] {
    constexpr uid_t kNobody = 65534;
    if (::chown(folder.path().c_str(), kNobody, kNobody) != 0 && ::geteuid() == 0) {
      return false;
    }
    if (::geteuid() == 0 && (::setgid(kNobody) != 0 || ::setuid(kNobody) != 0)) {
      return false;
    }
    if (::chmod(folder.path().c_str(), 0500) != 0) {
      return false;
    }
    const Code fresh = code_of_open();
    if (::chmod(folder.path().c_str(), 0700) != 0 || code_of_open() != Code::none ||
        ::unlink((path() + "-wal").c_str()) != 0 || ::unlink((path() + "-shm").c_str()) != 0 ||
        ::chmod(folder.path().c_str(), 0500) != 0) {
      return false;
    }
    const Code existing = code_of_open();
    const bool good = fresh == Code::read_only && existing == Code::read_only;
    if (!good) {
      std::fprintf(stderr, "%d %d\n", static_cast<int>(fresh), static_cast<int>(existing));
    }
    return ::chmod(folder.path().c_str(), 0700) == 0 && good;
  }));
}

TEST_F(SqliteFile, TheStorageThreadKeepsTheWalShort) {
  const auto store = open();
  ASSERT_TRUE(store.ok());
  const auto fill = [&] {
    for (int i = 0; i < 150; ++i) {
      ASSERT_TRUE((*store)
                      ->intake()
                      .commit(10s,
                              [i](Transaction& t) {
                                return t.put_meta(
                                    "large", std::string(100'000, static_cast<char>('a' + i % 26)));
                              })
                      .ok());
    }
  };
  const auto wal_size = [&] { return std::filesystem::file_size(path() + "-wal"); };
  fill();
  const auto alone = wal_size();
  EXPECT_GT(alone, 6'000'000U) << "host threads never checkpoint";
  const auto ledger = (*store)->open_ledger([] {});
  // It looks once a second even when it has nothing to do; after that the next commit begins the
  // WAL anew.
  const auto deadline = std::chrono::steady_clock::now() + 20s;
  for (int i = 0; wal_size() >= alone && std::chrono::steady_clock::now() < deadline; ++i) {
    ASSERT_TRUE(
        (*store)
            ->intake()
            .commit(10s, [i](Transaction& t) { return t.put_meta("tick", std::to_string(i)); })
            .ok());
  }
  EXPECT_LT(wal_size(), alone);
}

} // namespace
} // namespace passback::outbox
