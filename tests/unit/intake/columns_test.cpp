// An activity that the SIS's gradebook has already waits for a person; what she says holds.
#include "plugin/decision/columns_in_sis.hpp"
#include "plugin/decision/write.hpp"
#include "plugin/intake/take_back.hpp"
#include "plugin/outbox/sis_news.hpp"
#include "tests/unit/intake/intake_fixture.hpp"

namespace passback::intake {
namespace {

using outbox::Form;
using outbox::Kind;
using outbox::State;
using outbox::WireIdOrigin;

class Columns : public IntakeTest {
 protected:
  void sis_has(const std::string& columns) {
    commit([&](outbox::Transaction& transaction) {
      return transaction.put_sis_document(
          {"sis-1", 1, "line_items", "sis-algebra", columns, clock.unix_ms()});
    });
  }
  void sis_has_essay() { sis_has(R"([{"id":"by-hand","title":"essay"}])"); }
  void reconsider_all() {
    commit([](outbox::Transaction& transaction) { return ask_to_reconsider(transaction, {}); });
    const auto left = intake->reconsider(kDeadline);
    ASSERT_TRUE(left.ok() && !*left);
  }
  void use_that_one() {
    const auto id = line_item().id;
    commit([&](outbox::Transaction& transaction) -> Status {
      UnitOfWork work(transaction, profiles, nullptr, gradebook::DomainId("district"),
                      clock.unix_ms());
      auto record = **transaction.record(id);
      return decision::take_over(work, record, gradebook::SourcedId("by-hand"));
    });
  }
};

TEST_F(Columns, TakenOverStayWhenTheirGradesAreTakenBack) {
  sis_has_essay();
  take(essay());
  take(score_of("90"));
  use_that_one();
  for (const auto id : {line_item().id, result().id}) {
    commit([&](outbox::Transaction& transaction) -> Status {
      UnitOfWork work(transaction, profiles, nullptr, gradebook::DomainId("district"),
                      clock.unix_ms());
      PersonalSend send;
      send.record_id = id;
      return send_by_person(work, gradebook::ClassId("algebra"), send).ok()
                 ? ok_status()
                 : Status(Code::internal);
    });
  }
  deliver_everything();
  ASSERT_EQ(result().confirmed.form, Form::present);
  commit([&](outbox::Transaction& transaction) -> Status {
    UnitOfWork work(transaction, profiles, nullptr, gradebook::DomainId("district"),
                    clock.unix_ms());
    PersonalSend order;
    order.record_id = line_item().id;
    const auto taken = take_back_by_person(work, gradebook::ClassId("algebra"), order);
    EXPECT_TRUE(taken.ok() && taken->answer == SendAnswer::released);
    return ok_status();
  });
  EXPECT_EQ(line_item().released.form, Form::present) << "the column is the SIS's";
  EXPECT_EQ(result().released.form, Form::absent);
}

TEST_F(Columns, ThatLookLikeAnActivityMakeItAndItsGradesWait) {
  sis_has_essay();
  EXPECT_EQ(take(essay()).reason, Code::column_there) << "also before anything is scored";
  EXPECT_EQ(take(score_of("90")).reason, Code::column_there);
  EXPECT_EQ(line_item().state, State::waiting);
  EXPECT_EQ(line_item().code, Code::column_there);
  EXPECT_EQ(result().state, State::waiting);
}

TEST_F(Columns, ThatLookOtherwiseStopNothing) {
  sis_has(R"([{"id":"by-hand","title":"Lab 4"}])");
  take(essay());
  EXPECT_EQ(take(score_of("90")).disposition, Disposition::queued);
}

TEST_F(Columns, ThatAreNotListedStopNothing) {
  sis_has("null");
  take(essay());
  EXPECT_EQ(take(score_of("90")).disposition, Disposition::queued);
}

TEST_F(Columns, OfOursStopNothing) {
  take(essay());
  sis_has(R"([{"id":")" + line_item().wire_id.value + R"(","title":"Essay"}])");
  EXPECT_EQ(take(score_of("90")).disposition, Disposition::queued);
}

TEST_F(Columns, AnActivityThatWasSentIsNotAskedAbout) {
  take(essay());
  take(score_of("90"));
  deliver_everything();
  sis_has_essay();
  EXPECT_EQ(take(score_of("91")).disposition, Disposition::queued);
}

TEST_F(Columns, AreUsedUnderTheirOwnIdAndWrittenOnlyAfterSend) {
  sis_has_essay();
  take(essay());
  take(score_of("90"));
  use_that_one();
  EXPECT_EQ(line_item().wire_id.value, "by-hand");
  EXPECT_TRUE(decision::is_taken_over(line_item()));
  for (const auto& one : {line_item(), result()}) {
    EXPECT_EQ(one.state, State::manual);
    EXPECT_EQ(one.released.form, Form::none);
  }
  reconsider_all();
  take(score_of("91"));
  take(score_of("80", "ben"));
  for (const auto& one : records(Kind::result)) {
    EXPECT_EQ(one.code, Code::column_taken_over) << "the class is automatic, and yet";
    EXPECT_EQ(one.released.form, Form::none);
  }
}

TEST_F(Columns, ThatWereUsedAreNeverRemoved) {
  sis_has_essay();
  take(essay());
  take(score_of("90"));
  use_that_one();
  EXPECT_TRUE(decision::stays_in_sis(line_item()));
  EXPECT_FALSE(decision::is_slot(line_item())) << "it is written";
}

TEST_F(Columns, AnotherIsMadeWhereAPersonSaidSo) {
  sis_has_essay();
  take(essay());
  take(score_of("90"));
  settings::ClassSettings said;
  said.own_columns = {gradebook::ActivityId("essay")};
  save(said);
  reconsider_all();
  EXPECT_EQ(line_item().state, State::ready);
  EXPECT_EQ(line_item().wire_id_origin, WireIdOrigin::derived);
  EXPECT_EQ(result().state, State::waiting_parent);
}

TEST_F(Columns, ThatAreGoneFromTheSisLetTheActivityGo) {
  sis_has_essay();
  take(essay());
  take(score_of("90"));
  commit([&](outbox::Transaction& transaction) -> Status {
    const auto news = outbox::keep_sis_document(
        transaction, {"sis-1", 1, "line_items", "sis-algebra", "[]", clock.unix_ms()});
    return news ? ok_status() : Status(news.error());
  });
  const auto left = intake->reconsider(kDeadline);
  ASSERT_TRUE(left.ok() && !*left);
  EXPECT_EQ(line_item().state, State::ready);
}

} // namespace
} // namespace passback::intake
