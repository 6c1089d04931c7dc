#include "plugin/intake/send_by_person.hpp"
#include "tests/unit/intake/intake_fixture.hpp"

namespace passback::intake {
namespace {

using outbox::Form;
using outbox::Kind;
using outbox::State;

TEST_F(IntakeTest, ALineItemIsNotSentBeforeAResultNeedsIt) {
  take(essay());
  EXPECT_EQ(line_item().state, State::settled);
  EXPECT_EQ(line_item().released.form, Form::none);
}

TEST_F(IntakeTest, ANewTitleOfAConfirmedLineItemGoes) {
  take(essay());
  take(score_of("90"));
  deliver_everything();
  auto renamed = essay();
  renamed.facts.title = "Long essay";
  EXPECT_EQ(take(renamed).disposition, Disposition::queued);
  EXPECT_EQ(line_item().state, State::ready);
  EXPECT_EQ(result().state, State::settled);
}

TEST_F(IntakeTest, AFieldThatTheSisOwnsDoesNotSendALineItemAgain) {
  take(essay());
  take(score_of("90"));
  deliver_everything();
  auto moved = essay();
  moved.facts.category_sis_id = gradebook::SourcedId("sis-tests");
  EXPECT_EQ(take(moved).disposition, Disposition::unchanged);
  EXPECT_EQ(line_item().state, State::settled);
}

TEST_F(IntakeTest, InManualModeARenamedLineItemWaitsForAPerson) {
  take(essay());
  take(score_of("90"));
  deliver_everything();
  district.send_automatically = false;
  save(district);
  auto renamed = essay();
  renamed.facts.title = "Long essay";
  EXPECT_EQ(take(renamed).disposition, Disposition::stored);
  EXPECT_EQ(line_item().state, State::manual);
}

TEST_F(IntakeTest, AMissingTitleIsNamedBeforeTheSisRefusesIt) {
  auto untitled = essay();
  untitled.facts.title = " ";
  take(untitled);
  const auto outcome = take(score_of("90"));
  EXPECT_EQ(outcome.disposition, Disposition::waiting);
  EXPECT_EQ(outcome.reason, Code::title_missing);
  take(essay());
  EXPECT_EQ(result().state, State::waiting_parent);
}

TEST_F(IntakeTest, ATitleThatIsMissingIsAnotherReasonThanAnActivityThatNobodyToldOf) {
  EXPECT_EQ(take(score_of("90")).reason, Code::activity_unknown);
  auto untitled = essay();
  untitled.facts.title = "";
  EXPECT_EQ(take(untitled).reason, Code::title_missing);
  EXPECT_EQ(result().code, Code::title_missing);
  EXPECT_EQ(line_item().code, Code::title_missing);
}

TEST_F(IntakeTest, AMissingCategoryIsNamedWhereTheSisRequiresOne) {
  auto bare = essay();
  bare.facts.category_sis_id = {};
  bare.facts.category_id = gradebook::CategoryId("homework");
  take(bare);
  EXPECT_EQ(take(score_of("90")).reason, Code::category_missing);
}

TEST_F(IntakeTest, TheTeachersCategoryMapFillsIn) {
  settings::ClassSettings of_class;
  of_class.category_map["homework"] = "sis-homework";
  save(of_class);
  auto mapped = essay();
  mapped.facts.category_sis_id = {};
  mapped.facts.category_id = gradebook::CategoryId("homework");
  take(mapped);
  EXPECT_EQ(take(score_of("90")).disposition, Disposition::queued);
  EXPECT_TRUE(records(Kind::category).empty());
}

TEST_F(IntakeTest, ACategoryIsMadeFirstOnlyIfProfileAdministratorAndTeacherAllowIt) {
  auto own = essay();
  own.facts.category_sis_id = {};
  own.facts.category_id = gradebook::CategoryId("homework");
  own.facts.category_title = "Homework";
  settings::ClassSettings of_class;
  of_class.create_categories = true;
  save(of_class);
  district.connection->profile = "open";
  save(district);
  take(own);
  EXPECT_EQ(take(score_of("90")).reason, Code::category_missing);
  EXPECT_TRUE(records(Kind::category).empty());

  district.create_categories = true;
  save(district);
  EXPECT_EQ(take(score_of("90")).disposition, Disposition::queued);
  EXPECT_EQ(only(Kind::category).state, State::ready);
  EXPECT_EQ(line_item().category_id, only(Kind::category).id);
  EXPECT_EQ(line_item().state, State::waiting_parent);
  EXPECT_EQ(result().state, State::waiting_parent);
}

TEST_F(IntakeTest, ARefusedCategoryIsAskedForAgainByAPersonAndNotByEachScore) {
  auto own = essay();
  own.facts.category_sis_id = {};
  own.facts.category_id = gradebook::CategoryId("homework");
  own.facts.category_title = "Homework";
  settings::ClassSettings of_class;
  of_class.create_categories = true;
  save(of_class);
  district.connection->profile = "open";
  district.create_categories = true;
  save(district);
  take(own);
  take(score_of("90"));
  commit([&](outbox::Transaction& transaction) {
    auto row = **transaction.record(only(Kind::category).id);
    outbox::mark_sent(row, "request", 1, clock.unix_ms());
    outbox::refuse(row, State::rejected, Code::rejected_content, 422, "no");
    return transaction.put_record(row);
  });
  take(score_of("91"));
  take(score_of("80", "grace"));
  EXPECT_EQ(only(Kind::category).state, State::rejected);
  PersonalSend again;
  again.record_id = only(Kind::category).id;
  again.again = true;
  commit([&](outbox::Transaction& transaction) -> Status {
    UnitOfWork work(transaction, profiles, nullptr, gradebook::DomainId("district"),
                    clock.unix_ms());
    work.accept_unknown_domains();
    const auto sent = send_by_person(work, gradebook::ClassId("algebra"), again);
    EXPECT_TRUE(sent.ok() && sent->answer == SendAnswer::released);
    return ok_status();
  });
  EXPECT_EQ(only(Kind::category).state, State::ready);
  deliver_everything();
  for (const auto& one : records(Kind::result)) {
    EXPECT_EQ(one.state, State::settled);
  }
}

TEST_F(IntakeTest, AWithdrawnActivityTakesItsLineItemBack) {
  take(essay());
  take(score_of("90"));
  deliver_everything();
  auto gone = essay();
  gone.withdrawn = true;
  EXPECT_EQ(take(gone).disposition, Disposition::queued);
  EXPECT_EQ(line_item().released.form, Form::absent);
  EXPECT_EQ(result().state, State::waiting_parent) << "the SIS has it still";
  deliver_everything();
  EXPECT_EQ(line_item().state, State::withdrawn);
  EXPECT_EQ(result().state, State::withdrawn);
}

TEST_F(IntakeTest, TheResultsOfAnActivityThatIsGoneStayWhatTheyAreUntilAPersonSendsTheRemoval) {
  district.send_automatically = false;
  save(district);
  take(essay());
  take(score_of("90"));
  const auto send = [&](const outbox::Record& record) {
    PersonalSend one;
    one.record_id = record.id;
    commit([&](outbox::Transaction& transaction) -> Status {
      UnitOfWork work(transaction, profiles, nullptr, gradebook::DomainId("district"),
                      clock.unix_ms());
      work.accept_unknown_domains();
      EXPECT_TRUE(send_by_person(work, gradebook::ClassId("algebra"), one).ok());
      return ok_status();
    });
    while (*intake->reconsider(kDeadline)) {
    }
  };
  send(result());
  deliver_everything();
  take(score_of("95"));
  EXPECT_EQ(result().state, State::manual);
  auto gone = essay();
  gone.withdrawn = true;
  take(gone);
  EXPECT_EQ(line_item().state, State::manual);
  EXPECT_EQ(result().state, State::settled) << "the SIS has what was sent, and gets no newer one";
  send(line_item());
  EXPECT_EQ(line_item().state, State::ready);
  EXPECT_EQ(result().state, State::waiting_parent);
}

TEST_F(IntakeTest, AnSisThatKeepsItsLineItemsIsNotAskedToDeleteOne) {
  district.connection->profile = "keeping";
  save(district);
  take(essay());
  take(score_of("90"));
  deliver_everything();
  auto gone = essay();
  gone.withdrawn = true;
  EXPECT_EQ(take(gone).reason, Code::withdrawal_unsupported);
  EXPECT_EQ(line_item().state, State::waiting);
  EXPECT_EQ(result().state, State::waiting) << "the SIS has it, and keeps it";
  EXPECT_EQ(result().code, Code::withdrawal_unsupported);
}

TEST_F(IntakeTest, AnActivityThatComesBackSendsItsResultsAgain) {
  take(essay());
  take(score_of("90"));
  deliver_everything();
  auto gone = essay();
  gone.withdrawn = true;
  take(gone);
  deliver_everything();
  take(essay());
  EXPECT_EQ(line_item().state, State::ready);
  EXPECT_EQ(result().state, State::waiting_parent);
}

} // namespace
} // namespace passback::intake
