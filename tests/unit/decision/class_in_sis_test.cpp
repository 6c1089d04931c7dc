// The one reader of what was kept of a class at the SIS, over a real outbox.
#include <functional>

#include "plugin/decision/class_in_sis.hpp"
#include "plugin/oneroster/reads/sis_object_reads.hpp"
#include "tests/unit/outbox/store_fixture.hpp"

namespace passback::decision {
namespace {

using outbox::SisDocumentKind;
using outbox::Transaction;

constexpr std::int64_t kReadAt = 1'790'000'000'000;
constexpr std::int64_t kHourMs = 60LL * 60 * 1000;
constexpr const char* kQuarter =
    R"([{"sourcedId":"q1","type":"gradingPeriod","startDate":"2026-08-15","endDate":"2026-10-31",)"
    R"("metadata":{"windowOpen":"false"}}])";

class ClassInSisRead : public ::testing::Test {
 protected:
  void SetUp() override {
    auto opened = outbox::open_sqlite_store({folder.path(), outbox::Durability::process});
    ASSERT_TRUE(opened.ok());
    store = std::move(*opened);
  }
  void commit(const outbox::Intake::Work& work) {
    const auto done = store->intake().commit(std::chrono::seconds(10), work);
    ASSERT_TRUE(done.ok()) << done.error().detail;
  }
  /// It was read that long ago.
  void keep(SisDocumentKind kind, const std::string& document, std::int64_t age_ms = 0,
            std::int64_t generation = 1) {
    commit([&](Transaction& transaction) {
      return transaction.put_sis_document({"connection", generation, std::string(stored_name(kind)),
                                           "sis-a", document, kReadAt - age_ms});
    });
  }
  void read(const std::function<void(ClassInSisReader&)>& look) {
    commit([&](Transaction& transaction) {
      ClassInSisReader reader(transaction, kReadAt);
      look(reader);
      return ok_status();
    });
  }
  /// What intake may judge by, or delivery plan with.
  bool knows_periods(Purpose purpose, const oneroster::Profile* profile = nullptr) {
    bool known = false;
    read([&](ClassInSisReader& reader) {
      const auto periods = reader.periods(kClass, {purpose, profile});
      ASSERT_TRUE(periods.ok());
      known = periods->has_value();
    });
    return known;
  }

