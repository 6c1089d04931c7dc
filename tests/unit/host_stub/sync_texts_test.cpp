// What `host_stub sync` prints: a preview and a history by names, and a form that is filled in by
// NAME=VALUE.
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <gtest/gtest.h>

#include "host_stub/commands/form_changes.hpp"
#include "host_stub/commands/history_text.hpp"
#include "host_stub/commands/plugin_status.hpp"
#include "host_stub/commands/sync_preview_text.hpp"
#include "host_stub/gradebook/activity_store.hpp"
#include "host_stub/gradebook/roster_store.hpp"
#include "host_stub/import/roster_import.hpp"
#include "tests/unit/host_stub/sample_bundle.hpp"
#include "tests/unit/host_stub/temporary_folder.hpp"

namespace host_stub::commands {
namespace {

namespace json = boost::json;

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

class SyncTexts : public testing::Test {
 protected:
  SyncTexts() {
    import::import_roster(import::sample_bundle_1_1(), book);
    gradebook::RosterStore roster(book);
    student = roster.user("u-2").value();
    gradebook::Activity essay;
    essay.id = "essay";
    essay.class_id = roster.class_of("c-1").value().id;
    essay.title = "Essay";
    gradebook::ActivityStore(book).save(essay);
  }

  std::string student_name() const { return student.given_name + " " + student.family_name; }

  json::value with_cells(const std::string& cells) const {
    auto text = R"({"schema": "lms.preview/1", "will_send": 1, "cells": [)" + cells + "]}";
    for (auto at = text.find("STUDENT"); at != std::string::npos; at = text.find("STUDENT")) {
      text.replace(at, 7, student.id);
    }
    return json::parse(text);
  }

  TemporaryFolder folder;
  gradebook::Gradebook book{folder.path()};
  Names names{book};
  gradebook::User student;
};

TEST_F(SyncTexts, APreviewNamesPeopleAndActivitiesWithEachMemberFromAndTo) {
  const auto text = preview_text(with_cells(R"({"id": 1, "kind": "result", "activity_id": "essay",
      "student_id": "STUDENT", "state": "changed", "will_send": true, "value": "9", "sis_value": "8",
      "from": {"score": 8, "comment": "Good."}, "to": {"score": 9.5, "comment": null}})"),
                                 names);
  EXPECT_TRUE(contains(text, "Essay     " + student_name() + "  score")) << text;
  EXPECT_TRUE(contains(text, "8               9.5")) << text;
  EXPECT_TRUE(contains(text, "Good.           (taken away)")) << text;
  EXPECT_TRUE(contains(text, "With a send: 1 grade.")) << text;
  EXPECT_FALSE(contains(text, student.id)) << text;
}

TEST_F(SyncTexts, APreviewSaysWhatWillNotGoWithWhyAndWhatToDo) {
  const auto text = preview_text(with_cells(R"({"id": 1, "kind": "line_item",
      "activity_id": "essay", "state": "not_ready", "words": "Needs your attention",
      "will_send": false, "reason": {"sentence": "The activity has no title.",
      "teacher": "Give the activity a title."}})"),
                                 names);
  EXPECT_TRUE(contains(text, "Needs your attention  The activity has no title. Give the activity a "
                             "title."))
      << text;
  EXPECT_TRUE(contains(text, "Will not go as it is: 1 activity.")) << text;
}

TEST_F(SyncTexts, WhatWaitsForItsActivityInNeedDoesNotGoByItself) {
  const auto cell = json::parse(
      R"({"kind": "result", "state": "not_ready", "will_send": false, "to": {"score": 1}})");
  EXPECT_EQ(fate_of(cell), RowFate::stuck);
  EXPECT_EQ(fate_of(json::parse(R"({"state": "accepted", "will_send": false})")), RowFate::there);
  EXPECT_EQ(fate_of(json::parse(R"({"state": "accepted", "goes_along": true})")), RowFate::by_send);
  EXPECT_EQ(fate_of(json::parse(R"({"state": "waiting"})")), RowFate::by_itself);
}

TEST_F(SyncTexts, WhatTheSisWasToldUnderOtherSettingsIsNotKnown) {
  const auto text = preview_text(with_cells(R"({"id": 1, "kind": "result", "activity_id": "essay",
      "student_id": "STUDENT", "state": "changed", "will_send": true, "value": "9", "sis_value": "8",
      "to": {"score": 9}})"),
                                 names);
  EXPECT_TRUE(contains(text, "not known")) << text;
}

TEST_F(SyncTexts, ANoteStandsBesideWhatItIsOf) {
  const auto text = preview_text(with_cells(R"({"id": 1, "kind": "result", "activity_id": "essay",
      "student_id": "STUDENT", "state": "ready", "will_send": true, "to": {"score": 22},
      "notes": [{"sentence": "It is more than the points possible.", "teacher": "Check it.",
                 "about": ["22 of 20"]}]})"),
                                 names);
  EXPECT_TRUE(contains(text, "Essay, " + student_name() +
                                 ": It is more than the points possible. "
                                 "(22 of 20) Check it."))
      << text;
}

