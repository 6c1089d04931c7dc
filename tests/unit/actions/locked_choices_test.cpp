#include "tests/unit/actions/actions_fixture.hpp"

namespace passback::actions {
namespace {

namespace json = boost::json;

class LockedChoices : public ActionsTest {
 protected:
  json::object settings(const std::string& input) {
    return use(kSyncGradesSettings, teacher(), input);
  }
  static json::object field(const json::object& form, std::string_view name) {
    for (const auto& one : form.at("fields").as_array()) {
      if (one.at("name").get_string() == name) {
        return one.as_object();
      }
    }
    return {};
  }
  /// All fields of a form, as a host sends them back.
  static std::string sent_back(const json::object& form) {
    json::object input{{"op", "save"}};
    for (const auto& one : form.at("fields").as_array()) {
      input[one.at("name").as_string()] = one.at("value");
    }
    return json::serialize(input);
  }
};

TEST_F(LockedChoices, ALockedOneIsOnlyLookedAtAndAChangeOfItIsRefusedByName) {
  take(essay());
  settings(R"({"op":"save","send_comments":true,"default_category":"cat-1"})");
  card(R"({"op":"save","send_comments":false,"locked":{"send_comments":true}})");
  const auto form = settings("");
  const auto comments = field(form, "send_comments");
  EXPECT_EQ(comments.at("enabled"), false);
  EXPECT_EQ(comments.at("effective"), false);
  EXPECT_EQ(comments.at("help"), "Set by district.");
  EXPECT_FALSE(field(form, "default_category").contains("enabled"));
  EXPECT_TRUE(settings(sent_back(form)).at("ok").as_bool());
  EXPECT_FALSE(changed);
  const auto refused = settings(R"({"op":"save","send_comments":false})");
  EXPECT_EQ(problems_of(refused), "send_comments");
  EXPECT_EQ(refused.at("problems").at(0).at("message"),
            "Set by district; it cannot be changed here.");
  EXPECT_TRUE(settings(R"({"op":"save","default_category":"cat-2"})").at("ok").as_bool());
}

TEST_F(LockedChoices, ADomainBelowCannotOpenALockOrGiveAnotherValue) {
  take(essay());
  card(R"({"op":"save","new_activities":"leave_out","locked":["included_activities"]})");
  const auto form = card("", "north");
  EXPECT_EQ(field(form, "new_activities").at("enabled"), false);
  EXPECT_EQ(field(form, "locked.included_activities").at("enabled"), false);
  EXPECT_EQ(field(form, "locked.included_activities").at("effective"), true);
  EXPECT_TRUE(card(sent_back(form), "north").at("ok").as_bool());
  EXPECT_FALSE(changed);
  EXPECT_EQ(problems_of(card(R"({"op":"save","new_activities":"sync"})", "north")),
            "new_activities");
}

TEST_F(LockedChoices, AnUnknownNameIsNoLock) {
  EXPECT_EQ(problems_of(card(R"({"op":"save","locked":["send_everything"]})")),
            "locked.send_everything");
}

TEST_F(LockedChoices, AnActivityWaitsForWhatTheAdministratorAsksFor) {
  card(R"({"op":"save","needs_due_date":true,"longest_title":10})");
  auto undated = essay();
  undated.facts.due_at_unix_ms = 0;
  undated.facts.title = "Éssay nº 1";
  take(undated);
  EXPECT_EQ(take(score_of("90")).reason, Code::rule_due_date);
  card(R"({"op":"save","needs_due_date":null,"longest_title":9})");
  ASSERT_TRUE(intake->reconsider(kDeadline).ok());
  EXPECT_EQ(result().code, Code::rule_title);
  card(R"({"op":"save","longest_title":10})");
  ASSERT_TRUE(intake->reconsider(kDeadline).ok());
  EXPECT_EQ(result().state, outbox::State::waiting_parent)
      << "it has ten characters, and more bytes";
}

TEST_F(LockedChoices, NewActivitiesThatAreLeftOutGoWhenTheTeacherChoosesThem) {
  card(R"({"op":"save","new_activities":"leave_out"})");
  take(essay());
  EXPECT_EQ(take(score_of("90")).reason, Code::activity_not_included);
  EXPECT_TRUE(settings(R"({"op":"save","included_activities":["essay"]})").at("ok").as_bool());
  ASSERT_TRUE(intake->reconsider(kDeadline).ok());
  EXPECT_EQ(result().state, outbox::State::waiting_parent);
}

TEST_F(LockedChoices, ATableSaysWhichCategoryOfTheSisIsMeantWhereAClassHasNoChoice) {
  card(R"({"op":"save","category_table":{"Homework":"HW"}})");
  auto bare = essay();
  bare.facts.category_sis_id = {};
  bare.facts.category_id = gradebook::CategoryId("homework");
  bare.facts.category_title = "Homework";
  take(bare);
  EXPECT_NE(take(score_of("90")).reason, Code::category_missing);
  EXPECT_EQ(problems_of(card(R"({"op":"save","category_table":{"Homework":7}})")),
            "category_table");
}

TEST_F(LockedChoices, WhatHoldsSaysFromWhichDomainItComes) {
  take(essay());
  card(R"({"op":"save","send_comments":false,"grade_form":"points"})");
  EXPECT_EQ(field(settings(""), "send_comments").at("effective_from"), "district");
  EXPECT_EQ(field(card("", "north"), "send_comments").at("effective_from"), "district");
  EXPECT_FALSE(field(card(""), "send_comments").contains("effective_from"));
  EXPECT_FALSE(field(settings(""), "send_final_grades").contains("effective_from"));
}

} // namespace
} // namespace passback::actions
