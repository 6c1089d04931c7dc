// An outbox that an earlier release wrote, and a module of an earlier release that still has it
// open while this one brings it to its format.
#include <array>
#include <memory>
#include <string>

#include <gtest/gtest.h>

#include "plugin/outbox/mark.hpp"
#include "plugin/outbox/sqlite/migrate.hpp"
#include "plugin/platform/files.hpp"
#include "tests/unit/outbox/chain_check.hpp"
#include "tests/unit/outbox/store_fixture.hpp"

namespace passback::outbox {
namespace {

using namespace std::chrono_literals;

// A result of the class "a", as it is in all formats up to the fifth.
constexpr const char* kRecord = R"sql(
INSERT INTO record (connection_id, connection_generation, kind, school_year, class_id, sis_class_id,
  activity_id, student_id, incarnation, domain_id, wire_id, wire_id_origin, observed_seq,
  observed_form, observed_facts, released_seq, released_form, released_facts, sent_seq, sent_form,
  sent_facts, sent_request_id, sent_epoch, sent_unix_ms, sent_doubt_before, sent_in_flight,
  sent_doubt_during, confirmed_seq, confirmed_form, confirmed_facts, confirmed_unix_ms, in_doubt,
  state, code, detail, http_status, attempts, next_attempt_unix_ms, priority, host_rev, host_epoch,
  superseded, settings_generation, created_unix_ms, updated_unix_ms)
VALUES ('connection', 1, 4, '2026', 'a', 'sis-a', 'essay', 'ada', 0, 'd', 'w', 1, 1, 1, '{}', 1, 1,
  '{}', 1, 0, '', '', 0, 0, 0, 0, 0, 1, 1, '{}', 0, 0, 0, '', '', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
)sql";

// What a module of format 5 does with a record, with the numbers, its lease, and what it has read.
constexpr std::array<const char*, 6> kOfFormat5 = {
    "UPDATE record SET state = 1 WHERE id = 1",
    "SELECT id FROM record WHERE line_item_id = 1 AND state = 4",
    "INSERT INTO history (record_id, seq, at_unix_ms, epoch, event, actor, request_id, "
    "http_status, code, salt, digest, chain_before, chain) "
    "VALUES (1, 1, 1, 0, 'observed', 'host', '', 0, '', '', '', '', '')",
    "UPDATE counter SET value = value + 1 WHERE name = 'settings_generation' RETURNING value",
    "UPDATE account SET owner_id = 'me' WHERE key = 'account'",
    "INSERT OR REPLACE INTO sis_document VALUES ('connection', 1, 'results', 'w', '[]', 1)"};

class EarlierFormats : public testing::Test {
 protected:
  std::string path() const { return folder_.path() + "/outbox.sqlite3"; }
  std::unique_ptr<SqliteConnection> connect() const {
    EXPECT_TRUE(platform::ensure_private_file(path()).ok());
    auto opened = SqliteConnection::open(path(), ConnectionUse::writer, false);
    EXPECT_TRUE(opened.ok());
    return std::move(*opened);
  }
  /// An outbox as the release of that format left it, with what `script` puts into it.
  std::unique_ptr<SqliteConnection> of_format(std::size_t format,
                                              const std::string& script = "") const {
    auto connection = connect();
    EXPECT_TRUE(migrate(*connection, path(), sqlite_migrations().first(format), 5s).ok());
    EXPECT_TRUE(connection->script(script).ok());
    return connection;
  }
  /// Opened by this release, and looked at.
  void opened_now(const Intake::Work& work) const {
    const auto store = open_sqlite_store({folder_.path(), Durability::process});
    ASSERT_TRUE(store.ok()) << store.error().detail;
    const Status done = (*store)->intake().commit(5s, work);
    ASSERT_TRUE(done.ok()) << done.error().detail;
  }
  static Status nothing(Transaction&) { return ok_status(); }

