// Whose record a grade is in when ids and links turn out to be other ones.
#include "plugin/intake/send_by_person.hpp"
#include "tests/unit/intake/intake_fixture.hpp"

namespace passback::intake {
namespace {

using gradebook::SourcedId;
using outbox::Form;
using outbox::Kind;
using outbox::Record;
using outbox::State;

class MovedTest : public IntakeTest {
 protected:
  void enrol(const std::string& sis_id, const std::string& sis_class = "",
             const std::string& student = "ada", bool ended = false) {
    EnrolmentEvent event;
    event.origin = origin();
    event.user_id = student;
    event.user_sis_id = SourcedId(sis_id);
    event.class_sis_id = SourcedId(sis_class);
    event.withdrawn = ended;
    ASSERT_TRUE(intake->enrolment(event, kDeadline).ok());
  }
  void link(const std::string& sis_class) {
    ClassEvent event;
    event.origin = origin();
    event.facts.class_sis_id = SourcedId(sis_class);
    ASSERT_TRUE(intake->lms_class(event, kDeadline).ok());
  }
  void work_off() {
    const auto left = intake->reconsider(kDeadline);
    ASSERT_TRUE(left.ok());
    ASSERT_FALSE(*left);
  }
  void save_and_look(const settings::DomainSettings& settings, const std::string& domain) {
    save(settings, domain);
    commit([](outbox::Transaction& transaction) { return ask_to_reconsider(transaction, {}); });
    work_off();
  }
  void sent(const std::string& points = "90") {
    take(essay());
    take(score_of(points));
    deliver_everything();
  }

  void send_by_teacher(const Record& record) {
    commit([&](outbox::Transaction& transaction) {
      UnitOfWork work(transaction, profiles, nullptr, gradebook::DomainId("district"),
                      clock.unix_ms());
      work.accept_unknown_domains();
      PersonalSend send;
      send.record_id = record.id;
      send.seq = record.observed.seq;
      send.user = "teacher";
      auto outcome = send_by_person(work, gradebook::ClassId("algebra"), send);
      EXPECT_TRUE(outcome.ok());
      EXPECT_EQ(outcome->answer, SendAnswer::released);
      return ok_status();
    });
  }