  const SisSubject kClass{"connection", 1, gradebook::SourcedId("sis-a")};
  outbox::TemporaryFolder folder;
  std::unique_ptr<outbox::Store> store;
};

TEST_F(ClassInSisRead, WhatWasNeverReadIsNotKnown) {
  read([&](ClassInSisReader& reader) {
    const Asked asked{Purpose::naming};
    EXPECT_FALSE(reader.sis_class(kClass, asked)->has_value());
    EXPECT_FALSE(reader.periods(kClass, asked)->has_value());
    EXPECT_FALSE(reader.categories(kClass, asked)->has_value());
    EXPECT_FALSE(reader.slots(kClass, asked)->has_value());
    EXPECT_FALSE(reader.results(kClass, asked)->has_value());
    EXPECT_EQ(*reader.read_unix_ms(kClass, SisDocumentKind::categories), 0);
  });
}

TEST_F(ClassInSisRead, WhatIsFreshComesTyped) {
  oneroster::SisClass sis_class;
  sis_class.id.value = "sis-a";
  sis_class.school_id.value = "school-1";
  keep(SisDocumentKind::sis_class, oneroster::to_json(sis_class));
  keep(SisDocumentKind::sessions, kQuarter);
  keep(SisDocumentKind::categories, R"([{"id":"c1","title":"Homework"}])", 2 * kHourMs);
  keep(SisDocumentKind::slots, R"([{"id":"li-1","title":"Final","grading_period":"q1"}])");
  keep(SisDocumentKind::results, R"([{"id":"r1","student":"s1"}])");
  read([&](ClassInSisReader& reader) {
    const Asked asked{Purpose::planning};
    const auto shown = reader.sis_class(kClass, asked);
    ASSERT_TRUE(shown.ok() && shown->has_value());
    EXPECT_EQ((*shown)->school_id.value, "school-1");
    const auto periods = reader.periods(kClass, asked);
    ASSERT_TRUE(periods.ok() && periods->has_value());
    EXPECT_EQ((*periods)->at(0).end_date, "2026-10-31");
    const auto categories = reader.categories(kClass, asked);
    ASSERT_TRUE(categories.ok() && categories->has_value());
    EXPECT_EQ((*categories)->at(0).id.value, "c1");
    EXPECT_EQ((*categories)->at(0).title, "Homework");
    EXPECT_EQ(*reader.read_unix_ms(kClass, SisDocumentKind::categories), kReadAt - 2 * kHourMs);
    const auto slots = reader.slots(kClass, asked);
    ASSERT_TRUE(slots.ok() && slots->has_value());
    EXPECT_EQ((*slots)->at(0).grading_period_id.value, "q1");
    const auto results = reader.results(kClass, asked);
    ASSERT_TRUE(results.ok() && results->has_value());
    EXPECT_EQ((*results)->at(0).student_id.value, "s1");
  });
}

TEST_F(ClassInSisRead, WhatIsTooOldForThatPurposeIsNotKnown) {
  keep(SisDocumentKind::sessions, kQuarter, 6 * kHourMs);
  EXPECT_FALSE(knows_periods(Purpose::judging));
  EXPECT_FALSE(knows_periods(Purpose::planning));
  EXPECT_TRUE(knows_periods(Purpose::naming)) << "its name is what it was";
  keep(SisDocumentKind::sessions, kQuarter, 6 * kHourMs - 1);
  EXPECT_TRUE(knows_periods(Purpose::judging));
  EXPECT_TRUE(knows_periods(Purpose::planning));
  EXPECT_FALSE(knows_periods(Purpose::person_waits));
}

TEST_F(ClassInSisRead, OneMemoryAnswersEveryPurposeForItself) {
  keep(SisDocumentKind::sessions, kQuarter, kHourMs);
  read([&](ClassInSisReader& reader) {
    EXPECT_FALSE(reader.periods(kClass, {Purpose::person_waits})->has_value());
    EXPECT_TRUE(reader.periods(kClass, {Purpose::planning})->has_value());
    EXPECT_FALSE(reader.periods(kClass, {Purpose::person_waits})->has_value());
  });
}

TEST_F(ClassInSisRead, AShutWindowIsBelievedForAnHourByWhoeverAsks) {
  oneroster::Profile profile;
  profile.window.metadata = "windowOpen";
  keep(SisDocumentKind::sessions, kQuarter, kHourMs);
  EXPECT_FALSE(knows_periods(Purpose::judging, &profile));
  EXPECT_FALSE(knows_periods(Purpose::planning, &profile));
  keep(SisDocumentKind::sessions, kQuarter, kHourMs - 1);
  EXPECT_TRUE(knows_periods(Purpose::judging, &profile));
  EXPECT_TRUE(knows_periods(Purpose::planning, &profile));
  keep(SisDocumentKind::sessions, kQuarter, 5 * kHourMs);
  profile.window.open = "false";
  EXPECT_TRUE(knows_periods(Purpose::judging, &profile)) << "this SIS says so of an open one";
}

TEST_F(ClassInSisRead, AnotherGenerationOfTheConnectionIsAnotherSis) {
  keep(SisDocumentKind::sessions, kQuarter, 0, 1);
  read([&](ClassInSisReader& reader) {
    auto elsewhere = kClass;
    elsewhere.connection_generation = 2;
    const Asked asked{Purpose::naming};
    EXPECT_TRUE(reader.periods(kClass, asked)->has_value());
    EXPECT_FALSE(reader.periods(elsewhere, asked)->has_value());
    EXPECT_TRUE(reader.periods(kClass, asked)->has_value()) << "and back again";
  });
}

TEST_F(ClassInSisRead, WhatCannotBeReadIsNotKnown) {
  keep(SisDocumentKind::sessions, "damaged");
  EXPECT_FALSE(knows_periods(Purpose::naming));
}

} // namespace
} // namespace passback::decision
