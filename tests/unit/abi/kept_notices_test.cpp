#include <future>
#include <thread>

#include <gtest/gtest.h>

#include "plugin/abi/kept_notices.hpp"
#include "plugin/outbox/store.hpp"
#include "tests/unit/outbox/store_fixture.hpp"

namespace passback::abi {
namespace {

using delivery::Notice;
using std::chrono::seconds;

class KeptNotices : public testing::Test {
 protected:
  KeptNotices() {
    auto opened = outbox::open_sqlite_store({folder_.path(), outbox::Durability::process});
    EXPECT_TRUE(opened.ok()) << opened.error().detail;
    store_ = std::move(*opened);
  }
  static Notice notice(const std::string& key, const std::string& title) {
    Notice made;
    made.dedupe_key = key;
    made.title = title;
    made.body = "Nothing is lost.";
    return made;
  }

  outbox::TemporaryFolder folder_;
  std::unique_ptr<outbox::Store> store_;
};

TEST_F(KeptNotices, BringBackEverythingThatANoticeHas) {
  Notice told;
  told.severity = 3;
  told.audience = delivery::Audience::addresses;
  told.over = true;
  told.domain_id = "lakeside";
  told.dedupe_key = "account.lakeside";
  told.kind = "account";
  told.item_id = "admin.sis_sync/sis_settings";
  told.class_id = "algebra-1";
  told.school_year = "2026";
  told.user_id = "ms-lopez";
  told.addresses_json = R"(["sis@lakeside.example"])";
  told = delivery::worded(std::move(told), "notice.account_over", {{"sis", "Lakeside SIS"}});
  HostQueue before(platform::system_clock(), platform::LogLevel::info);
  before.post(told);
  keep_notices(*store_, before, seconds(5));
  EXPECT_EQ(before.size(), 0U);

  HostQueue after(platform::system_clock(), platform::LogLevel::info);
  ASSERT_TRUE(post_kept_notices(*store_, after, seconds(5)).ok());
  const auto kept = after.next_notice();
  ASSERT_TRUE(kept);
  EXPECT_EQ(kept->severity, told.severity);
  EXPECT_EQ(kept->audience, told.audience);
  EXPECT_TRUE(kept->over);
  EXPECT_EQ(kept->domain_id, told.domain_id);
  EXPECT_EQ(kept->dedupe_key, told.dedupe_key);
  EXPECT_EQ(kept->kind, told.kind);
  EXPECT_EQ(kept->item_id, told.item_id);
  EXPECT_EQ(kept->class_id, told.class_id);
  EXPECT_EQ(kept->school_year, told.school_year);
  EXPECT_EQ(kept->user_id, told.user_id);
  EXPECT_EQ(kept->addresses_json, told.addresses_json);
  EXPECT_EQ(kept->text_key, told.text_key);
  EXPECT_EQ(kept->title, told.title);
  EXPECT_EQ(kept->body, told.body);
  EXPECT_EQ(kept->values, told.values);
  EXPECT_FALSE(after.next_notice());
}

TEST_F(KeptNotices, AreShownOnceAndOfAKeyTheNewestAlone) {
  HostQueue first(platform::system_clock(), platform::LogLevel::info);
  first.post(notice("account.root", "Grades wait"));
  first.post(notice("refused.algebra-1", "Refused"));
  keep_notices(*store_, first, seconds(5));
  HostQueue second(platform::system_clock(), platform::LogLevel::info);
  second.post(notice("account.root", "Grades go again"));
  keep_notices(*store_, second, seconds(5));

  HostQueue after(platform::system_clock(), platform::LogLevel::info);
  ASSERT_TRUE(post_kept_notices(*store_, after, seconds(5)).ok());
  EXPECT_EQ(after.next_notice()->title, "Refused");
  EXPECT_EQ(after.next_notice()->title, "Grades go again");
  EXPECT_FALSE(after.next_notice());
  ASSERT_TRUE(post_kept_notices(*store_, after, seconds(5)).ok());
  EXPECT_FALSE(after.next_notice());
}

TEST_F(KeptNotices, StayInTheQueueWhereTheOutboxIsBusyUntilTheDeadline) {
  HostQueue queue(platform::system_clock(), platform::LogLevel::error);
  queue.post(notice("account.root", "Grades wait"));
  std::promise<void> written, looked;
  std::thread writer([&] {
    (void)store_->intake().commit(seconds(60), [&](outbox::Transaction&) {
      written.set_value();
      looked.get_future().wait();
      return ok_status();
    });
  });
  written.get_future().wait();
  keep_notices(*store_, queue, std::chrono::milliseconds(20));
  looked.set_value();
  writer.join();
  EXPECT_EQ(queue.next_notice()->title, "Grades wait");
}

} // namespace
} // namespace passback::abi
