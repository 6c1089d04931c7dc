// Both faces of an outbox whose files are taken away under it: nothing is said to be stored.
#include <filesystem>
#include <optional>

#include "tests/unit/outbox/store_fixture.hpp"

namespace passback::outbox {
namespace {

using namespace std::chrono_literals;

class FilesGone : public ::testing::Test {
 protected:
  static Status put(Transaction& transaction) { return transaction.put_meta("a", "b"); }

  TemporaryFolder folder;
  std::unique_ptr<Store> store = [this] {
    auto opened = open_sqlite_store({folder.path(), Durability::process});
    EXPECT_TRUE(opened.ok());
    return std::move(*opened);
  }();
};

TEST_F(FilesGone, IntakeSaysSoInBothDirections) {
  ASSERT_TRUE(store->intake().commit(5s, put).ok());
  std::filesystem::remove(folder.path() + "/outbox.sqlite3");
  const Status committed = store->intake().commit(5s, put);
  ASSERT_FALSE(committed.ok());
  EXPECT_EQ(committed.error().code, Code::storage);
  EXPECT_FALSE(store->intake().read([](Transaction&) { return ok_status(); }).ok());
}

TEST_F(FilesGone, TheLedgerSaysSoOfEveryPiece) {
  const auto ledger = store->open_ledger([] {});
  const auto commit_one = [&] {
    std::optional<Status> answer;
    ledger->submit(put, [&](const Status& status) { answer = status; });
    while (!answer) {
      ledger->poll();
    }
    return *answer;
  };
  ASSERT_TRUE(commit_one().ok());
  std::filesystem::rename(folder.path() + "/outbox.sqlite3-wal", folder.path() + "/elsewhere");
  const Status gone = commit_one();
  ASSERT_FALSE(gone.ok());
  EXPECT_EQ(gone.error().code, Code::storage);
  std::filesystem::rename(folder.path() + "/elsewhere", folder.path() + "/outbox.sqlite3-wal");
  EXPECT_TRUE(commit_one().ok());
}

TEST_F(FilesGone, ASealedStoresLedgerCommitsNothing) {
  {
    const auto ledger = store->open_ledger([] {});
    store->seal();
    ledger->submit(put, [](const Status&) {});
  }
  std::optional<std::string> found;
  ASSERT_TRUE(store->intake()
                  .read([&](Transaction& transaction) -> Status {
                    const auto value = transaction.meta("a");
                    if (value.ok()) {
                      found = *value;
                    }
                    return value.ok() ? ok_status() : Status(value.error());
                  })
                  .ok());
  EXPECT_EQ(found, std::nullopt);
}

} // namespace
} // namespace passback::outbox
