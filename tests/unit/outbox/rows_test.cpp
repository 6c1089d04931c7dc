// The small tables.
#include <string>

#include <gtest/gtest.h>

#include "plugin/outbox/pending.hpp"
#include "plugin/outbox/sis_news.hpp"
#include "tests/unit/outbox/store_fixture.hpp"

namespace passback::outbox {
namespace {

using Rows = StoreTest;
PASSBACK_FOR_EVERY_STORE(Rows);

TEST_P(Rows, SeqRisesByOneAndSurvivesReopening) {
  std::int64_t first = 0;
  commit([&](Transaction& t) -> Status {
    first = *t.next_seq();
    EXPECT_EQ(*t.next_seq(), first + 1);
    return ok_status();
  });
  store = reopen();
  commit([&](Transaction& t) -> Status {
    EXPECT_EQ(*t.next_seq(), first + 2);
    return ok_status();
  });
}

TEST_P(Rows, MetaTextsAreReplaced) {
  commit([](Transaction& t) -> Status {
    EXPECT_EQ(*t.meta("site_id"), std::nullopt);
    EXPECT_TRUE(t.put_meta("site_id", "one").ok());
    EXPECT_TRUE(t.put_meta("site_id", "two").ok());
    EXPECT_EQ(*t.meta("site_id"), "two");
    return ok_status();
  });
}

TEST_P(Rows, EverySettingsSaveRaisesTheGeneration) {
  commit([](Transaction& t) -> Status {
    const auto before = *t.settings_generation();
    EXPECT_TRUE(t.put_settings(Scope::domain, "d", "{}").ok());
    EXPECT_TRUE(t.put_settings(Scope::lms_class, "d", R"({"a":1})").ok());
    EXPECT_TRUE(t.put_settings(Scope::domain, "d", R"({"b":2})").ok());
    EXPECT_EQ(*t.settings_generation(), before + 3);
    const auto domain = *t.settings(Scope::domain, "d");
    EXPECT_EQ(domain->document, R"({"b":2})");
    EXPECT_EQ(domain->generation, before + 3);
    EXPECT_EQ((*t.settings(Scope::lms_class, "d"))->document, R"({"a":1})");
    EXPECT_FALSE(t.settings(Scope::domain, "other")->has_value());
    return ok_status();
  });
}

TEST_P(Rows, WhatWasRemovedIsListedForTheDomainWhoseOwnItWas) {
  commit([](Transaction& t) -> Status {
    ConnectionRow archived = connection_row(4);
    archived.id = "archived";
    archived.active = false;
    ConnectionRow elsewhere = archived;
    elsewhere.id = "elsewhere";
    elsewhere.domain_id = gradebook::DomainId("north");
    for (const auto& row : {connection_row(), archived, elsewhere}) {
      EXPECT_TRUE(t.put_connection(row).ok());
    }
    const auto removed = *t.removed_connections(gradebook::DomainId("district"));
    EXPECT_EQ(removed.size(), 1U);
    EXPECT_EQ(removed.at(0).id, "archived");
    EXPECT_EQ(removed.at(0).generation, 4);
    return ok_status();
  });
}

TEST_P(Rows, OnlyActiveConnectionsAreListed) {
  commit([](Transaction& t) -> Status {
    ConnectionRow active = connection_row();
    ConnectionRow archived = connection_row(4);
    archived.id = "archived";
    archived.active = false;
    EXPECT_TRUE(t.put_connection(active).ok());
    EXPECT_TRUE(t.put_connection(archived).ok());
    const auto listed = t.connections();
    EXPECT_EQ(listed->size(), 1U);
    EXPECT_EQ(listed->at(0).id, "connection");
    EXPECT_EQ(listed->at(0).account_key, "account");
    EXPECT_EQ(listed->at(0).domain_id.value, "district");
    const auto found = *t.connection("archived");
    EXPECT_EQ(found->generation, 4);
    EXPECT_FALSE(found->active);
    EXPECT_FALSE(t.connection("none")->has_value());
    return ok_status();
  });
}

TEST_P(Rows, AnAccountKeepsItsStateAndLease) {
  commit([](Transaction& t) -> Status {
    AccountRow row;
    row.key = "k";
    row.state = AccountState::window_shut;
    row.code = Code::window_shut;
    row.since_unix_ms = 1;
    row.retry_unix_ms = 2;
    row.failures = 3;
    row.notice_unix_ms = 4;
    row.owner_id = "owner";
    row.epoch = 5;
    row.boot_id = "boot";
    row.deadline_boot_ms = 6;
    EXPECT_TRUE(t.put_account(row).ok());
    const auto all = t.accounts();
    EXPECT_EQ(all->size(), 1U);
    const AccountRow& found = all->at(0);
    EXPECT_EQ(found.state, row.state);
    EXPECT_EQ(found.code, row.code);
    EXPECT_EQ(found.since_unix_ms, 1);
    EXPECT_EQ(found.retry_unix_ms, 2);
    EXPECT_EQ(found.failures, 3);
    EXPECT_EQ(found.notice_unix_ms, 4);
    EXPECT_EQ(found.owner_id, "owner");
    EXPECT_EQ(found.epoch, 5);
    EXPECT_EQ(found.boot_id, "boot");
    EXPECT_EQ(found.deadline_boot_ms, 6);
    return ok_status();
  });
}

TEST_P(Rows, DomainsClassesEnrolmentsAndSisDocumentsComeBack) {
  commit([](Transaction& t) -> Status {
    const gradebook::ClassId class_id("c");
    const gradebook::SchoolYear year("2026");
    EXPECT_TRUE(t.put_domain({gradebook::DomainId("d"), gradebook::DomainId("root"), "D"}).ok());
    EXPECT_EQ((*t.domain(gradebook::DomainId("d")))->parent_id.value, "root");
    EXPECT_EQ((*t.domain(gradebook::DomainId("d")))->title, "D");

    EXPECT_TRUE(
        t.put_class({class_id, year, gradebook::DomainId("d"), 2, 3, 4, R"({"title":"M"})"}).ok());
    const auto found_class = *t.lms_class(class_id, year);
    EXPECT_EQ(found_class->domain_id.value, "d");
    EXPECT_EQ(found_class->incarnation, 2);
    EXPECT_EQ(found_class->host_rev, 3);
    EXPECT_EQ(found_class->host_epoch, 4);
    EXPECT_EQ(found_class->facts, R"({"title":"M"})");
    EXPECT_FALSE(t.lms_class(class_id, gradebook::SchoolYear("2027"))->has_value());

    EXPECT_TRUE(t.put_enrolment({class_id, year, "u", 1, gradebook::SourcedId("sc"),
                                 gradebook::SourcedId("su"), true, 5, 6, 7})
                    .ok());
    const auto enrolment = *t.enrolment(class_id, year, "u");
    EXPECT_EQ(enrolment->role, 1);
    EXPECT_EQ(enrolment->class_sis_id.value, "sc");
    EXPECT_EQ(enrolment->user_sis_id.value, "su");
    EXPECT_TRUE(enrolment->ended);
    EXPECT_EQ(enrolment->host_rev, 5);
    EXPECT_EQ(enrolment->host_epoch, 6);
    EXPECT_EQ(enrolment->seq, 7);

    EXPECT_TRUE(t.put_sis_document({"connection", 1, "class", "sc", "{}", 7}).ok());
    EXPECT_TRUE(t.put_sis_document({"connection", 1, "class", "sc", R"({"x":1})", 8}).ok());
    const auto document = *t.sis_document("connection", 1, "class", "sc");
    EXPECT_EQ(document->document, R"({"x":1})");
    EXPECT_EQ(document->read_unix_ms, 8);
    EXPECT_FALSE(t.sis_document("connection", 2, "class", "sc")->has_value());
    return ok_status();
  });
}

Record waiting_result(const char* activity, Code code) {
  Record record = cell("a", "student", activity);
  record.key.sis_class_id = gradebook::SourcedId("sis-a");
  record.state = State::waiting;
  record.code = code;
  return record;
}

TEST_P(Rows, ANewListIsNotedForTheClassesInWhichSomethingWaitsForIt) {
  commit([](Transaction& t) -> Status {
    const auto categories = [](const char* key, const char* text) {
      return SisDocumentRow{"connection", 1, "categories", key, text, 7};
    };
    EXPECT_TRUE(*keep_sis_document(t, categories("sis-a", "[]")));
    EXPECT_TRUE(t.pending()->empty()) << "nobody waits";
    Record unlinked = waiting_result("one", Code::student_unlinked);
    EXPECT_TRUE(t.put_record(unlinked).ok());
    EXPECT_TRUE(*keep_sis_document(t, categories("sis-a", "[1]")));
    EXPECT_TRUE(t.pending()->empty()) << "nobody waits for a list";
    Record lacking = waiting_result("two", Code::category_not_in_sis);
    EXPECT_TRUE(t.put_record(lacking).ok());
    EXPECT_FALSE(*keep_sis_document(t, categories("sis-a", "[1]")));
    EXPECT_TRUE(*keep_sis_document(t, categories("sis-b", "[1]")));
    EXPECT_TRUE(t.pending()->empty()) << "nothing new, or another class";
    EXPECT_TRUE(*keep_sis_document(t, categories("sis-a", "[2]")));
    EXPECT_TRUE(*keep_sis_document(t, categories("sis-a", "[3]")));
    const auto asked = *t.pending();
    EXPECT_EQ(asked.size(), 1U);
    Affected waiting;
    waiting.connection_id = "connection";
    waiting.sis_class_id = gradebook::SourcedId("sis-a");
    waiting.only_waiting = true;
    EXPECT_EQ(asked.at(0).affected, waiting);
    const auto found = *next_affected(t, asked.at(0), 10);
    EXPECT_EQ(found.size(), 2U) << "all that waits in that class of the SIS";
    return ok_status();
  });
}

TEST_P(Rows, WhatTheSisShowsIsPlannedAnewWhereItWasLetGoAndElsePlacedAnew) {
  Record item = line_item("a");
  item.code = Code::grading_period_missing;
  EXPECT_EQ(road_of_news(item), NewsRoad::intake) << "it was never let go";
  item.released.form = Form::present;
  EXPECT_EQ(road_of_news(item), NewsRoad::delivery);
  item.code = Code::category_not_in_sis;
  EXPECT_EQ(road_of_news(item), NewsRoad::intake) << "intake alone finds that";
  item.code = Code::student_unlinked;
  EXPECT_EQ(road_of_news(item), NewsRoad::none);
  Record result = waiting_result("one", Code::grading_period_missing);
  result.released.form = Form::present;
  EXPECT_EQ(road_of_news(result), NewsRoad::intake) << "it goes with its line item";
}

TEST_P(Rows, WhatAClassHadBeforeAndThatIdsAreProvenIsKeptPerGeneration) {
  commit([](Transaction& t) -> Status {
    EXPECT_FALSE(t.listed_before("connection", 1, 7)->has_value());
    EXPECT_TRUE(t.put_listed_before({"connection", 1, 7, R"(["a"])"}).ok());
    EXPECT_TRUE(t.put_listed_before({"connection", 1, 7, R"(["a","b"])"}).ok());
    EXPECT_EQ((*t.listed_before("connection", 1, 7))->line_items, R"(["a","b"])");
    EXPECT_FALSE(t.listed_before("connection", 2, 7)->has_value());
    EXPECT_FALSE(*t.has_proven_ids("connection", 1));
    EXPECT_TRUE(t.put_ids_proven({"connection", 1, 5}).ok());
    EXPECT_TRUE(t.put_ids_proven({"connection", 1, 6}).ok());
    EXPECT_TRUE(*t.has_proven_ids("connection", 1));
    EXPECT_FALSE(*t.has_proven_ids("connection", 2));
    return ok_status();
  });
}

TEST_P(Rows, HistoryIsListedNewestFirst) {
  commit([](Transaction& t) -> Status {
    EXPECT_TRUE(t.append_history({7, 1, 100, 0, "observed", "host", "", 0, Code::none}).ok());
    EXPECT_TRUE(t.append_history({8, 2, 200, 0, "observed", "host", "", 0, Code::none}).ok());
    EXPECT_TRUE(
        t.append_history({7, 1, 300, 2, "doubt", "worker", "r-1", 503, Code::sis_error}).ok());
    const auto rows = t.history(7, 10);
    EXPECT_EQ(rows->size(), 2U);
    EXPECT_EQ(rows->at(0).event, "doubt");
    EXPECT_EQ(rows->at(0).request_id, "r-1");
    EXPECT_EQ(rows->at(0).http_status, 503);
    EXPECT_EQ(rows->at(0).code, Code::sis_error);
    EXPECT_EQ(rows->at(1).event, "observed");
    EXPECT_EQ(t.history(7, 1)->size(), 1U);
    return ok_status();
  });
}

TEST_P(Rows, AReadRefusesToWrite) {
  const Status wrote =
      store->intake().read([](Transaction& t) { return t.put_meta("site_id", "x"); });
  ASSERT_FALSE(wrote.ok());
  EXPECT_EQ(wrote.error().code, Code::read_only);
}

} // namespace
} // namespace passback::outbox
