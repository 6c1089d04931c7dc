#include "tests/unit/actions/actions_fixture.hpp"

namespace passback::actions {
namespace {

class ClassCard : public ActionsTest {
 protected:
  boost::json::object settings(const std::string& input) {
    return use(kSyncGradesSettings, teacher(), input);
  }
  /// As delivery keeps them.
  void read_categories(const std::string& list, std::int64_t age_ms = 0) {
    commit([&](outbox::Transaction& transaction) {
      return transaction.put_sis_document(
          {"sis-1", 1, "categories", "sis-algebra", list, clock.unix_ms() - age_ms});
    });
  }
};

TEST_F(ClassCard, ASavedChoiceIsShownAgainAndLetsGradesGo) {
  auto bare = essay();
  bare.facts.category_sis_id = {};
  bare.facts.category_id = gradebook::CategoryId("homework");
  bare.facts.category_title = "Homework";
  take(bare);
  take(score_of("90"));
  EXPECT_TRUE(settings(R"({"op":"save","category_map":{"homework":"sis-hw"}})").at("ok").as_bool());
  EXPECT_TRUE(changed);
  ASSERT_TRUE(intake->reconsider(kDeadline).ok());
  EXPECT_EQ(result().state, outbox::State::waiting_parent);
  const auto form = settings("");
  for (const auto& field : form.at("fields").as_array()) {
    if (field.at("name") == "category_map") {
      EXPECT_EQ(field.at("value").at("homework").at("value"), "sis-hw");
      EXPECT_EQ(field.at("value").at("homework").at("title"), "Homework");
    }
  }
}

TEST_F(ClassCard, WhatIsNotGivenStaysAndNullPutsItBack) {
  settings(R"({"op":"save","send_automatically":false,"default_category":"sis-x"})");
  settings(R"({"op":"save","default_category":null})");
  const auto form = boost::json::serialize(settings(""));
  EXPECT_NE(form.find(R"("value":false,"effective":false)"), std::string::npos) << form;
  EXPECT_EQ(form.find("sis-x"), std::string::npos);
}

TEST_F(ClassCard, ProblemsAreNamedAndNothingIsSaved) {
  const auto reply = settings(R"({"op":"save","create_categories":1,"weights":{},
    "default_category":"sis-x"})");
  EXPECT_EQ(problems_of(reply), "create_categories,weights");
  EXPECT_EQ(boost::json::serialize(settings("")).find("sis-x"), std::string::npos);
}

TEST_F(ClassCard, ACategoryThatTheSisWasReadNotToHaveIsRefusedByName) {
  take(essay());
  read_categories(R"([{"id":"cat-1","title":"Homework"}])");
  const auto reply = settings(R"({"op":"save","default_category":"cat-9",
    "standards_category":"cat-1","category_map":{"homework":"cat-8","quizzes":"cat-1"}})");
  EXPECT_EQ(problems_of(reply), "default_category,category_map.homework")
      << boost::json::serialize(reply);
  EXPECT_FALSE(changed);
  const std::string said(reply.at("problems").at(0).at("message").as_string());
  EXPECT_NE(said.find("\"cat-9\""), std::string::npos) << said;
  EXPECT_TRUE(settings(R"({"op":"save","default_category":"cat-1"})").at("ok").as_bool());
}

TEST_F(ClassCard, WhereNoListOfCategoriesWasReadAnIdIsTakenAsItIs) {
  take(essay());
  EXPECT_TRUE(settings(R"({"op":"save","default_category":"cat-9"})").at("ok").as_bool());
  read_categories("[]");
  EXPECT_TRUE(settings(R"({"op":"save","default_category":"cat-8"})").at("ok").as_bool())
      << "an empty list says as little as none";
}

TEST_F(ClassCard, AListThatIntakeDoesNotJudgeByAnyMoreRefusesNoChoiceButIsStillOffered) {
  constexpr std::int64_t kDay = 24LL * 60 * 60 * 1000;
  const std::string list = R"([{"id":"cat-1","title":"Homework"}])";
  take(essay());
  read_categories(list, 6 * kDay);
  EXPECT_FALSE(settings(R"({"op":"save","default_category":"cat-9"})").at("ok").as_bool());
  read_categories(list, 8 * kDay);
  EXPECT_NE(boost::json::serialize(settings("")).find(R"("value":"cat-1")"), std::string::npos);
  EXPECT_TRUE(settings(R"({"op":"save","default_category":"cat-9"})").at("ok").as_bool())
      << "an old list lacks a new category and proves nothing";
}

