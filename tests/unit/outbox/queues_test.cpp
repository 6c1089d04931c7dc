// What is due, and in which order.
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/unit/outbox/store_fixture.hpp"

namespace passback::outbox {
namespace {

class Queues : public StoreTest {
 protected:
  void SetUp() override {
    StoreTest::SetUp();
    commit([](Transaction& t) { return t.put_connection(connection_row()); });
  }

  std::int64_t put(Record record) {
    commit([&](Transaction& t) { return t.put_record(record); });
    return record.id;
  }
  std::int64_t ready(Record record, std::int64_t due, std::int64_t seq = 1, int priority = 0) {
    record.state = State::ready;
    record.next_attempt_unix_ms = due;
    record.released.seq = seq;
    record.priority = priority;
    return put(record);
  }
  /// Ids of what a query gives.
  template <class Query> std::vector<std::int64_t> ids(const Query& query) {
    std::vector<std::int64_t> out;
    read([&](Transaction& t) -> Status {
      const auto rows = query(t);
      if (!rows) {
        return rows.error();
      }
      for (const Record& row : *rows) {
        out.push_back(row.id);
      }
      return ok_status();
    });
    return out;
  }
  std::vector<std::string> due_classes(std::int64_t now) {
    std::vector<std::string> out;
    read([&](Transaction& t) -> Status {
      gradebook::ClassId after;
      for (;;) {
        const auto next = t.next_due_class("connection", now, after);
        if (!next) {
          return next.error();
        }
        if (!next->has_value()) {
          return ok_status();
        }
        after = **next;
        out.push_back(after.value);
      }
    });
    return out;
  }
};
PASSBACK_FOR_EVERY_STORE(Queues);

using Ids = std::vector<std::int64_t>;

TEST_P(Queues, LineItemsGoBeforeResultsThenAsTheyFellDueSoThatWhatIsTriedAgainIsBehindTheOthers) {
  const auto fresh = ready(cell("a", "one"), 100, 9);
  const auto again = ready(cell("a", "two"), 500, 3);
  const auto item = ready(line_item("a"), 900, 50);
  ready(cell("a", "three"), 1'001, 1);
  ready(cell("b", "one"), 100, 1);
  EXPECT_EQ(ids([](Transaction& t) {
              return t.due_of_class("connection", gradebook::ClassId("a"), 1'000, 10);
            }),
            (Ids{item, fresh, again}));
  EXPECT_EQ(ids([](Transaction& t) {
              return t.due_of_class("connection", gradebook::ClassId("a"), 1'000, 2);
            }),
            (Ids{item, fresh}));
}

TEST_P(Queues, ClassesTakeTurnsInTheOrderOfTheirIds) {
  ready(cell("b", "one"), 100);
  ready(cell("b", "two"), 100);
  ready(cell("a", "one"), 2'000);
  ready(cell("a", "two"), 100);
  ready(cell("c", "one"), 2'000);
  ready(cell("d", "one"), 100);
  EXPECT_EQ(due_classes(1'000), (std::vector<std::string>{"a", "b", "d"}));
  EXPECT_EQ(due_classes(50), std::vector<std::string>{});
}

TEST_P(Queues, WhatAPersonWaitsForComesOldestFirst) {
  const auto second = ready(cell("a", "one"), 100, 7, 1);
  const auto first = ready(cell("b", "one"), 100, 5, 2);
  ready(cell("c", "one"), 100, 1, 0);
  ready(cell("d", "one"), 5'000, 1, 1);
  EXPECT_EQ(ids([](Transaction& t) { return t.due_with_priority("connection", 1'000, 10); }),
            (Ids{first, second}));
}

TEST_P(Queues, TheNextDueTimeIsTheEarliestOfWhatIsReady) {
  const auto next = [&] {
    std::optional<std::int64_t> out;
    read([&](Transaction& t) -> Status {
      out = *t.next_due_time("connection");
      return ok_status();
    });
    return out;
  };
  EXPECT_EQ(next(), std::nullopt);
  ready(cell("a", "one"), 5'000);
  ready(cell("b", "one"), 3'000);
  Record settled = cell("c", "one");
  settled.next_attempt_unix_ms = 1;
  put(settled);
  EXPECT_EQ(next(), 3'000);
}

TEST_P(Queues, OnlyWhatAnEarlierOwnerLeftIsAbandoned) {
  Record old_flight = cell("a", "one");
  old_flight.state = State::sending;
  old_flight.sent.epoch = 1;
  old_flight.sent.in_flight = true;
  Record old_parked = old_flight;
  old_parked.key.student_id.value = "two";
  old_parked.state = State::held;
  Record own_flight = old_flight;
  own_flight.key.student_id.value = "three";
  own_flight.sent.epoch = 2;
  Record old_done = old_flight;
  old_done.key.student_id.value = "four";
  old_done.state = State::ready;
  old_done.sent.in_flight = false;
  const auto flight = put(old_flight);
  const auto parked = put(old_parked);
  put(own_flight);
  put(old_done);
  EXPECT_EQ(ids([](Transaction& t) { return t.abandoned("connection", 2, 10); }),
            (Ids{flight, parked}));
}

TEST_P(Queues, RecordsOfAnotherSisAreNeverDue) {
  ready(cell("a", "one"), 100, 1, 1);
  commit([](Transaction& t) { return t.put_connection(connection_row(2)); });
  EXPECT_EQ(due_classes(1'000), std::vector<std::string>{});
  EXPECT_EQ(ids([](Transaction& t) { return t.due_with_priority("connection", 1'000, 10); }),
            Ids{});
  read([](Transaction& t) -> Status {
    EXPECT_EQ(*t.next_due_time("connection"), std::nullopt);
    return ok_status();
  });
}

} // namespace
} // namespace passback::outbox
