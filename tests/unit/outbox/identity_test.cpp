// Where a record stands, held against where it belongs. Pure.
#include <gtest/gtest.h>

#include "plugin/gradebook/facts.hpp"
#include "plugin/outbox/identity.hpp"
#include "plugin/outbox/transitions.hpp"
#include "tests/unit/outbox/store_fixture.hpp"

namespace passback::outbox {
namespace {

using gradebook::SourcedId;

Record sent_to(const std::string& student) {
  Record record = cell("algebra", "ada");
  gradebook::ScoreFacts facts;
  facts.points = gradebook::Decimal::from_integer(8);
  observe(record, Form::present, gradebook::to_json(facts), 1, 0, 0);
  release(record);
  enqueue(record, true, 1'000);
  mark_sent(record, "request", 1, 1'000);
  note_holder(record, SourcedId(student));
  return record;
}

const ClassLinks kLinks{SourcedId("sis-algebra"), {SourcedId("sis-geometry")}, {}, {}};

TEST(IdentityTest, AnEnrolmentNamesItsOwnClassUnlessThatWasAMistake) {
  EnrolmentRow row;
  EXPECT_EQ(identity_of(row, kLinks).sis_class_id.value, "sis-algebra");
  row.class_sis_id.value = "sis-algebra-2";
  EXPECT_EQ(identity_of(row, kLinks).sis_class_id.value, "sis-algebra-2");
  row.class_sis_id.value = "sis-geometry";
  EXPECT_EQ(identity_of(row, kLinks).sis_class_id.value, "sis-algebra");
  EXPECT_EQ(identity_of(std::nullopt, kLinks).sis_class_id.value, "sis-algebra");
}

TEST(IdentityTest, TheLmssOwnDataHaveAWordOverTheRostersWhereTheyWereAsked) {
  ClassRow row;
  gradebook::ClassFacts facts;
  facts.class_sis_id = SourcedId("by-roster");
  facts.former_class_sis_ids = {SourcedId("custom")};
  row.facts = gradebook::to_json(facts);
  const IdsAskedFor asked{true, false, true};
  EXPECT_EQ(links_of(row)->now.value, "by-roster");
  EXPECT_TRUE(links_of(row, asked)->now.empty()) << "nobody has answered yet";
  row.custom = {true, SourcedId("custom"), true, {}};
  const auto links = links_of(row, asked);
  EXPECT_EQ(links->now.value, "custom");
  EXPECT_EQ(links->by_roster.value, "by-roster");
  EXPECT_TRUE(links->former.empty()) << "the class that it is now is no former one";

  EnrolmentRow person;
  person.user_sis_id = SourcedId("sis-ada");
  person.class_sis_id = SourcedId("by-roster");
  EXPECT_TRUE(identity_of(person, *links).student_sis_id.empty());
  EXPECT_EQ(identity_of(person, *links).sis_class_id.value, "custom")
      << "the roster's word about its class is no word about the enrolment";
  person.custom_user = {true, {}, true, {}};
  EXPECT_EQ(identity_of(person, *links).student_sis_id.value, "sis-ada");
  person.custom_class = {true, SourcedId("by-roster"), false, {}};
  EXPECT_EQ(identity_of(person, *links).sis_class_id.value, "by-roster")
      << "unless its own data say so";
}

TEST(IdentityTest, WhatLeftIsRememberedWithWhomItLeftFor) {
  auto record = sent_to("sis-ada");
  EXPECT_EQ(holder_of(record).value, "sis-ada") << "also while nobody has answered";
  confirm(record, 2'000);
  EXPECT_EQ(holder_of(record).value, "sis-ada");
  EXPECT_EQ(record.state, State::settled) << "the student is not part of what is compared";
}

TEST(IdentityTest, WhatWasRefusedOrTakenBackStandsInNobodysRecord) {
  auto record = sent_to("sis-ada");
  refuse(record, State::rejected, Code::rejected_content, 422, "");
  EXPECT_TRUE(holder_of(record).empty());
  record = sent_to("sis-ada");
  confirm(record, 2'000);
  observe(record, Form::absent, "", 2, 0, 0);
  release(record);
  enqueue(record, true, 3'000);
  mark_sent(record, "request-2", 1, 3'000);
  EXPECT_EQ(holder_of(record).value, "sis-ada") << "not before the SIS has said so";
  confirm(record, 4'000);
  EXPECT_TRUE(holder_of(record).empty());
}

TEST(IdentityTest, ARecordIsHeldAgainstWhereItBelongs) {
  const Identity ada{SourcedId("sis-algebra"), SourcedId("sis-ada")};
  EXPECT_EQ(whereabouts(sent_to("sis-ada"), ada, kLinks), Whereabouts::right);
  EXPECT_EQ(whereabouts(sent_to("sis-eve"), ada, kLinks), Whereabouts::wrong_student);
  EXPECT_EQ(whereabouts(cell("algebra", "ada"), ada, kLinks), Whereabouts::right);
  EXPECT_EQ(whereabouts(sent_to("sis-eve"), {SourcedId("sis-algebra"), {}}, kLinks),
            Whereabouts::right)
      << "nobody knows better";

  const Identity elsewhere{SourcedId("sis-algebra-2"), SourcedId("sis-ada")};
  EXPECT_EQ(whereabouts(cell("algebra", "ada"), elsewhere, kLinks), Whereabouts::not_sent);
  EXPECT_EQ(whereabouts(sent_to("sis-ada"), elsewhere, kLinks), Whereabouts::old_section);
  EXPECT_EQ(whereabouts(sent_to("sis-eve"), elsewhere, kLinks), Whereabouts::wrong_student)
      << "the section before keeps nothing of somebody else's";
  const ClassLinks linked_anew{SourcedId("sis-algebra-2"), {SourcedId("sis-algebra")}};
  EXPECT_EQ(whereabouts(sent_to("sis-ada"), elsewhere, linked_anew), Whereabouts::wrong_class);

  auto left_behind = sent_to("sis-eve");
  left_behind.key.incarnation = -7;
  EXPECT_EQ(whereabouts(left_behind, ada, kLinks), Whereabouts::right) << "it has its own way";
}

TEST(IdentityTest, ALineItemFollowsItsClassOnly) {
  const ClassLinks linked_anew{SourcedId("sis-algebra-2"), {SourcedId("sis-algebra")}};
  auto record = line_item("algebra");
  EXPECT_EQ(whereabouts(record, {}, kLinks), Whereabouts::right);
  EXPECT_EQ(whereabouts(record, {}, linked_anew), Whereabouts::not_sent);
  record.confirmed.form = Form::present;
  EXPECT_EQ(whereabouts(record, {}, linked_anew), Whereabouts::wrong_class);
  EXPECT_EQ(whereabouts(record, {}, {SourcedId("sis-algebra-2"), {}}), Whereabouts::right)
      << "another section of the class";
}

} // namespace
} // namespace passback::outbox
