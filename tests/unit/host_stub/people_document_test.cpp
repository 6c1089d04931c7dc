#include <gtest/gtest.h>

#include "host_stub/gradebook/notice_store.hpp"
#include "host_stub/host/people_document.hpp"
#include "host_stub/import/roster_import.hpp"
#include "tests/unit/host_stub/sample_bundle.hpp"
#include "tests/unit/host_stub/temporary_folder.hpp"

namespace host_stub::host {
namespace {

class PeopleDocument : public testing::Test {
 protected:
  PeopleDocument() { import::import_roster(import::sample_bundle_1_1(), book); }

  TemporaryFolder folder;
  gradebook::Gradebook book{folder.path()};
};

TEST_F(PeopleDocument, NamesPeopleToWhoeverMaySeeThem) {
  const auto answer = answer_people_query(
      book, R"({"schema":"lms.people_query/1","user_id":"admin","domain_id":"root",)"
            R"("ids":["user-1","nobody"]})");
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer.value(),
            R"({"schema":"lms.people/1","people":[{"id":"user-1","name":"Ruth Kaplan"}]})");
}

TEST_F(PeopleDocument, NamesNobodyToAStudentAndRefusesWhatIsNoQuestion) {
  const auto answer = answer_people_query(
      book, R"({"schema":"lms.people_query/1","user_id":"user-2","domain_id":"root",)"
            R"("ids":["user-1"]})");
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer.value(), R"({"schema":"lms.people/1","people":[]})");
  EXPECT_FALSE(answer_people_query(book, "{}"));
  EXPECT_FALSE(answer_people_query(book, "not json"));
}

TEST_F(PeopleDocument, ANoticeIsKeptForItsReaderAndGoesWhenItIsOver) {
  gradebook::NoticeStore notices(book);
  gradebook::Notice digest{.at_unix_ms = 1,
                           .key = "digest",
                           .severity = "warning",
                           .domain_id = "root",
                           .title = "t",
                           .body = "b"};
  digest.audience = "user";
  digest.user_id = "user-1";
  digest.kind = "digest";
  notices.put(digest);
  ASSERT_EQ(notices.notices().size(), 1U);
  EXPECT_EQ(notices.notices().front().user_id, "user-1");
  digest.over = true;
  notices.put(digest);
  EXPECT_TRUE(notices.notices().empty());
}

} // namespace
} // namespace host_stub::host