  std::vector<Record> of_class(Kind kind, const std::string& sis_class) {
    auto found = records(kind);
    std::erase_if(found,
                  [&](const Record& one) { return one.key.sis_class_id.value != sis_class; });
    return found;
  }
  Record left_behind() {
    auto found = records(Kind::result);
    std::erase_if(found, [](const Record& one) { return !outbox::is_left_behind(one); });
    EXPECT_EQ(found.size(), 1U);
    return found.empty() ? Record{} : found.front();
  }
  Record present() {
    auto found = records(Kind::result);
    std::erase_if(found, outbox::is_left_behind);
    EXPECT_EQ(found.size(), 1U);
    return found.empty() ? Record{} : found.front();
  }
};

TEST_F(MovedTest, AStudentsSisIdIsKeptWithTheEnrolmentAndWithNothingElse) {
  take(essay());
  take(score_of("90"));
  EXPECT_TRUE(gradebook::score_facts_from_json(result().released.facts)->student_sis_id.empty());
  commit([&](outbox::Transaction& transaction) {
    EXPECT_EQ((*transaction.enrolment(gradebook::ClassId("algebra"), gradebook::SchoolYear("2026"),
                                      "ada"))
                  ->user_sis_id.value,
              "sis-ada");
    return ok_status();
  });
}

TEST_F(MovedTest, AnIdThatIsCorrectedBeforeAnythingWentChangesNoRecord) {
  take(essay());
  take(score_of("90"));
  const auto before = result();
  enrol("sis-eve");
  EXPECT_EQ(result().wire_id, before.wire_id);
  EXPECT_EQ(result().state, State::waiting_parent);
}

TEST_F(MovedTest, AnIdThatIsCorrectedAfterTheGradeWentMakesTwoRecordsOfOne) {
  sent();
  const auto before = result();
  enrol("sis-eve");
  const auto wrong = left_behind(), right = present();
  EXPECT_EQ(wrong.id, before.id) << "its history stays with it";
  EXPECT_EQ(wrong.wire_id, before.wire_id);
  EXPECT_EQ(wrong.released.form, Form::absent);
  EXPECT_EQ(wrong.state, State::ready);
  EXPECT_NE(right.wire_id, before.wire_id);
  EXPECT_EQ(right.released.facts, before.released.facts);
  EXPECT_EQ(right.state, State::ready);
  deliver_everything();
  EXPECT_EQ(left_behind().state, State::withdrawn);
  EXPECT_EQ(outbox::holder_of(present()).value, "sis-eve");
}

TEST_F(MovedTest, TheIdThatComesWithAScoreIsANewerWordThanTheEnrolments) {
  sent();
  auto score = score_of("95");
  score.facts.student_sis_id = SourcedId("sis-eve");
  EXPECT_EQ(take(score).disposition, Disposition::queued);
  EXPECT_EQ(left_behind().released.form, Form::absent);
  deliver_everything();
  EXPECT_EQ(outbox::holder_of(present()).value, "sis-eve");
}

TEST_F(MovedTest, AnOlderEventsIdIsNoNewerWord) {
  take(essay());
  auto score = score_of("90");
  score.origin.host_rev = 7;
  take(score);
  deliver_everything();
  score = score_of("80");
  score.origin.host_rev = 6;
  score.facts.student_sis_id = SourcedId("sis-eve");
  EXPECT_EQ(take(score).disposition, Disposition::superseded);
  work_off();
  EXPECT_EQ(outbox::holder_of(result()).value, "sis-ada");
}

TEST_F(MovedTest, WhatWasReleasedByAPersonFollowsWithoutAskingAgain) {
  district.send_automatically = false;
  save(district);
  take(essay());
  take(score_of("90"));
  commit([&](outbox::Transaction& transaction) {
    auto row = transaction.record(result().id);
    outbox::release(**row);
    outbox::enqueue(**row, true, clock.unix_ms());
    outbox::mark_sent(**row, "request", 1, clock.unix_ms());
    note_student(transaction, **row);
    outbox::confirm(**row, clock.unix_ms());
    return transaction.put_record(**row);
  });
  enrol("sis-eve");
  EXPECT_EQ(left_behind().state, State::ready);
  EXPECT_NE(present().released.form, Form::none);
}

TEST_F(MovedTest, AnIdThatIsCorrectedTwiceTakesTheFirstRecordUpAgain) {
  sent();
  const auto first = result().wire_id;
  enrol("sis-eve");
  enrol("sis-ada");
  EXPECT_EQ(present().wire_id, first);
  EXPECT_EQ(present().state, State::settled) << "the SIS has it already";
  EXPECT_FALSE(outbox::stands_at_sis(left_behind()));
}

TEST_F(MovedTest, AGradeThatWasRefusedForAWrongIdGoesWithTheRightOne) {
  take(essay());
  take(score_of("90"));
  commit([&](outbox::Transaction& transaction) {
    auto row = transaction.record(result().id);
    outbox::enqueue(**row, true, clock.unix_ms());
    outbox::mark_sent(**row, "request", 1, clock.unix_ms());
    outbox::refuse(**row, State::rejected, Code::rejected_content, 422, "no such user");
    return transaction.put_record(**row);
  });
  enrol("sis-ada");
  EXPECT_EQ(result().state, State::rejected) << "nothing new was said";
  enrol("sis-eve");
  EXPECT_EQ(result().state, State::waiting_parent);
}

TEST_F(MovedTest, WhereNothingCanBeDeletedTheWrongRecordIsCleared) {
  district.connection->profile = "clearing";
  save(district);
  sent();
  enrol("sis-eve");
  const auto wrong = left_behind();
  EXPECT_EQ(wrong.released.form, Form::cleared);
  EXPECT_EQ(gradebook::score_facts_from_json(wrong.released.facts)->student_sis_id.value,
            "sis-ada");
  deliver_everything();
  EXPECT_EQ(left_behind().state, State::settled);
}

TEST_F(MovedTest, WhereNothingCanBeTakenBackAPersonIsTold) {
  district.connection->profile = "clinging";
  save(district);
  sent();
  enrol("sis-eve");
  EXPECT_EQ(left_behind().state, State::waiting);
  EXPECT_EQ(left_behind().code, Code::wrong_record);
  EXPECT_EQ(present().state, State::ready);
}

TEST_F(MovedTest, AClassThatIsLinkedAnewBeforeAnythingWentTakesItsRecordsWithIt) {
  link("sis-algebra");
  take(essay());
  take(score_of("90"));
  const auto before = result();
  link("sis-geometry");
  EXPECT_EQ(result().id, before.id);
  EXPECT_EQ(result().key.sis_class_id.value, "sis-geometry");
  EXPECT_NE(result().wire_id, before.wire_id);
  EXPECT_EQ(line_item().key.sis_class_id.value, "sis-geometry");
}

TEST_F(MovedTest, AClassThatWasLinkedByMistakeIsTakenOutOfTheOtherClass) {
  link("sis-algebra");
  sent();
  link("sis-geometry");
  const auto items = of_class(Kind::line_item, "sis-algebra");
  ASSERT_EQ(items.size(), 1U);
  EXPECT_EQ(items[0].released.form, Form::absent);
  EXPECT_EQ(items[0].state, State::ready);
  ASSERT_EQ(of_class(Kind::line_item, "sis-geometry").size(), 1U);
  ASSERT_EQ(of_class(Kind::result, "sis-geometry").size(), 1U);
  EXPECT_EQ(of_class(Kind::result, "sis-algebra")[0].state, State::waiting_parent)
      << "it stands there until the line item is gone";
  deliver_everything();
  EXPECT_EQ(of_class(Kind::line_item, "sis-algebra")[0].state, State::withdrawn);
  EXPECT_EQ(of_class(Kind::result, "sis-algebra")[0].state, State::withdrawn);
  EXPECT_EQ(of_class(Kind::result, "sis-geometry")[0].confirmed.form, Form::present);
  // Whatever is looked at again, the one that was taken out stays so, and takes nothing with it.
  save_and_look(district, "district");
  EXPECT_EQ(of_class(Kind::line_item, "sis-algebra")[0].state, State::withdrawn);
  EXPECT_EQ(of_class(Kind::line_item, "sis-geometry")[0].observed.form, Form::present);
  EXPECT_EQ(of_class(Kind::result, "sis-geometry")[0].observed.form, Form::present);
}

TEST_F(MovedTest, WhereLineItemsStayTheResultsOfAWrongClassAreTakenOutOneByOne) {
  district.connection->profile = "keeping";
  save(district);
  link("sis-algebra");
  sent();
  link("sis-geometry");
  EXPECT_EQ(of_class(Kind::line_item, "sis-algebra")[0].code, Code::wrong_record);
  EXPECT_EQ(of_class(Kind::result, "sis-algebra")[0].released.form, Form::absent);
  EXPECT_EQ(of_class(Kind::result, "sis-algebra")[0].state, State::ready);
}

TEST_F(MovedTest, AStudentWhoChangesSectionsHasAllGradesInTheNewOneAndTheOldOneKeepsItsOwn) {
  link("sis-algebra");
  sent();
  enrol("sis-ada", "sis-algebra-2");
  const auto old = of_class(Kind::result, "sis-algebra");
  const auto now = of_class(Kind::result, "sis-algebra-2");
  ASSERT_EQ(old.size(), 1U);
  ASSERT_EQ(now.size(), 1U);
  EXPECT_EQ(old[0].code, Code::moved_section);
  EXPECT_EQ(old[0].confirmed.form, Form::present);
  EXPECT_EQ(now[0].state, State::waiting_parent);
  deliver_everything();
  // A withdrawal of the cell leaves the section before what it has.
  auto gone = score_of("");
  gone.class_sis_id = {};
  gone.withdrawn = true;
  take(gone);
  deliver_everything();
  EXPECT_EQ(of_class(Kind::result, "sis-algebra")[0].confirmed.form, Form::present);
  EXPECT_EQ(of_class(Kind::result, "sis-algebra-2")[0].confirmed.form, Form::absent);
}

TEST_F(MovedTest, WhereAnAdministratorChoseSoASectionThatWasLeftLosesTheGrades) {
  district.grading.withdraw_from_old_section = true;
  save(district);
  link("sis-algebra");
  sent();
  enrol("sis-ada", "sis-algebra-2");
  deliver_everything();
  EXPECT_EQ(of_class(Kind::result, "sis-algebra")[0].confirmed.form, Form::absent);
  EXPECT_EQ(of_class(Kind::result, "sis-algebra-2")[0].confirmed.form, Form::present);
  enrol("sis-ada", "sis-algebra");
  deliver_everything();
  EXPECT_EQ(of_class(Kind::result, "sis-algebra")[0].confirmed.form, Form::present);
  EXPECT_EQ(of_class(Kind::result, "sis-algebra-2")[0].confirmed.form, Form::absent);
}

TEST_F(MovedTest, AStudentWhoComesBackToASectionBringsTheNewestGrade) {
  link("sis-algebra");
  sent("90");
  enrol("sis-ada", "sis-algebra-2");
  deliver_everything();
  auto better = score_of("95");
  better.class_sis_id = {};
  take(better);
  deliver_everything();
  enrol("sis-ada", "sis-algebra");
  deliver_everything();
  const auto back = of_class(Kind::result, "sis-algebra");
  ASSERT_EQ(back.size(), 1U);
  EXPECT_EQ(gradebook::score_facts_from_json(back[0].confirmed.facts)->points->to_string(), "95");
  EXPECT_EQ(of_class(Kind::result, "sis-algebra-2")[0].code, Code::moved_section);
}

TEST_F(MovedTest, TheEndOfASectionThatWasLeftIsNotTheEndOfThePresentOne) {
  take(essay());
  enrol("sis-ada", "sis-algebra");
  enrol("sis-ada", "sis-geometry", "ada", true);
  EXPECT_EQ(take(score_of("90")).disposition, Disposition::queued);
}

TEST_F(MovedTest, AStudentWhoIsUnlinkedGetsNothingMoreAndKeepsWhatIsThere) {
  sent();
  enrol("");
  EXPECT_EQ(result().state, State::settled);
  auto bare = score_of("91");
  bare.facts.student_sis_id = {};
  EXPECT_EQ(take(bare).reason, Code::student_unlinked);
}

TEST_F(MovedTest, WithoutClassEventsTheClassIsWhatItsActivitiesSay) {
  take(essay());
  auto score = score_of("90");
  score.class_sis_id = {};
  EXPECT_EQ(take(score).disposition, Disposition::queued);
  EXPECT_EQ(result().key.sis_class_id.value, "sis-algebra");
}

TEST_F(MovedTest, WhatWaitsWhenASchoolGetsItsOwnSisGoesThereAndWhatWentIsOffered) {
  take(essay());
  take(score_of("90"));
  deliver_everything();
  take(score_of("80", "bob"));
  settings::DomainSettings north;
  north.connection = connection("sis-2");
  save_and_look(north, "north");
  for (const auto& one : records(Kind::result)) {
    const bool adas = one.key.student_id.value == "ada";
    EXPECT_EQ(one.key.connection_id, adas ? "sis-1" : "sis-2");
    EXPECT_EQ(one.code, adas ? Code::other_sis : Code::parent_not_confirmed);
  }
  // A sweep that says the same again is no answer to the question.
  EXPECT_EQ(take(score_of("90")).reason, Code::other_sis);
  EXPECT_EQ(records(Kind::result).size(), 2U);
  // Another grade is a new one.
  EXPECT_EQ(take(score_of("95")).disposition, Disposition::queued);
  const auto all = records(Kind::result);
  ASSERT_EQ(all.size(), 3U);
  for (const auto& one : all) {
    EXPECT_NE(one.code, Code::other_sis) << "the question has its answer";
  }
}

TEST_F(MovedTest, AnSisThatIsConnectedAgainIsNotOfferedTheActivityThatItHas) {
  // Each SIS has its own id of the class, which the scores say; the class itself says none.
  take(score_of("90"));
  auto bare = essay();
  bare.class_sis_id = {};
  take(bare);
  work_off();
  deliver_everything();
  ASSERT_EQ(line_item().confirmed.form, Form::present);
  settings::DomainSettings north;
  north.connection = connection("sis-2");
  save_and_look(north, "north");
  auto bobs = score_of("70", "bob");
  bobs.class_sis_id = SourcedId("harbor-algebra");
  take(bobs);
  deliver_everything();
  ASSERT_EQ(of_class(Kind::line_item, "harbor-algebra").size(), 1U);

  save_and_look(settings::DomainSettings{}, "north");
  for (const auto& one : records(Kind::line_item)) {
    const bool present = one.key.connection_id == "sis-1";
    EXPECT_EQ(one.code, present ? Code::none : Code::moved_sis) << one.key.connection_id;
  }
  for (const auto& one : records(Kind::result)) {
    const bool bob = one.key.student_id.value == "bob";
    EXPECT_EQ(one.code, bob ? Code::other_sis : Code::none) << "only bob's grade is not there";
  }
}

TEST_F(MovedTest, AnActivityIsNotOfferedAnyMoreOnceTheNewSisHasIt) {
  sent();
  settings::DomainSettings north;
  north.connection = connection("sis-2");
  save_and_look(north, "north");
  ASSERT_EQ(line_item().code, Code::other_sis);
  take(score_of("80", "bob"));
  const auto items = records(Kind::line_item);
  ASSERT_EQ(items.size(), 2U);
  for (const auto& one : items) {
    const bool before = one.key.connection_id == "sis-1";
    EXPECT_EQ(one.code, before ? Code::moved_sis : Code::none);
  }
}

TEST_F(MovedTest, TheOffersOfTwoSisesOfBeforeEndWithTheOneThatIsTaken) {
  sent();
  const auto first = result();
  district.connection->generation = 2;
  save_and_look(district, "district");
  send_by_teacher(first);
  deliver_everything();
  district.connection->generation = 3;
  save_and_look(district, "district");
  for (const auto& one : records(Kind::result)) {
    ASSERT_EQ(one.code, Code::other_sis);
  }
  send_by_teacher(first);
  for (const auto& one : records(Kind::result)) {
    EXPECT_NE(one.code, Code::other_sis) << one.key.connection_generation;
  }
}

TEST_F(MovedTest, APersonSendsToTheNewSisWhatTheOneBeforeHas) {
  sent();
  const auto before = result();
  district.connection->generation = 2;
  save_and_look(district, "district");
  ASSERT_EQ(result().code, Code::other_sis);
  send_by_teacher(before);
  deliver_everything();
  int confirmed = 0;
  for (const auto& one : records(Kind::result)) {
    EXPECT_EQ(one.confirmed.form, Form::present);
    EXPECT_EQ(one.code, one.id == before.id ? Code::moved_sis : Code::none);
    ++confirmed;
  }
  EXPECT_EQ(confirmed, 2);
}

} // namespace
} // namespace passback::intake
