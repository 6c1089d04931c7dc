// Nobody changes the history unseen, and a person can still be erased from it.
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "plugin/outbox/history_chain.hpp"
#include "plugin/outbox/sqlite/connection.hpp"
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

TEST(HistoryChain, TheStoredChainHoldsAndSurvivesAnErasure) {
  const TemporaryFolder folder;
  {
    const auto store = open_sqlite_store({folder.path(), Durability::process});
    ASSERT_TRUE(store.ok());
    for (int i = 1; i <= 5; ++i) {
      ASSERT_TRUE((*store)
                      ->intake()
                      .commit(std::chrono::seconds(5),
                              [i](Transaction& t) { return t.append_history(line(i)); })
                      .ok());
    }
  }
  auto connection =
      SqliteConnection::open(folder.path() + "/outbox.sqlite3", ConnectionUse::writer, false);
  ASSERT_TRUE(connection.ok());
  const auto holds = [&] {
    auto rows =
        (*connection)->prepare("SELECT digest, chain_before, chain FROM history ORDER BY id");
    EXPECT_TRUE(rows.ok());
    std::string before;
    int count = 0;
    for (; *rows->step(); ++count) {
      const std::string digest = rows->text();
      if (rows->text() != before || rows->text() != history_chain(before, digest)) {
        return false;
      }
      before = history_chain(before, digest);
    }
    return count == 5;
  };
  EXPECT_TRUE(holds());
  ASSERT_TRUE((*connection)->run("UPDATE history SET actor = '', salt = '' WHERE seq = 3").ok());
  EXPECT_TRUE(holds());
  ASSERT_TRUE((*connection)->run("UPDATE history SET digest = 'forged' WHERE seq = 2").ok());
  EXPECT_FALSE(holds());
}

} // namespace
} // namespace passback::outbox