TEST_F(ClassCard, ACategoryThatIsGoneSinceDoesNotStopTheNextSave) {
  take(essay());
  settings(R"({"op":"save","default_category":"cat-9"})");
  read_categories(R"([{"id":"cat-1","title":"Homework"}])");
  const auto reply =
      settings(R"({"op":"save","send_automatically":false,"default_category":"cat-9"})");
  EXPECT_TRUE(reply.at("ok").as_bool()) << boost::json::serialize(reply);
  EXPECT_TRUE(changed);
}

TEST_F(ClassCard, AnActivityThatTheClassDoesNotHaveIsRefusedByName) {
  EXPECT_TRUE(settings(R"({"op":"save","excluded_activities":["old"]})").at("ok").as_bool())
      << "nothing is known of the class yet";
  take(essay());
  const auto reply = settings(R"({"op":"save","excluded_activities":["old","essay","quiz"],
    "included_activities":["quiz"],"activity_periods":{"quiz":"q1"}})");
  EXPECT_EQ(problems_of(reply), "excluded_activities,included_activities,activity_periods.quiz")
      << boost::json::serialize(reply);
  EXPECT_TRUE(settings(R"({"op":"save","excluded_activities":["old","essay"]})").at("ok").as_bool())
      << "what stood there before stops no save";
}

TEST_F(ClassCard, ACategoryOfTheSameNameIsProposedAndNotTaken) {
  auto bare = essay();
  bare.facts.category_sis_id = {};
  bare.facts.category_id = gradebook::CategoryId("hw");
  bare.facts.category_title = "homework ";
  take(bare);
  read_categories(R"([{"id":"cat-1","title":"Homework"},{"id":"cat-2","title":"Tests"}])");
  const auto row = [&] {
    const auto form = settings("");
    for (const auto& field : form.at("fields").as_array()) {
      if (field.at("name") == "category_map") {
        return field.at("value").at("hw").as_object();
      }
    }
    return boost::json::object();
  };
  EXPECT_EQ(row().at("proposed"), "cat-1");
  EXPECT_TRUE(row().at("value").is_null());
  settings(R"({"op":"save","category_map":{"hw":"cat-2"}})");
  EXPECT_FALSE(row().contains("proposed")) << "somebody chose";
  settings(R"({"op":"save","category_map":null})");
  read_categories(R"([{"id":"cat-1","title":"Homework"},{"id":"cat-3","title":"HOMEWORK"}])");
  EXPECT_FALSE(row().contains("proposed")) << "two are called so";
}

TEST_F(ClassCard, AFormThatIsOpenedHasTheListsReadThatNobodyReadYet) {
  take(essay());
  const auto form = boost::json::serialize(settings(""));
  EXPECT_TRUE(changed) << "the worker has something to do";
  EXPECT_NE(form.find("are being read"), std::string::npos) << form;
  EXPECT_EQ(settings(R"({"op":"job"})").at("state"), "asked");
  settings("");
  EXPECT_FALSE(changed) << "it is being read already";
}

TEST_F(ClassCard, ListsThatWereReadTodayAreNotReadAgainByThemselves) {
  constexpr std::int64_t kHour = 60LL * 60 * 1000;
  take(essay());
  const auto read_both = [&](std::int64_t age_ms) {
    read_categories(R"([{"id":"cat-1","title":"Homework"}])", age_ms);
    commit([&](outbox::Transaction& transaction) {
      return transaction.put_sis_document(
          {"sis-1", 1, "sessions", "sis-algebra", "[]", clock.unix_ms() - age_ms});
    });
  };
  read_both(20 * kHour);
  settings("");
  EXPECT_FALSE(changed);
  read_both(25 * kHour);
  settings("");
  EXPECT_TRUE(changed);
}

TEST_F(ClassCard, WhoOnlyLooksHasNothingRead) {
  take(essay());
  auto viewer = teacher();
  viewer.capacity = Capacity::viewer;
  use(kSyncGradesSettings, viewer, "");
  EXPECT_FALSE(changed);
}

TEST_F(ClassCard, AnItemSaysWhyItCannotBeUsed) {
  EXPECT_TRUE(actions.item_state(kSyncGradesToSis, teacher())->enabled);
  // The outbox has not been told yet where the school stands.
  take(essay());
  EXPECT_TRUE(actions.item_state(kSyncGradesToSis, teacher())->enabled);
  district.excluded_domains = {gradebook::DomainId("north")};
  save(district);
  const auto state = actions.item_state(kSyncGradesToSis, teacher());
  ASSERT_TRUE(state.ok());
  EXPECT_FALSE(state->shown);
  EXPECT_EQ(state->reason_code, Code::domain_excluded);
  EXPECT_EQ(actions.item_state("gradebook.tools/other", teacher()).error().code, Code::unsupported);
}

} // namespace
} // namespace passback::actions
