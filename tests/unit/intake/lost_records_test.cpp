// An SIS that has lost most of what it had: counted, asked once, and everything sent again.
#include "plugin/decision/lost_records.hpp"
#include "plugin/intake/lost_records.hpp"
#include "tests/unit/intake/intake_fixture.hpp"

namespace passback::intake {
namespace {

using outbox::Form;
using outbox::Kind;
using outbox::Record;
using outbox::State;

class LostRecordsTest : public IntakeTest {
 protected:
  /// So many activities with a grade each, all of them in the SIS.
  void have_in_sis(int activities) {
    for (int n = 0; n < activities; ++n) {
      auto activity = essay();
      activity.activity_id = gradebook::ActivityId("essay-" + std::to_string(n));
      activity.facts.title = "Essay " + std::to_string(n);
      take(activity);
      auto score = score_of("90");
      score.activity_id = activity.activity_id;
      take(score);
    }
    deliver_everything();
  }
  /// Delivery has found the first so many gone, as it does when the SIS says so twice.
  void lose(int activities) {
    commit([&](outbox::Transaction& transaction) -> Status {
      int left = activities;
      for (auto record : records_of(transaction, Kind::line_item)) {
        if (left-- > 0) {
          outbox::park(record, State::unlinked, Code::line_item_gone);
          record.missed_unix_ms = Record::kKnownGone;
          EXPECT_TRUE(transaction.put_record(record).ok());
        }
      }
      return ok_status();
    });
  }
  static std::vector<Record> records_of(outbox::Transaction& transaction, Kind kind) {
    outbox::RecordFilter filter;
    filter.kind = kind;
    auto found = transaction.records(filter);
    EXPECT_TRUE(found.ok());
    return found ? *found : std::vector<Record>();
  }
  decision::LostRecords lost() {
    decision::LostRecords found;
    commit([&](outbox::Transaction& transaction) -> Status {
      auto counted = decision::lost_records(transaction, "sis-1", 1);
      EXPECT_TRUE(counted.ok());
      found = counted ? *counted : decision::LostRecords{};
      return ok_status();
    });
    return found;
  }
  void send_everything_again() {
    std::int64_t after = 0;
    bool more = true;
    while (more) {
      commit([&](outbox::Transaction& transaction) -> Status {
        UnitOfWork work(transaction, profiles, nullptr, gradebook::DomainId("district"),
                        clock.unix_ms());
        auto again = send_lost_again(work, *district.connection, "dana", 4, after);
        EXPECT_TRUE(again.ok());
        more = again && *again;
        return ok_status();
      });
    }
  }
};

TEST_F(LostRecordsTest, AFewThatAreGoneAreEachForItself) {
  have_in_sis(6);
  lose(4);
  EXPECT_EQ(lost().gone, 0);
}

TEST_F(LostRecordsTest, LessThanHalfIsSomebodysWorkInTheSis) {
  have_in_sis(12);
  lose(6);
  EXPECT_EQ(lost().gone, 0);
}

TEST_F(LostRecordsTest, MostOfItIsAskedWithItsCount) {
  have_in_sis(9);
  lose(5);
  EXPECT_EQ(lost().gone, 5);
  EXPECT_EQ(lost().confirmed, 9);
}

TEST_F(LostRecordsTest, LeftAsItIsItIsAskedAgainOnlyWhenMoreIsGone) {
  have_in_sis(9);
  lose(6);
  commit([](outbox::Transaction& transaction) {
    return decision::leave_lost(transaction, "sis-1", 1);
  });
  EXPECT_EQ(lost().gone, 0);
  lose(7);
  EXPECT_EQ(lost().gone, 7);
}

TEST_F(LostRecordsTest, UntilItIsAnsweredNothingOfItGoesAgainAndAnswerYesSendsAll) {
  have_in_sis(6);
  lose(5);
  for (const auto& one : records(Kind::line_item)) {
    EXPECT_NE(one.state, State::ready);
  }
  send_everything_again();
  for (const auto& one : records(Kind::line_item)) {
    EXPECT_EQ(one.state, State::ready) << one.key.activity_id.value;
  }
  for (const auto& one : records(Kind::result)) {
    EXPECT_TRUE(one.state == State::waiting_parent || one.state == State::ready)
        << one.key.activity_id.value << " " << static_cast<int>(one.state);
    EXPECT_TRUE(outbox::needs_send(one));
  }
  EXPECT_EQ(lost().gone, 0);
}

} // namespace
} // namespace passback::intake
