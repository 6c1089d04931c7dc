// A class with students of another school, whose grades belong into that school's own SIS.
#include "plugin/intake/sweep.hpp"
#include "tests/unit/intake/intake_fixture.hpp"

namespace passback::intake {
namespace {

using gradebook::DomainId;
using gradebook::SourcedId;
using outbox::Kind;
using outbox::Record;
using outbox::State;

// The class is north's, as is Bob; Ada is a student of south, which has an SIS of its own.
class OtherDomain : public IntakeTest {
 protected:
  OtherDomain() {
    south.connection = connection("sis-2");
    save(south, "south");
    save(chosen());
    tell_class("north");
    enrol("ada", "south", "south-algebra");
  }
  void tell_class(const std::string& domain) {
    ClassEvent event;
    event.origin = origin();
    event.origin.domain_id = DomainId(domain);
    event.facts.class_sis_id = SourcedId("sis-algebra");
    ASSERT_TRUE(intake->lms_class(event, kDeadline).ok());
  }
  /// The teacher has chosen a category of south's SIS.
  static settings::ClassSettings chosen() {
    settings::ClassSettings of_class;
    of_class.category_map[settings::category_key(SourcedId("south-algebra"), {})] =
        "south-homework";
    return of_class;
  }
  static EnrolmentEvent enrolment(const std::string& student, const std::string& domain,
                                  const std::string& sis_class) {
    EnrolmentEvent event;
    event.origin = origin();
    event.origin.domain_id = DomainId(domain);
    event.user_id = student;
    event.user_sis_id = SourcedId(domain + "-" + student);
    event.class_sis_id = SourcedId(sis_class);
    return event;
  }
  void enrol(const std::string& student, const std::string& domain, const std::string& sis_class) {
    ASSERT_TRUE(intake->enrolment(enrolment(student, domain, sis_class), kDeadline).ok());
  }
  /// Whether the class was to be read.
  bool forget_sweeps() {
    bool any = false;
    commit([&](outbox::Transaction& transaction) -> Status {
      const auto rows = transaction.sweeps_of(outbox::SweepOf::lms_class, "algebra");
      any = rows.ok() && !rows->empty();
      return any ? transaction.forget_sweep(rows->front()) : ok_status();
    });
    return any;
  }
  /// Of a host that fills in the class's domain, and no ids.
  static ScoreEvent plain_score(const std::string& points, const std::string& student) {
    auto event = score_of(points, student);
    event.class_sis_id = {};
    event.facts.student_sis_id = {};
    return event;
  }
  Record result_of(const std::string& student) {
    auto found = records(Kind::result);
    std::erase_if(found, [&](const Record& one) {
      return one.key.student_id.value != student || one.state == State::off;
    });
    EXPECT_EQ(found.size(), 1U) << student;
    return found.empty() ? Record{} : found.front();
  }
  Record line_item_at(const std::string& connection) {
    auto found = records(Kind::line_item);
    std::erase_if(found, [&](const Record& one) { return one.key.connection_id != connection; });
    EXPECT_EQ(found.size(), 1U) << connection;
    return found.empty() ? Record{} : found.front();
  }

