// Nobody changes the history unseen, and a person can still be erased from it.
#include <map>
#include <memory>
#include <string>

#include <gtest/gtest.h>

#include "plugin/outbox/history_chain.hpp"
#include "plugin/outbox/sqlite/connection.hpp"
#include "tests/unit/outbox/chain_check.hpp"
#include "tests/unit/outbox/store_fixture.hpp"

namespace passback::outbox {
namespace {

HistoryRow line(std::int64_t seq, const std::string& actor = "teacher") {
  return {1, seq, 100, 2, "observed", actor, "", 0, Code::none};
}

TEST(HistoryChain, ALinkIsMadeOfTheLinkBeforeAndTheSaltedDigest) {
  const ChainLink first = next_link("", line(1));
  const ChainLink second = next_link(first.chain, line(2));
  EXPECT_EQ(first.before, "");
  EXPECT_EQ(second.before, first.chain);
  EXPECT_EQ(second.digest, history_digest(second.salt, line(2)));
  EXPECT_EQ(second.chain, history_chain(first.chain, second.digest));
}

TEST(HistoryChain, EveryFieldCounts) {
  const std::string digest = history_digest("salt", line(1));
  HistoryRow changed = line(1);
  changed.http_status = 500;
  EXPECT_NE(history_digest("salt", changed), digest);
  changed = line(1, "somebody else");
  EXPECT_NE(history_digest("salt", changed), digest);
  EXPECT_NE(history_digest("other salt", line(1)), digest);
  // Where one field ends and the next begins is part of it.
  HistoryRow left = line(1);
  left.event = "ab";
  left.actor = "c";
  HistoryRow right = line(1);
  right.event = "a";
  right.actor = "bc";
  EXPECT_NE(history_digest("salt", left), history_digest("salt", right));
}

TEST(HistoryChain, EqualLinesHaveDifferentDigests) {
  EXPECT_NE(next_link("", line(1)).digest, next_link("", line(1)).digest);
}

TEST(HistoryChain, WhoseChainALineIsInIsPartOfIt) {
  HistoryRow of_connection = line(1);
  of_connection.connection_id = "one";
  EXPECT_NE(history_digest("salt", of_connection), history_digest("salt", line(1)));
}

class StoredHistory : public testing::Test {
 protected:
  void SetUp() override {
    const auto store = open_sqlite_store({folder_.path(), Durability::process});
    ASSERT_TRUE(store.ok());
    // Two connections and the site, by turns.
    for (int i = 1; i <= 9; ++i) {
      HistoryRow row = line(i);
      row.connection_id = i % 3 == 0 ? "" : i % 3 == 1 ? "one" : "two";
      ASSERT_TRUE((*store)
                      ->intake()
                      .commit(std::chrono::seconds(5),
                              [&](Transaction& t) { return t.append_history(row); })
                      .ok());
    }
    auto opened =
        SqliteConnection::open(folder_.path() + "/outbox.sqlite3", ConnectionUse::writer, false);
    ASSERT_TRUE(opened.ok());
    connection_ = std::move(*opened);
  }
  SqliteConnection& connection() { return *connection_; }
  bool holds() { return lengths_of_chains(connection()).has_value(); }
  void change(const std::string& sql) { ASSERT_TRUE(connection().script(sql).ok()); }

 private:
  TemporaryFolder folder_;
  std::unique_ptr<SqliteConnection> connection_;
};

TEST_F(StoredHistory, EachConnectionHasAChainOfItsOwnAndSoHasTheSite) {
  const std::map<std::string, int> expected = {{"", 3}, {"one", 3}, {"two", 3}};
  EXPECT_EQ(lengths_of_chains(connection()), expected);
}

TEST_F(StoredHistory, HoldsWhenAPersonWasErased) {
  change("UPDATE history_line SET actor = '', salt = '' WHERE seq = 4");
  EXPECT_TRUE(holds());
}

TEST_F(StoredHistory, ALineThatWasAlteredIsFound) {
  change("UPDATE history_line SET actor = 'somebody else' WHERE seq = 4");
  EXPECT_FALSE(holds());
}

TEST_F(StoredHistory, ADigestThatWasForgedIsFound) {
  change("UPDATE history_line SET salt = '', digest = 'forged' WHERE seq = 2");
  EXPECT_FALSE(holds());
}

TEST_F(StoredHistory, ALineThatWasRemovedIsFound) {
  change("DELETE FROM history_line WHERE seq = 5");
  EXPECT_FALSE(holds());
}

TEST_F(StoredHistory, ALineThatWasGivenToAnotherConnectionIsFound) {
  change("UPDATE history_line SET connection_id = 'two' WHERE seq = 7");
  EXPECT_FALSE(holds());
}

} // namespace
} // namespace passback::outbox
