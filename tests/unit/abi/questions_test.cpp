#include <set>

#include "plugin/abi/questions.hpp"
#include "tests/unit/outbox/store_fixture.hpp"

namespace passback::abi {
namespace {

constexpr std::int64_t kMinute = 60'000;

TEST(Questions, AreRepeatedMoreAndMoreSeldom) {
  Questions questions;
  std::int64_t now = 0;
  int asked = 0;
  for (; now < 24 * 60 * kMinute; now += kMinute)
    asked += questions.may_ask("activity", now, kMinute, 24 * 60 * kMinute) ? 1 : 0;
  EXPECT_EQ(asked, 11) << "after 1, 2, 4, ... minutes";
  asked = 0;
  for (int i = 0; i < 10; ++i)
    asked += questions.may_ask("secret", i * kMinute, kMinute) ? 1 : 0;
  EXPECT_EQ(asked, 10);
}

TEST(Questions, ReachAnActivityBehindManyThatTheHostHasNoMore) {
  const outbox::TemporaryFolder folder;
  const auto store = outbox::open_sqlite_store({folder.path(), outbox::Durability::process});
  ASSERT_TRUE(store.ok());
  constexpr int kGone = 60;
  const Status stored =
      (*store)->intake().commit(std::chrono::seconds(10), [](outbox::Transaction& transaction) {
        for (int i = 0; i <= kGone; ++i) {
          auto record = outbox::line_item("a", "activity-" + std::to_string(i));
          if (const Status put = transaction.put_record(record); !put.ok())
            return put;
        }
        return ok_status();
      });
  ASSERT_TRUE(stored.ok());
  Questions questions;
  std::set<std::string> asked;
  for (int pump = 0; pump < 3; ++pump) {
    const auto open = open_questions(**store, questions, pump);
    ASSERT_TRUE(open.ok());
    for (const auto& question : *open)
      EXPECT_TRUE(asked.insert(question.activity_id.value).second) << "asked twice at once";
  }
  EXPECT_TRUE(asked.contains("activity-" + std::to_string(kGone)));
}

} // namespace
} // namespace passback::abi