TEST_F(SyncTexts, AHistoryTellsWhoDidWhatFromTheBeginning) {
  auto teacher = gradebook::RosterStore(book).user("u-1").value();
  const auto text = history_text(
      json::parse(R"({"record": {"activity_id": "essay", "student_id": ")" + student.id +
                  R"(", "words": "Accepted by Lakeside SIS", "value": "9", "sis_value": "9"},
      "lines": [{"at_unix_ms": 3000, "event": "confirmed", "actor": "worker", "http_status": 201},
                {"at_unix_ms": 2000, "event": "released", "actor": ")" +
                  teacher.id + R"("},
                {"at_unix_ms": 1000, "event": "observed", "actor": "host"}]})"),
      names);
  EXPECT_TRUE(text.starts_with("Essay, " + student_name() + ": Accepted by Lakeside SIS\n"))
      << text;
  EXPECT_LT(text.find("saved in the gradebook"), text.find("released to be sent")) << text;
  EXPECT_LT(text.find("released to be sent"), text.find("accepted by the SIS")) << text;
  EXPECT_TRUE(contains(text, teacher.given_name + " " + teacher.family_name)) << text;
}

TEST_F(SyncTexts, AnActivityThatHoldsItsGradesBackIsNamedOnce) {
  const auto status = json::parse(R"({"records": [
      {"kind": "line_item", "activity_id": "essay", "state": "not_ready",
       "reason": {"sentence": "A category is missing.", "teacher": "Choose one."}},
      {"kind": "result", "activity_id": "essay", "student_id": ")" +
                                  student.id + R"(", "state": "not_ready",
       "reason": {"sentence": "A category is missing.", "teacher": "Choose one."}},
      {"kind": "result", "activity_id": "essay", "student_id": ")" +
                                  student.id + R"(", "state": "rejected",
       "reason": {"sentence": "It was refused.", "teacher": "Correct it."}},
      {"kind": "result", "activity_id": "essay", "student_id": "x", "state": "accepted"}]})");
  EXPECT_EQ(
      attention_in(status, names, 5),
      (std::vector<std::string>{"Essay: A category is missing. Choose one.",
                                "Essay, " + student_name() + ": It was refused. Correct it."}));
  EXPECT_EQ(attention_in(status, names, 1).back(), "And 1 more.");
}

const json::value& form() {
  static const auto kForm = json::parse(R"({"schema": "lms.form/1", "revision": "r1",
    "submit": {"schema": "lms.class_settings/1", "op": "save"}, "notes": [],
    "fields": [
      {"name": "send_automatically", "kind": "switch", "label": "Send automatically", "value": null,
       "effective": true, "effective_from": "Lakeside District"},
      {"name": "category_map", "kind": "category_map", "label": "Categories",
       "value": {"k1": {"title": "Quizzes", "value": null}, "k2": {"title": "Homework", "value": "s2"}},
       "choices": [{"value": "s1", "label": "QZ"}, {"value": "s2", "label": "HW"}]},
      {"name": "excluded_activities", "kind": "activities", "label": "Not synced", "value": ["a1"],
       "choices": [{"value": "a1", "label": "Warm-up"}, {"value": "a2", "label": "Quiz 0"}]},
      {"name": "wait", "kind": "number", "label": "Wait", "value": null},
      {"name": "send_comments", "kind": "switch", "label": "Send comments", "value": null,
       "effective": false, "enabled": false, "help": "Set by Lakeside District."}]})");
  return kForm;
}

TEST(FormChanges, AFormIsShownByTheNamesThatAreTyped) {
  const auto text = form_text(form());
  EXPECT_TRUE(
      contains(text, "send_automatically     Send automatically    yes (Lakeside District)"))
      << text;
  EXPECT_TRUE(contains(text, "category_map.Homework  Categories: Homework  HW")) << text;
  EXPECT_TRUE(contains(text, "Warm-up")) << text;
  EXPECT_TRUE(contains(text, "send_comments: Set by Lakeside District.")) << text;
  EXPECT_FALSE(contains(text, "k1")) << text;
}

TEST(FormChanges, TitlesStandForIdsAndAMapIsSentWhole) {
  const auto save = save_of(form(), {"category_map.Quizzes=qz", "excluded_activities=Quiz 0, a1",
                                     "send_automatically=no", "wait=12"});
  ASSERT_TRUE(save) << save.failure().message;
  EXPECT_EQ(json::value(save.value()),
            json::parse(R"({"schema": "lms.class_settings/1", "op": "save", "revision": "r1",
      "category_map": {"k2": "s2", "k1": "s1"}, "excluded_activities": ["a2", "a1"],
      "send_automatically": false, "wait": 12})"));
}

TEST(FormChanges, AnEmptyValuePutsBack) {
  const auto save =
      save_of(form(), {"send_automatically=", "category_map.Homework=", "excluded_activities="});
  ASSERT_TRUE(save);
  EXPECT_TRUE(save.value().at("send_automatically").is_null());
  EXPECT_TRUE(save.value().at("category_map").at("k2").is_null());
  EXPECT_TRUE(save.value().at("excluded_activities").as_array().empty());
}

TEST(FormChanges, WhatCannotBeMeantIsRefusedWithWhatThereIs) {
  const auto unknown = save_of(form(), {"colour=red"});
  ASSERT_FALSE(unknown);
  EXPECT_TRUE(contains(unknown.failure().next_step, "category_map.ROW"))
      << unknown.failure().next_step;
  EXPECT_FALSE(save_of(form(), {"category_map.Exams=s1"}));
  EXPECT_FALSE(save_of(form(), {"send_automatically=perhaps"}));
  EXPECT_FALSE(save_of(form(), {"wait=soon"}));
  EXPECT_FALSE(save_of(form(), {"send_automatically"}));
}

} // namespace
} // namespace host_stub::commands