 private:
  TemporaryFolder folder_;
};

TEST_F(EarlierFormats, TheFormatThatHostsAreToldOfIsTheOneThatIsWritten) {
  EXPECT_EQ(kFormat, std::to_string(sqlite_migrations().back().version));
}

TEST_F(EarlierFormats, RecordsOfFormat3AreLookedAtOnceUnderTheSettingsOfTheirTime) {
  of_format(3, kRecord);
  opened_now([&](Transaction& t) -> Status {
    const auto found = *t.record(1);
    EXPECT_EQ(found->key.student_id.value, "ada");
    EXPECT_EQ(found->confirmed.digest, "");
    const auto pending = *t.pending();
    EXPECT_EQ(pending.size(), 1U);
    EXPECT_EQ(pending.at(0).affected, Affected{});
    return ok_status();
  });
  EXPECT_TRUE(platform::exists(path() + ".v3"));
}

TEST_F(EarlierFormats, AnEmptyOutboxHasNothingToLookAt) {
  of_format(5);
  opened_now([](Transaction& t) -> Status {
    EXPECT_TRUE(t.pending()->empty());
    EXPECT_EQ(mark_of(t)->sendings, 0);
    return ok_status();
  });
}

TEST_F(EarlierFormats, WhatHadToBeLookedAtAgainIsStillLookedAt) {
  of_format(5, R"sql(INSERT INTO meta (name, value) VALUES
    ('reconsider', '[{"class":"a","year":"2026","activity":"essay","student":"ada",'
      || '"only_waiting":false,"anew":true,"after":7},{"only_waiting":false,"anew":false,'
      || '"after":0}]'),
    ('sis_news', '12' || char(9) || 'connection' || char(9) || 'sis-a' || char(10));)sql");
  opened_now([](Transaction& t) -> Status {
    const auto pending = *t.pending();
    EXPECT_EQ(pending.size(), 3U);
    Affected cell_of_ada;
    cell_of_ada.class_id = gradebook::ClassId("a");
    cell_of_ada.school_year = gradebook::SchoolYear("2026");
    cell_of_ada.activity_id = gradebook::ActivityId("essay");
    cell_of_ada.student_id = gradebook::StudentId("ada");
    cell_of_ada.anew = true;
    EXPECT_EQ(pending.at(0).affected, cell_of_ada);
    EXPECT_EQ(pending.at(0).after_id, 7);
    EXPECT_EQ(pending.at(1).affected, Affected{});
    Affected whatever_waits;
    whatever_waits.only_waiting = true;
    EXPECT_EQ(pending.at(2).affected, whatever_waits);
    EXPECT_EQ(pending.at(2).after_id, 0);
    EXPECT_EQ(*t.meta("reconsider"), std::nullopt);
    EXPECT_EQ(*t.meta("sis_news"), std::nullopt);
    return ok_status();
  });
}

TEST_F(EarlierFormats, WishesThatCannotBeReadAreOneLookAtEverything) {
  of_format(5, "INSERT INTO meta (name, value) VALUES ('reconsider', '[{');");
  opened_now([](Transaction& t) -> Status {
    EXPECT_EQ(t.pending()->size(), 1U);
    EXPECT_EQ((*t.next_pending())->affected, Affected{});
    return ok_status();
  });
}

TEST_F(EarlierFormats, ItIsNotTakenForABackupOfItself) {
  of_format(5, "INSERT INTO meta (name, value) VALUES ('outbox_id', 'this-one'), "
               "('sendings', '41');");
  opened_now(count_sending);
  opened_now([](Transaction& t) -> Status {
    EXPECT_EQ(*mark_of(t), (Mark{"this-one", 42}));
    EXPECT_EQ(*t.meta("sendings"), std::nullopt);
    return ok_status();
  });
}

TEST_F(EarlierFormats, WhatNoSisShowedStandsApartFromWhatItShowed) {
  of_format(5, R"sql(INSERT INTO sis_document VALUES
    ('connection', 1, 'before', '12', '["theirs"]', 5), ('connection', 1, 'ids', '', '{}', 6),
    ('connection', 1, 'class', 'sis-a', '{}', 7);)sql");
  opened_now([](Transaction& t) -> Status {
    EXPECT_EQ((*t.listed_before("connection", 1, 12))->line_items, R"(["theirs"])");
    EXPECT_TRUE(*t.has_proven_ids("connection", 1));
    EXPECT_FALSE(t.sis_document("connection", 1, "before", "12")->has_value());
    EXPECT_FALSE(t.sis_document("connection", 1, "ids", "")->has_value());
    EXPECT_EQ((*t.sis_document("connection", 1, "class", "sis-a"))->read_unix_ms, 7);
    return ok_status();
  });
}

TEST_F(EarlierFormats, TheHistorySoFarStaysOneChainWhichTheSitesLinesGoOn) {
  {
    const auto connection = of_format(5);
    std::string chain;
    for (int seq = 1; seq <= 2; ++seq) {
      const HistoryRow line = {1, seq, 100, 2, "observed", "host", "", 0, Code::none};
      const ChainLink link = next_link(chain, line);
      chain = link.chain;
      ASSERT_TRUE(connection
                      ->run("INSERT INTO history (record_id, seq, at_unix_ms, epoch, event, "
                            "actor, request_id, http_status, code, salt, digest, chain_before, "
                            "chain) VALUES (1, ?1, 100, 2, 'observed', 'host', '', 0, '', ?2, ?3, "
                            "?4, ?5)",
                            seq, link.salt, link.digest, link.before, link.chain)
                      .ok());
    }
  }
  opened_now([](Transaction& t) -> Status {
    EXPECT_TRUE(
        t.append_history({0, 0, 200, 0, "site_moved", "ann", "", 0, Code::site_moved}).ok());
    for (int seq = 3; seq <= 4; ++seq) {
      EXPECT_TRUE(
          t.append_history({1, seq, 200, 2, "observed", "host", "", 0, Code::none, "connection"})
              .ok());
    }
    EXPECT_EQ(t.history(1, 10)->size(), 4U);
    return ok_status();
  });
  const auto connection = connect();
  const std::map<std::string, int> expected = {{"", 3}, {"connection", 2}};
  EXPECT_EQ(lengths_of_chains(*connection), expected);
  ASSERT_TRUE(connection->script("UPDATE history_line SET actor = 'me' WHERE seq = 1").ok());
  EXPECT_EQ(lengths_of_chains(*connection), std::nullopt) << "an altered line of before is found";
}

TEST_F(EarlierFormats, AnEarlierModuleThatStillRunsGetsAStorageErrorAndStoresNothing) {
  const auto earlier = of_format(5, kRecord);
  for (const char* sql : kOfFormat5) {
    ASSERT_TRUE(earlier->run(sql).ok()) << "prepared, and kept so: " << sql;
  }
  opened_now(nothing);
  EXPECT_TRUE(platform::exists(path() + ".v5"));
  const auto now = connect();
  const auto changes = *now->integer_of("PRAGMA data_version");
  for (const char* sql : kOfFormat5) {
    ASSERT_TRUE(earlier->script("BEGIN IMMEDIATE").ok());
    const Status done = earlier->run(sql);
    EXPECT_FALSE(done.ok()) << sql;
    EXPECT_EQ(done.ok() ? Code::none : done.error().code, Code::storage) << sql;
    ASSERT_TRUE(earlier->script("COMMIT").ok());
  }
  EXPECT_EQ(*now->integer_of("PRAGMA data_version"), changes) << "something was stored";
}

TEST_F(EarlierFormats, AnEarlierModuleThatOpensItIsRefusedByNameAndLeavesItAsItIs) {
  of_format(5, kRecord);
  opened_now(nothing);
  const auto earlier = connect();
  const Status opened = migrate(*earlier, path(), sqlite_migrations().first(5), 5s);
  ASSERT_FALSE(opened.ok());
  EXPECT_EQ(opened.error().code, Code::store_version);
  EXPECT_EQ(*earlier->integer_of("PRAGMA user_version"), schema_version());
  EXPECT_EQ(*earlier->integer_of("SELECT count(*) FROM sis_record"), 1);
}

} // namespace
} // namespace passback::outbox
