// Records in a store: what goes in comes out, under its key, by its parent, by its class.
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "plugin/outbox/each_record.hpp"
#include "tests/unit/outbox/store_fixture.hpp"

namespace passback::outbox {
namespace {

using Records = StoreTest;
PASSBACK_FOR_EVERY_STORE(Records);

/// A record with a different value in every column.
Record full_record(std::int64_t line_item_id, std::int64_t category_id, std::int64_t scale_id) {
  Record r = cell("class-7", "student-9");
  r.key.connection_generation = 3;
  r.key.incarnation = 2;
  r.domain_id.value = "north";
  r.line_item_id = line_item_id;
  r.category_id = category_id;
  r.score_scale_id = scale_id;
  r.wire_id.value = "wire-\xc3\xa9";
  r.wire_id_origin = WireIdOrigin::adopted;
  r.observed = {11, Form::present, R"({"points":"1"})"};
  r.released = {10, Form::cleared, std::string("with\0nul", 8)};
  static_cast<Version&>(r.sent) = {9, Form::absent, "sent"};
  r.sent.request_id = "request-1";
  r.sent.epoch = 5;
  r.sent.at_unix_ms = 6;
  r.sent.doubt_before = true;
  r.sent.in_flight = true;
  r.sent.doubt_during = true;
  r.sent.late_until_unix_ms = 18;
  static_cast<Version&>(r.confirmed) = {8, Form::present, "confirmed"};
  r.confirmed.at_unix_ms = 7;
  r.in_doubt = true;
  r.state = State::rejected;
  r.code = Code::category_missing;
  r.detail = "what the SIS said";
  r.http_status = 422;
  r.attempts = 4;
  r.missed_unix_ms = 19;
  r.next_attempt_unix_ms = 1'800'000'000'000;
  r.priority = 1;
  r.host_rev = 12;
  r.host_epoch = 13;
  r.superseded = 14;
  r.settings_generation = 15;
  r.created_unix_ms = 16;
  r.updated_unix_ms = 17;
  return r;
}

void expect_equal(const Version& a, const Version& b) {
  EXPECT_EQ(a.seq, b.seq);
  EXPECT_EQ(a.form, b.form);
  EXPECT_EQ(a.facts, b.facts);
}

void expect_equal(const Record& a, const Record& b) {
  EXPECT_EQ(a.id, b.id);
  EXPECT_EQ(a.key, b.key);
  EXPECT_EQ(a.domain_id, b.domain_id);
  EXPECT_EQ(a.line_item_id, b.line_item_id);
  EXPECT_EQ(a.category_id, b.category_id);
  EXPECT_EQ(a.score_scale_id, b.score_scale_id);
  EXPECT_EQ(a.wire_id, b.wire_id);
  EXPECT_EQ(a.wire_id_origin, b.wire_id_origin);
  expect_equal(a.observed, b.observed);
  expect_equal(a.released, b.released);
  expect_equal(a.sent, b.sent);
  EXPECT_EQ(a.sent.request_id, b.sent.request_id);
  EXPECT_EQ(a.sent.epoch, b.sent.epoch);
  EXPECT_EQ(a.sent.at_unix_ms, b.sent.at_unix_ms);
  EXPECT_EQ(a.sent.doubt_before, b.sent.doubt_before);
  EXPECT_EQ(a.sent.in_flight, b.sent.in_flight);
  EXPECT_EQ(a.sent.doubt_during, b.sent.doubt_during);
  EXPECT_EQ(a.sent.late_until_unix_ms, b.sent.late_until_unix_ms);
  expect_equal(a.confirmed, b.confirmed);
  EXPECT_EQ(a.confirmed.at_unix_ms, b.confirmed.at_unix_ms);
  EXPECT_EQ(a.in_doubt, b.in_doubt);
  EXPECT_EQ(a.state, b.state);
  EXPECT_EQ(a.code, b.code);
  EXPECT_EQ(a.detail, b.detail);
  EXPECT_EQ(a.http_status, b.http_status);
  EXPECT_EQ(a.attempts, b.attempts);
  EXPECT_EQ(a.missed_unix_ms, b.missed_unix_ms);
  EXPECT_EQ(a.next_attempt_unix_ms, b.next_attempt_unix_ms);
  EXPECT_EQ(a.priority, b.priority);
  EXPECT_EQ(a.host_rev, b.host_rev);
  EXPECT_EQ(a.host_epoch, b.host_epoch);
  EXPECT_EQ(a.superseded, b.superseded);
  EXPECT_EQ(a.settings_generation, b.settings_generation);
  EXPECT_EQ(a.created_unix_ms, b.created_unix_ms);
  EXPECT_EQ(a.updated_unix_ms, b.updated_unix_ms);
}

TEST_P(Records, EveryColumnComesBackAsItWent) {
  Record stored;
  commit([&](Transaction& t) -> Status {
    Record parent = line_item("class-7");
    Record category = line_item("class-7", "tests");
    category.key.kind = Kind::category;
    Record scale = line_item("class-7", "letters");
    scale.key.kind = Kind::score_scale;
    for (Record* record : {&parent, &category, &scale}) {
      if (Status put = t.put_record(*record); !put) {
        return put;
      }
    }
    stored = full_record(parent.id, category.id, scale.id);
    return t.put_record(stored);
  });
  EXPECT_NE(stored.id, 0);
  store = reopen();
  read([&](Transaction& t) -> Status {
    const auto by_id = t.record(stored.id);
    const auto by_key = t.find(stored.key);
    EXPECT_TRUE(by_id.ok() && by_id->has_value());
    EXPECT_TRUE(by_key.ok() && by_key->has_value());
    expect_equal(**by_id, stored);
    expect_equal(**by_key, stored);
    return ok_status();
  });
}

TEST_P(Records, AnUpdateReplacesEveryColumn) {
  Record stored = cell("a", "s");
  commit([&](Transaction& t) { return t.put_record(stored); });
  Record changed = full_record(0, 0, 0);
  changed.id = stored.id;
  commit([&](Transaction& t) { return t.put_record(changed); });
  read([&](Transaction& t) -> Status {
    const auto found = t.record(stored.id);
    EXPECT_TRUE(found.ok() && found->has_value());
    expect_equal(**found, changed);
    EXPECT_FALSE(t.find(stored.key)->has_value());
    return ok_status();
  });
}

TEST_P(Records, TwoRecordsCannotHaveOneKey) {
  commit([](Transaction& t) {
    Record first = cell("a", "s");
    return t.put_record(first);
  });
  const Status second = store->intake().commit(std::chrono::seconds(5), [](Transaction& t) {
    Record again = cell("a", "s");
    return t.put_record(again);
  });
  ASSERT_FALSE(second.ok());
  EXPECT_EQ(second.error().code, Code::state);
}

TEST_P(Records, AnotherSchoolYearIsAnotherRecord) {
  commit([](Transaction& t) {
    Record this_year = cell("a", "s");
    Record next_year = cell("a", "s");
    next_year.key.school_year.value = "2027";
    EXPECT_TRUE(t.put_record(this_year).ok());
    EXPECT_TRUE(t.put_record(next_year).ok());
    EXPECT_NE(this_year.id, next_year.id);
    return ok_status();
  });
}

TEST_P(Records, UpdatingARecordThatIsNotThereIsRefused) {
  const Status put = store->intake().commit(std::chrono::seconds(5), [](Transaction& t) {
    Record ghost = cell("a", "s");
    ghost.id = 4711;
    return t.put_record(ghost);
  });
  ASSERT_FALSE(put.ok());
  EXPECT_EQ(put.error().code, Code::state);
}

TEST_P(Records, AParentThatIsNotThereIsRefused) {
  const Status put = store->intake().commit(std::chrono::seconds(5), [](Transaction& t) {
    Record orphan = cell("a", "s");
    orphan.line_item_id = 4711;
    return t.put_record(orphan);
  });
  EXPECT_FALSE(put.ok());
}

TEST_P(Records, ChildrenAreFoundByParentAndState) {
  std::int64_t parent = 0;
  std::int64_t waiting = 0;
  commit([&](Transaction& t) -> Status {
    Record item = line_item("a");
    EXPECT_TRUE(t.put_record(item).ok());
    parent = item.id;
    Record child = cell("a", "one");
    child.line_item_id = item.id;
    child.state = State::waiting_parent;
    Record other = cell("a", "two");
    other.line_item_id = item.id;
    EXPECT_TRUE(t.put_record(child).ok());
    EXPECT_TRUE(t.put_record(other).ok());
    waiting = child.id;
    return ok_status();
  });
  read([&](Transaction& t) -> Status {
    EXPECT_EQ(*t.children(parent, State::waiting_parent), std::vector<std::int64_t>{waiting});
    EXPECT_TRUE(t.children(parent, State::ready)->empty());
    return ok_status();
  });
}

TEST_P(Records, AFilterPagesThroughAClassInOrder) {
  commit([](Transaction& t) -> Status {
    for (int i = 0; i < 10; ++i) {
      Record mine = cell("a", "student-" + std::to_string(9 - i));
      Record other = cell("b", "student-" + std::to_string(i));
      mine.state = i % 2 == 0 ? State::ready : State::settled;
      EXPECT_TRUE(t.put_record(mine).ok());
      EXPECT_TRUE(t.put_record(other).ok());
    }
    return ok_status();
  });
  read([](Transaction& t) -> Status {
    RecordFilter filter;
    filter.class_id = gradebook::ClassId("a");
    filter.limit = 4;
    std::vector<std::int64_t> ids;
    for (;;) {
      const auto page = t.records(filter);
      EXPECT_TRUE(page.ok());
      if (page->empty()) {
        break;
      }
      for (const Record& record : *page) {
        EXPECT_EQ(record.key.class_id.value, "a");
        EXPECT_GT(record.id, filter.after_id);
        filter.after_id = record.id;
        ids.push_back(record.id);
      }
    }
    EXPECT_EQ(ids.size(), 10U);

    RecordFilter ready;
    ready.class_id = gradebook::ClassId("a");
    ready.school_year = gradebook::SchoolYear("2026");
    ready.activity_id = gradebook::ActivityId("essay");
    ready.connection_id = "connection";
    ready.kind = Kind::result;
    ready.state = State::ready;
    EXPECT_EQ(t.records(ready)->size(), 5U);
    ready.state.reset();
    const auto counts = t.count_records(ready);
    EXPECT_TRUE(counts.ok());
    EXPECT_EQ(counts->size(), 2U);
    EXPECT_EQ(counts->at(0).state, State::settled);
    EXPECT_EQ(counts->at(0).count, 5);
    EXPECT_EQ(t.records(RecordFilter{})->size(), 20U);
    return ok_status();
  });
}

TEST_P(Records, ThoseOfAKindAreFoundInEveryYearConnectionAndGenerationInTheOrderOfTheirIds) {
  std::vector<std::int64_t> line_items;
  commit([&](Transaction& t) -> Status {
    line_items.clear();
    for (const char* year : {"2027", "2026"}) {
      for (const char* connection : {"other", "connection"}) {
        for (const std::int64_t generation : {2, 1}) {
          for (const Kind kind : {Kind::result, Kind::line_item}) {
            Record record = cell("a", kind == Kind::result ? "one" : "");
            record.key.kind = kind;
            record.key.school_year.value = year;
            record.key.connection_id = connection;
            record.key.connection_generation = generation;
            EXPECT_TRUE(t.put_record(record).ok());
            if (kind == Kind::line_item) {
              line_items.push_back(record.id);
            }
          }
        }
      }
    }
    Record elsewhere = line_item("b");
    return t.put_record(elsewhere);
  });
  read([&](Transaction& t) -> Status {
    RecordFilter filter;
    filter.class_id = gradebook::ClassId("a");
    filter.kind = Kind::line_item;
    EXPECT_EQ(*t.record_ids(filter), line_items);
    filter.after_id = line_items[1];
    filter.limit = 3;
    const auto page = t.records(filter);
    EXPECT_EQ(page->size(), 3U);
    EXPECT_EQ(page->front().id, line_items[2]);
    EXPECT_EQ(page->back().id, line_items[4]);
    filter.after_id = 0;
    filter.school_year = gradebook::SchoolYear("2026");
    EXPECT_EQ(*t.record_ids(filter),
              std::vector<std::int64_t>(line_items.begin() + 4, line_items.end()));
    return ok_status();
  });
}

TEST_P(Records, ResultsOfALineItemThatStandAlikeAreCountedTogether) {
  commit([](Transaction& t) -> Status {
    Record parent = line_item("a");
    EXPECT_TRUE(t.put_record(parent).ok());
    for (int i = 0; i < 6; ++i) {
      Record one = cell("a", "student-" + std::to_string(i));
      one.line_item_id = parent.id;
      one.state = i < 3 ? State::settled : i < 4 ? State::waiting : State::sending;
      one.code = i == 3 ? Code::student_unlinked : Code::none;
      EXPECT_TRUE(t.put_record(one).ok());
    }
    const auto alike = t.results_alike(parent.id);
    EXPECT_TRUE(alike.ok());
    EXPECT_EQ(alike->size(), 4U) << "three together, one that waits, two in flight";
    std::int64_t together = 0;
    for (const auto& some : *alike) {
      together += some.count;
      EXPECT_EQ(t.record(some.sample)->value().state, some.standing.state);
      EXPECT_EQ(t.record(some.sample)->value().code, some.standing.code);
    }
    EXPECT_EQ(together, 6);
    EXPECT_EQ(t.results_standing(parent.id)->size(), 6U);
    return ok_status();
  });
}

TEST_P(Records, EachOfThemIsSeenHoweverManyPagesTheyFillAndMayBeStoredMeanwhile) {
  commit([](Transaction& t) -> Status {
    for (int i = 0; i < 10; ++i) {
      Record mine = cell("a", "student-" + std::to_string(i));
      mine.state = State::waiting;
      EXPECT_TRUE(t.put_record(mine).ok());
    }
    RecordFilter filter;
    filter.state = State::waiting;
    filter.limit = 3;
    int seen = 0;
    EXPECT_TRUE(each_record(t, filter, [&](Record& record) {
                  ++seen;
                  record.state = State::ready;
                  return t.put_record(record);
                }).ok());
    EXPECT_EQ(seen, 10);
    return ok_status();
  });
}

TEST_P(Records, EachOfAClassIsSeenAsItStandsWhenItsTurnComes) {
  commit([](Transaction& t) -> Status {
    std::vector<std::int64_t> ids;
    for (int i = 0; i < 4; ++i) {
      Record mine = cell("a", "student-" + std::to_string(i));
      mine.state = State::waiting;
      EXPECT_TRUE(t.put_record(mine).ok());
      Record other = cell("b", "student-" + std::to_string(i));
      other.state = State::waiting;
      EXPECT_TRUE(t.put_record(other).ok());
      ids.push_back(mine.id);
    }
    RecordFilter filter;
    filter.class_id = gradebook::ClassId("a");
    filter.state = State::waiting;
    std::vector<std::int64_t> seen;
    EXPECT_TRUE(each_record(t, filter, [&](Record& record) -> Status {
                  seen.push_back(record.id);
                  if (record.id != ids[0]) {
                    return ok_status();
                  }
                  // The second goes meanwhile, and a fifth comes.
                  auto second = t.record(ids[1]);
                  EXPECT_TRUE(second.ok() && *second);
                  (*second)->state = State::ready;
                  EXPECT_TRUE(t.put_record(**second).ok());
                  Record fifth = cell("a", "student-5");
                  fifth.state = State::waiting;
                  EXPECT_TRUE(t.put_record(fifth).ok());
                  ids.push_back(fifth.id);
                  return ok_status();
                }).ok());
    EXPECT_EQ(seen, (std::vector{ids[0], ids[2], ids[3], ids[4]}));
    return ok_status();
  });
}

TEST_P(Records, WhatWaitsInAClassOfTheSisIsSeenPageByPageAndMayGoMeanwhile) {
  commit([](Transaction& t) -> Status {
    for (const auto* class_id : {"a", "b"}) {
      for (int i = 0; i < 10; ++i) {
        Record mine = cell(class_id, "student-" + std::to_string(i));
        mine.state = i < 8 ? State::waiting : State::ready;
        EXPECT_TRUE(t.put_record(mine).ok());
      }
    }
    const WaitingFilter filter{"connection", gradebook::SourcedId("sis-a"), 0, 4};
    int seen = 0;
    const auto third = any_waiting(t, filter, [&](Record&) -> Result<bool> { return ++seen == 3; });
    EXPECT_TRUE(third.ok() && *third);
    EXPECT_EQ(seen, 3);
    seen = 0;
    EXPECT_TRUE(each_waiting(t, filter, [&](Record& record) {
                  ++seen;
                  EXPECT_EQ(record.key.class_id.value, "a");
                  record.state = State::ready;
                  return t.put_record(record);
                }).ok());
    EXPECT_EQ(seen, 8);
    return ok_status();
  });
}

TEST_P(Records, LookingForOneEndsWhereItIsAndAnErrorEndsTheWalk) {
  commit([](Transaction& t) -> Status {
    for (int i = 0; i < 4; ++i) {
      Record mine = cell("a", "student-" + std::to_string(i));
      EXPECT_TRUE(t.put_record(mine).ok());
    }
    int seen = 0;
    const auto second = any_record(t, {}, [&](Record&) -> Result<bool> { return ++seen == 2; });
    EXPECT_TRUE(second.ok() && *second);
    EXPECT_EQ(seen, 2);
    const auto none = any_record(t, {}, [](Record&) -> Result<bool> { return false; });
    EXPECT_TRUE(none.ok() && !*none);
    seen = 0;
    const auto walked = each_record(t, {}, [&](Record&) -> Status {
      ++seen;
      return Code::corrupt;
    });
    EXPECT_FALSE(walked.ok());
    EXPECT_EQ(seen, 1);
    return ok_status();
  });
}

TEST_P(Records, AnActivityKnownOnlyByItsScoresIsListed) {
  commit([](Transaction& t) -> Status {
    Record unknown = line_item("a", "unknown");
    Record known = line_item("a", "known");
    known.observed = {1, Form::present, "{}"};
    EXPECT_TRUE(t.put_record(unknown).ok());
    EXPECT_TRUE(t.put_record(known).ok());
    const auto listed = t.unknown_activities(0, 10);
    EXPECT_TRUE(listed.ok());
    EXPECT_EQ(listed->size(), 1U);
    EXPECT_EQ(listed->at(0).key.activity_id.value, "unknown");
    EXPECT_TRUE(t.unknown_activities(unknown.id, 10)->empty()) << "behind it comes none";
    return ok_status();
  });
}

} // namespace
} // namespace passback::outbox
