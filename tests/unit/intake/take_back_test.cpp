// A person takes back out of the SIS what the LMS goes on having.
#include <functional>

#include "plugin/intake/take_back.hpp"
#include "plugin/outbox/taken_back.hpp"
#include "tests/unit/intake/intake_fixture.hpp"

namespace passback::intake {
namespace {

using outbox::Form;
using outbox::Kind;
using outbox::State;

class TakeBack : public IntakeTest {
 protected:
  void sis_has_two() {
    take(essay());
    take(score_of("90", "ada"));
    take(score_of("80", "grace"));
    deliver_everything();
  }
  outbox::Record of(const std::string& student) {
    for (const auto& one : records(Kind::result)) {
      if (one.key.student_id.value == student) {
        return one;
      }
    }
    ADD_FAILURE() << "nothing of " << student;
    return {};
  }
  SendOutcome take_back(std::int64_t id) {
    SendOutcome outcome;
    in_work([&](UnitOfWork& work) -> Status {
      PersonalSend order;
      order.record_id = id;
      order.user = "teacher";
      const auto taken = take_back_by_person(work, gradebook::ClassId("algebra"), order);
      EXPECT_TRUE(taken.ok());
      outcome = *taken;
      return ok_status();
    });
    return outcome;
  }
  void send_again(std::int64_t id) {
    in_work([&](UnitOfWork& work) -> Status {
      PersonalSend send;
      send.record_id = id;
      send.again = true;
      send.user = "teacher";
      EXPECT_TRUE(send_by_person(work, gradebook::ClassId("algebra"), send).ok());
      return ok_status();
    });
  }
  void in_work(const std::function<Status(UnitOfWork&)>& body) {
    commit([&](outbox::Transaction& transaction) -> Status {
      UnitOfWork work(transaction, profiles, nullptr, gradebook::DomainId("district"),
                      clock.unix_ms());
      return body(work);
    });
  }
  void reconsider_everything() {
    commit([](outbox::Transaction& transaction) {
      return outbox::ask_to_reconsider(transaction, outbox::Affected{});
    });
    const auto left = intake->reconsider(kDeadline);
    ASSERT_TRUE(left.ok() && !*left);
  }
  void exclude(bool excluded) {
    settings::ClassSettings own;
    if (excluded) {
      own.excluded_activities = {gradebook::ActivityId("essay")};
    }
    save(own);
    if (!excluded) {
      in_work([&](UnitOfWork& work) {
        return include_again(work, gradebook::ClassId("algebra"), {gradebook::ActivityId("essay")});
      });
    }
    reconsider_everything();
  }
};

TEST_F(TakeBack, AGradeLeavesAndStaysOutWhateverTheLmsSays) {
  sis_has_two();
  EXPECT_EQ(take_back(of("ada").id).answer, SendAnswer::released);
  EXPECT_EQ(of("ada").state, State::ready);
  deliver_everything();
  EXPECT_EQ(of("ada").state, State::withdrawn);
  EXPECT_EQ(of("ada").code, Code::taken_back);
  take(score_of("95", "ada"));
  take(score_of("85", "grace"));
  reconsider_everything();
  EXPECT_EQ(of("ada").state, State::withdrawn);
  EXPECT_EQ(of("ada").code, Code::taken_back);
  EXPECT_EQ(of("grace").state, State::ready) << "the others go on";
  EXPECT_EQ(take_back(of("ada").id).answer, SendAnswer::unchanged) << "it is not there";
}

TEST_F(TakeBack, SentAgainByAPersonItIsThereAgainAndGoesOn) {
  sis_has_two();
  take_back(of("ada").id);
  deliver_everything();
  send_again(of("ada").id);
  deliver_everything();
  EXPECT_EQ(of("ada").confirmed.form, Form::present);
  take(score_of("95", "ada"));
  EXPECT_EQ(of("ada").state, State::ready);
}

TEST_F(TakeBack, OfAnExcludedActivityAllLeavesAndComesBackWhenItIsIncludedAgain) {
  sis_has_two();
  exclude(true);
  EXPECT_EQ(line_item().state, State::off);
  EXPECT_EQ(take_back(line_item().id).answer, SendAnswer::released);
  reconsider_everything();
  EXPECT_EQ(line_item().state, State::ready) << "though nothing else of it goes";
  EXPECT_EQ(of("ada").state, State::waiting_parent);
  deliver_everything();
  reconsider_everything();
  EXPECT_EQ(line_item().state, State::withdrawn);
  EXPECT_EQ(of("ada").state, State::withdrawn);
  take(score_of("95", "ada"));
  EXPECT_EQ(of("ada").state, State::withdrawn);
  exclude(false);
  deliver_everything();
  EXPECT_EQ(line_item().confirmed.form, Form::present);
  EXPECT_EQ(of("ada").confirmed.form, Form::present);
}

TEST_F(TakeBack, NothingLeavesWhereTheSisTakesNothingBackOrNothingGoes) {
  district.connection->profile = "clinging";
  save(district);
  sis_has_two();
  const auto kept = take_back(of("ada").id);
  EXPECT_EQ(kept.answer, SendAnswer::not_now);
  EXPECT_EQ(kept.reason, Code::withdrawal_unsupported);
  district.allow_grades = false;
  save(district);
  EXPECT_EQ(take_back(of("ada").id).answer, SendAnswer::not_now);
  EXPECT_EQ(of("ada").confirmed.form, Form::present);
}

TEST_F(TakeBack, WhereTheSisKeepsTheActivityItsGradesLeaveEachForItself) {
  district.connection->profile = "keeping";
  save(district);
  sis_has_two();
  EXPECT_EQ(take_back(line_item().id).answer, SendAnswer::released);
  EXPECT_FALSE(outbox::is_taken_back(line_item()));
  EXPECT_TRUE(outbox::is_taken_back(of("ada")));
  EXPECT_TRUE(outbox::is_taken_back(of("grace")));
}

TEST_F(TakeBack, ARecordOfAnotherClassIsUnknown) {
  sis_has_two();
  in_work([&](UnitOfWork& work) -> Status {
    PersonalSend order;
    order.record_id = of("ada").id;
    const auto taken = take_back_by_person(work, gradebook::ClassId("biology"), order);
    EXPECT_TRUE(taken.ok() && taken->answer == SendAnswer::unknown);
    return ok_status();
  });
}

} // namespace
} // namespace passback::intake