  settings::DomainSettings south;
};

TEST_F(OtherDomain, EachStudentsGradeGoesToTheSisOfTheirOwnSchool) {
  enrol("bob", "north", "");
  take(essay());
  EXPECT_EQ(take(plain_score("90", "ada")).disposition, Disposition::queued);
  EXPECT_EQ(take(plain_score("80", "bob")).disposition, Disposition::queued);
  EXPECT_EQ(result_of("ada").key.connection_id, "sis-2");
  EXPECT_EQ(result_of("ada").key.sis_class_id.value, "south-algebra");
  EXPECT_EQ(result_of("bob").key.connection_id, "sis-1");
  EXPECT_EQ(result_of("bob").key.sis_class_id.value, "sis-algebra");
  EXPECT_EQ(line_item_at("sis-2").key.sis_class_id.value, "south-algebra");
  EXPECT_EQ(line_item_at("sis-2").state, State::ready);
  EXPECT_EQ(line_item_at("sis-1").key.sis_class_id.value, "sis-algebra");
  EXPECT_EQ(result_of("ada").line_item_id, line_item_at("sis-2").id);
}

TEST_F(OtherDomain, AChangeOfAnActivityReachesEachSis) {
  enrol("bob", "north", "");
  take(essay());
  take(plain_score("90", "ada"));
  take(plain_score("80", "bob"));
  deliver_everything();
  auto renamed = essay();
  renamed.facts.title = "Second essay";
  EXPECT_EQ(take(renamed).disposition, Disposition::queued);
  for (const auto* connection : {"sis-1", "sis-2"}) {
    const auto line_item = line_item_at(connection);
    const auto* facts = line_item.observed.facts.activity();
    ASSERT_NE(facts, nullptr);
    EXPECT_EQ(facts->title, "Second essay") << connection;
    EXPECT_EQ(line_item.state, State::ready) << connection;
  }
}

TEST_F(OtherDomain, TheClassesOwnSchoolNeedNotSync) {
  settings::DomainSettings north;
  north.allow_grades = false;
  save(north, "north");
  enrol("bob", "north", "");
  EXPECT_EQ(take(essay()).disposition, Disposition::stored);
  EXPECT_EQ(take(plain_score("90", "ada")).disposition, Disposition::queued);
  EXPECT_EQ(take(plain_score("80", "bob")).disposition, Disposition::off);
  EXPECT_EQ(records(Kind::result).size(), 1U);
  EXPECT_EQ(line_item_at("sis-2").state, State::ready);
}

TEST_F(OtherDomain, TheStudentsSchoolMaySyncNothing) {
  south.allow_grades = false;
  save(south, "south");
  take(essay());
  EXPECT_EQ(take(plain_score("90", "ada")).disposition, Disposition::off);
  EXPECT_TRUE(records(Kind::result).empty());
}

TEST_F(OtherDomain, TwoSchoolsOfOneSisShareItsLineItem) {
  save(settings::DomainSettings{}, "south");
  enrol("ada", "south", "");
  enrol("bob", "north", "");
  take(essay());
  take(plain_score("90", "ada"));
  take(plain_score("80", "bob"));
  EXPECT_EQ(line_item_at("sis-1").state, State::ready);
  EXPECT_EQ(result_of("ada").key.sis_class_id.value, "sis-algebra");
  EXPECT_EQ(result_of("ada").line_item_id, result_of("bob").line_item_id);
}

TEST_F(OtherDomain, ALinkOfTheClassSaysNothingAtAnotherSis) {
  enrol("ada", "south", "");
  take(essay());
  EXPECT_EQ(take(plain_score("90", "ada")).reason, Code::class_unlinked);
  enrol("ada", "south", "south-algebra");
  EXPECT_EQ(result_of("ada").state, State::waiting_parent);
  EXPECT_EQ(result_of("ada").key.sis_class_id.value, "south-algebra");
  EXPECT_EQ(line_item_at("sis-2").key.sis_class_id.value, "south-algebra");
}

TEST_F(OtherDomain, AHostThatFillsInTheClassesIdSaysNothingOfTheStudentsClass) {
  take(essay());
  auto score = plain_score("90", "ada");
  score.class_sis_id = SourcedId("sis-algebra");
  EXPECT_EQ(take(score).disposition, Disposition::queued);
  EXPECT_EQ(result_of("ada").key.sis_class_id.value, "south-algebra");
}

TEST_F(OtherDomain, AGradeFollowsAStudentWhoChangesSchools) {
  take(essay());
  take(plain_score("90", "ada"));
  enrol("ada", "north", "");
  EXPECT_EQ(result_of("ada").key.connection_id, "sis-1");
  EXPECT_EQ(result_of("ada").key.sis_class_id.value, "sis-algebra");
  commit([](outbox::Transaction& transaction) { return ask_to_reconsider(transaction, {}); });
  ASSERT_TRUE(intake->reconsider(kDeadline).ok());
  for (const auto& one : records(Kind::line_item)) {
    const bool goes = outbox::needs_send(one) && one.state == State::ready;
    EXPECT_TRUE(!goes || one.key.sis_class_id.value == "sis-algebra")
        << "south's class is nothing to north's SIS: " << one.key.sis_class_id.value;
  }
}

TEST_F(OtherDomain, WhatAStudentHasWhereTheSchoolIsOffIsAskedForWhenTheDomainChanges) {
  EXPECT_TRUE(forget_sweeps());
  enrol("bob", "north", "");
  EXPECT_FALSE(forget_sweeps()) << "bob is where the class is";
  enrol("ada", "north", "");
  EXPECT_TRUE(forget_sweeps());
}

TEST_F(OtherDomain, TheEndOfTheEnrolmentBeforeEndsNothingWhenItIsToldLast) {
  take(essay());
  take(plain_score("90", "ada"));
  enrol("ada", "north", "");
  auto ended = enrolment("ada", "south", "south-algebra");
  ended.withdrawn = true;
  ASSERT_TRUE(intake->enrolment(ended, kDeadline).ok());
  EXPECT_EQ(result_of("ada").key.connection_id, "sis-1");
  EXPECT_EQ(take(plain_score("95", "ada")).disposition, Disposition::queued);
}

TEST_F(OtherDomain, TheEndOfAnEnrolmentLeavesTheStudentWhereSheWas) {
  take(essay());
  take(plain_score("90", "ada"));
  deliver_everything();
  auto ended = enrolment("ada", "north", ""); // of a host that fills in the class's domain
  ended.user_sis_id = {};
  ended.withdrawn = true;
  ASSERT_TRUE(intake->enrolment(ended, kDeadline).ok());
  EXPECT_EQ(result_of("ada").key.connection_id, "sis-2");
  EXPECT_NE(result_of("ada").code, Code::other_sis);
}

TEST_F(OtherDomain, IdsOfTheClassesSisDoNotGoToAnother) {
  auto of_class = chosen();
  of_class.default_category = "north-category";
  save(of_class);
  take(essay());
  take(plain_score("90", "ada"));
  enrol("bob", "north", "");
  take(plain_score("80", "bob"));
  const auto south_item = line_item_at("sis-2");
  const auto north_item = line_item_at("sis-1");
  EXPECT_TRUE(south_item.observed.facts.activity()->category_sis_id.empty());
  EXPECT_EQ(north_item.observed.facts.activity()->category_sis_id.value, "sis-homework");
}

TEST_F(OtherDomain, ACategoryIsChosenForTheOtherSchoolsClassByItself) {
  settings::ClassSettings of_class;
  of_class.default_category = "north-category";
  save(of_class);
  take(essay());
  EXPECT_EQ(take(plain_score("90", "ada")).reason, Code::category_missing);
  save(chosen());
  EXPECT_EQ(take(plain_score("95", "ada")).disposition, Disposition::queued);
}

TEST_F(OtherDomain, ADomainAboveTheClassIsNoOtherSchool) {
  enrol("bob", "district", "");
  settings::DomainSettings north;
  north.allow_grades = false;
  save(north, "north");
  EXPECT_EQ(take(plain_score("80", "bob")).disposition, Disposition::off);
}

TEST_F(OtherDomain, AClassThatWasInTheStudentsDomainForAWhileTakesNothingFromHer) {
  tell_class("south");
  tell_class("north");
  take(essay());
  take(plain_score("90", "ada"));
  EXPECT_EQ(result_of("ada").key.connection_id, "sis-2");
}

TEST_F(OtherDomain, ALineItemOfTwoSchoolsGoesAsTheClassesOwnHasIt) {
  settings::DomainSettings automatic;
  automatic.allow_grades = true;
  automatic.send_automatically = true;
  save(automatic, "south");
  district.send_automatically = false;
  save(district);
  enrol("ada", "south", "");
  take(essay());
  take(plain_score("90", "ada"));
  deliver_everything();
  auto renamed = essay();
  renamed.facts.title = "Second essay";
  take(renamed);
  take(plain_score("95", "ada"));
  EXPECT_EQ(result_of("ada").state, State::ready);
  const auto line_item = line_item_at("sis-1");
  EXPECT_NE(line_item.released.facts, line_item.observed.facts)
      << "north's teacher sends what is new of the activity";
}

TEST_F(OtherDomain, SettingsOfOneSchoolThatCannotBeReadStopNoOther) {
  enrol("bob", "north", "");
  commit([](outbox::Transaction& transaction) {
    return transaction.put_settings(outbox::Scope::domain, "south", "nonsense");
  });
  EXPECT_EQ(take(essay()).disposition, Disposition::stored);
  EXPECT_EQ(take(plain_score("80", "bob")).disposition, Disposition::queued);
  EXPECT_FALSE(intake->score(plain_score("90", "ada"), kDeadline).ok());
}

TEST_F(OtherDomain, AnActivityThatNamesTheOtherSchoolsClassIsNotOfTheClassesOwn) {
  auto of_south = essay();
  of_south.class_sis_id = SourcedId("south-algebra");
  take(of_south);
  for (const auto& one : records(Kind::line_item)) {
    EXPECT_EQ(one.key.connection_id, "sis-2");
    EXPECT_EQ(one.key.sis_class_id.value, "south-algebra");
  }
}

TEST_F(OtherDomain, WhetherTheNewSchoolGetsWhatTheOldOneHasIsAsked) {
  take(essay());
  take(plain_score("90", "ada"));
  deliver_everything();
  enrol("ada", "north", "");
  const auto there = records(Kind::result);
  ASSERT_EQ(there.size(), 1U);
  EXPECT_EQ(there.front().code, Code::other_sis);
  EXPECT_EQ(take(plain_score("95", "ada")).disposition, Disposition::queued);
  EXPECT_EQ(records(Kind::result).back().key.connection_id, "sis-1");
}

TEST_F(OtherDomain, AHostThatFillsInTheClassesDomainLetsTheStudentsMoveWithIt) {
  enrol("bob", "north", "");
  tell_class("south");
  take(essay());
  take(plain_score("80", "bob"));
  EXPECT_EQ(result_of("bob").key.connection_id, "sis-2");
}

TEST_F(OtherDomain, AnEnrolmentThatCameBeforeItsClassIsOfTheClassesDomainAllTheSame) {
  auto other = origin();
  other.class_id = gradebook::ClassId("biology");
  EnrolmentEvent early;
  early.origin = other;
  early.user_id = "bob";
  ASSERT_TRUE(intake->enrolment(early, kDeadline).ok());
  ClassEvent late;
  late.origin = other;
  ASSERT_TRUE(intake->lms_class(late, kDeadline).ok());
  commit([](outbox::Transaction& transaction) {
    const auto own =
        transaction.own_domains(gradebook::ClassId("biology"), gradebook::SchoolYear("2026"));
    EXPECT_TRUE(own.ok() && own->empty());
    return ok_status();
  });
}

TEST_F(OtherDomain, SwitchingOnItsSchoolAsksForTheClassThatStandsElsewhere) {
  forget_sweeps();
  const auto switch_on = [&](const std::string& domain) {
    commit([&](outbox::Transaction& transaction) {
      return ask_to_sweep(transaction, {DomainId(domain), {}, {}});
    });
  };
  switch_on("west");
  EXPECT_FALSE(forget_sweeps()) << "nobody of west is there";
  switch_on("south");
  EXPECT_TRUE(forget_sweeps());
}

} // namespace
} // namespace passback::intake
