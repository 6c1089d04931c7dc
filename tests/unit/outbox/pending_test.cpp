// What has to be looked at again: in the order of asking, in pieces, and bounded.
#include <algorithm>
#include <string>
#include <vector>

#include "plugin/outbox/pending.hpp"
#include "tests/unit/outbox/store_fixture.hpp"

namespace passback::outbox {
namespace {

Affected of_class(const std::string& class_id) {
  Affected affected;
  affected.class_id = gradebook::ClassId(class_id);
  affected.school_year = gradebook::SchoolYear("2026");
  return affected;
}

Affected of_student(const std::string& class_id, const std::string& student) {
  Affected affected = of_class(class_id);
  affected.student_id = gradebook::StudentId(student);
  return affected;
}

Affected news_of(const std::string& sis_class) {
  Affected affected;
  affected.connection_id = "connection";
  affected.sis_class_id = gradebook::SourcedId(sis_class);
  affected.only_waiting = true;
  return affected;
}

class Pending : public StoreTest {
 protected:
  void ask(const Affected& affected) {
    commit([&](Transaction& t) { return ask_to_reconsider(t, affected); });
  }
  std::vector<Affected> pending() {
    std::vector<Affected> found;
    read([&](Transaction& t) -> Status {
      const auto wishes = t.pending();
      for (const auto& wish : *wishes) {
        found.push_back(wish.affected);
      }
      return ok_status();
    });
    return found;
  }
  PendingRow next() {
    PendingRow found;
    read([&](Transaction& t) -> Status {
      found = **t.next_pending();
      return ok_status();
    });
    return found;
  }
  void put(Record record) {
    commit([&](Transaction& t) { return t.put_record(record); });
  }
  /// The next piece of that wish, by the students of its records.
  std::vector<std::string> work_on(const PendingRow& wish, int limit) {
    std::vector<std::string> students;
    commit([&](Transaction& t) -> Status {
      const auto records = next_affected(t, wish, limit);
      for (const auto& record : *records) {
        students.push_back(record.key.student_id.value);
      }
      return went_on(t, wish, *records, limit);
    });
    return students;
  }
};
PASSBACK_FOR_EVERY_STORE(Pending);

using Students = std::vector<std::string>;

TEST_P(Pending, IsWorkedOffInTheOrderOfAskingAndInPieces) {
  for (const char* student : {"ada", "bob", "cyd"}) {
    put(cell("algebra", student));
  }
  put(cell("biology", "dan"));
  ask(of_class("algebra"));
  ask(of_class("biology"));
  EXPECT_EQ(work_on(next(), 2), (Students{"ada", "bob"}));
  EXPECT_EQ(work_on(next(), 2), (Students{"cyd"}));
  EXPECT_EQ(next().affected, of_class("biology"));
  EXPECT_EQ(work_on(next(), 2), (Students{"dan"}));
  EXPECT_TRUE(pending().empty());
}

TEST_P(Pending, AskedAgainWhileItIsWorkedOnItIsLookedAtFromItsBeginning) {
  for (const char* student : {"ada", "bob", "cyd"}) {
    put(cell("algebra", student));
  }
  ask(of_class("algebra"));
  const PendingRow before = next();
  ask(of_class("algebra"));
  EXPECT_EQ(work_on(before, 2), (Students{"ada", "bob"})) << "a piece that had begun before";
  EXPECT_EQ(next().after_id, 0);
  EXPECT_EQ(work_on(next(), 2), (Students{"ada", "bob"}));
  const PendingRow almost = next();
  ask(of_class("algebra"));
  EXPECT_EQ(work_on(almost, 2), (Students{"cyd"})) << "the end of the one before ends it alone";
  EXPECT_EQ(work_on(next(), 10), (Students{"ada", "bob", "cyd"}));
  EXPECT_TRUE(pending().empty());
}

TEST_P(Pending, AnIdIsNotUsedAgainWhenAllIsDone) {
  ask(of_class("algebra"));
  const PendingRow first = next();
  work_on(first, 10);
  ask(of_class("algebra"));
  EXPECT_GT(next().id, first.id);
}

TEST_P(Pending, NewsOfAnSisConcernsWhatWaitsInThatClassOfIt) {
  Record waiting = cell("algebra", "ada");
  waiting.state = State::waiting;
  Record elsewhere = cell("biology", "bob");
  elsewhere.state = State::waiting;
  for (const auto& record : {waiting, elsewhere, cell("algebra", "cyd")}) {
    put(record);
  }
  ask(news_of("sis-algebra"));
  EXPECT_EQ(next().affected, news_of("sis-algebra"));
  EXPECT_EQ(work_on(next(), 10), (Students{"ada"}));
}

TEST_P(Pending, ManyWishesOfOneClassBecomeOneThatKeepsAnew) {
  ask(of_class("biology"));
  for (int i = 0; i < 40; ++i) {
    Affected affected = of_student("algebra", std::to_string(i));
    affected.anew = i == 3;
    ask(affected);
  }
  const auto asked = pending();
  EXPECT_LT(asked.size(), 20U);
  Affected whole = of_class("algebra");
  whole.anew = true;
  EXPECT_EQ(std::count(asked.begin(), asked.end(), whole), 1);
  EXPECT_EQ(std::count(asked.begin(), asked.end(), of_class("biology")), 1);
}

TEST_P(Pending, TooManyOfAllBecomeOneLookAtEverythingThatKeepsAnew) {
  Affected again = of_class("algebra");
  again.anew = true;
  ask(again);
  for (int i = 0; i < 256; ++i) {
    ask(of_class("class-" + std::to_string(i)));
  }
  Affected everything;
  everything.anew = true;
  EXPECT_EQ(pending(), std::vector{everything});
}

TEST_P(Pending, NewsOfManyClassesDoesNotHaveEverythingThatIsSettledLookedAt) {
  ask(of_class("algebra"));
  for (int i = 0; i < 256; ++i) {
    ask(news_of("sis-" + std::to_string(i)));
  }
  Affected whatever_waits;
  whatever_waits.only_waiting = true;
  EXPECT_EQ(pending(), (std::vector{of_class("algebra"), whatever_waits}));
}

} // namespace
} // namespace passback::outbox
