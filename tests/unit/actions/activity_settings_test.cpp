// The page of one activity: what is chosen for it alone, and what is still asked of it.
#include "tests/unit/actions/actions_fixture.hpp"

namespace passback::actions {
namespace {

class ActivitySettings : public ActionsTest {
 protected:
  ActivitySettings() { take(essay()); }
  static Asker on_its_page() {
    auto asker = teacher();
    asker.activity = gradebook::ActivityId("essay");
    return asker;
  }
  boost::json::object page(const std::string& input = R"({"op":"settings"})") {
    return use(kActivitySync, on_its_page(), input);
  }
  boost::json::object of_class(const std::string& input) {
    return use(kSyncGradesSettings, teacher(), input);
  }
  static boost::json::object field(const boost::json::object& form, std::string_view name) {
    for (const auto& one : form.at("fields").as_array()) {
      if (one.at("name").as_string() == name) {
        return one.as_object();
      }
    }
    return {};
  }
  void read_categories(const std::string& list) {
    commit([&](outbox::Transaction& transaction) {
      return transaction.put_sis_document(
          {"sis-1", 1, "categories", "sis-algebra", list, clock.unix_ms()});
    });
  }
  outbox::Record line_item() { return records(outbox::Kind::line_item).front(); }
};

TEST_F(ActivitySettings, AFormShowsWhatHoldsAndWhatIsStillAsked) {
  district.sending.needs_due_date = true;
  save(district);
  auto undated = essay();
  undated.facts.due_at_unix_ms = 0;
  take(undated);
  const auto form = page();
  EXPECT_EQ(form.at("schema"), "lms.form/1");
  EXPECT_EQ(form.at("submit").at("schema"), "lms.activity_sync/1");
  EXPECT_EQ(field(form, "sync").at("value"), true);
  EXPECT_TRUE(field(form, "category").at("value").is_null());
  ASSERT_EQ(form.at("notes").as_array().size(), 1U) << form;
  EXPECT_EQ(form.at("notes").at(0).at("code"), "policy.due_date_required");
  undated.facts.due_at_unix_ms = 1'790'000'000'000;
  take(undated);
  EXPECT_EQ(page().at("notes").at(0).at("text"),
            "This activity has everything that the SIS asks for.");
}

TEST_F(ActivitySettings, AnActivityThatIsSwitchedOffStaysOffUntilItIsSwitchedOn) {
  EXPECT_TRUE(page(R"({"op":"save","sync":false})").at("ok").as_bool());
  EXPECT_TRUE(changed);
  EXPECT_EQ(take(score_of("90")).reason, Code::activity_excluded);
  EXPECT_EQ(field(page(), "sync").at("value"), false);
  EXPECT_TRUE(page(R"({"op":"save","sync":true})").at("ok").as_bool());
  take(score_of("90"));
  EXPECT_EQ(result().state, outbox::State::waiting_parent);
}

TEST_F(ActivitySettings, OneOfACategoryThatIsLeftOutGoesWhenItIsSwitchedOn) {
  auto in_homework = essay();
  in_homework.facts.category_id = gradebook::CategoryId("hw");
  take(in_homework);
  EXPECT_TRUE(of_class(R"({"op":"save","excluded_categories":["hw"]})").at("ok").as_bool());
  EXPECT_EQ(take(score_of("90")).reason, Code::activity_excluded);
  EXPECT_EQ(field(page(), "sync").at("value"), false);
  EXPECT_TRUE(page(R"({"op":"save","sync":true})").at("ok").as_bool());
  ASSERT_TRUE(intake->reconsider(kDeadline).ok());
  EXPECT_EQ(result().state, outbox::State::waiting_parent);
  EXPECT_EQ(field(page(), "sync").at("value"), true);
}

TEST_F(ActivitySettings, ItsOwnCategoryGoesBeforeThatOfTheClass) {
  auto bare = essay();
  bare.facts.category_sis_id = {};
  bare.facts.category_id = gradebook::CategoryId("hw");
  take(bare);
  take(score_of("90"));
  read_categories(R"([{"id":"cat-1","title":"Homework"},{"id":"cat-2","title":"Tests"}])");
  EXPECT_EQ(problems_of(page(R"({"op":"save","category":"cat-9"})")), "category");
  of_class(R"({"op":"save","category_map":{"hw":"cat-1"}})");
  EXPECT_EQ(field(page(), "category").at("effective"), "cat-1");
  EXPECT_TRUE(page(R"({"op":"save","category":"cat-2"})").at("ok").as_bool());
  EXPECT_EQ(field(page(), "category").at("value"), "cat-2");
  EXPECT_EQ(field(page(), "category").at("choices").as_array().size(), 2U);
  const auto row = field(of_class(""), "activity_categories").at("value").at("essay");
  EXPECT_EQ(row.at("title"), "Essay");
  EXPECT_EQ(row.at("value"), "cat-2");
  EXPECT_TRUE(page(R"({"op":"save","category":null})").at("ok").as_bool());
  EXPECT_TRUE(field(page(), "category").at("value").is_null());
}

TEST_F(ActivitySettings, ItsOwnPeriodStandsAmongThoseOfTheClass) {
  EXPECT_TRUE(page(R"({"op":"save","period":"sis-q2"})").at("ok").as_bool());
  EXPECT_EQ(field(page(), "period").at("value"), "sis-q2");
  const auto row = field(of_class(""), "activity_periods").at("value").at("essay");
  EXPECT_EQ(row.at("value"), "sis-q2");
}

TEST_F(ActivitySettings, AFormThatComesBackAsItWasChangesNothing) {
  const auto form = page();
  boost::json::object back{{"op", "save"}, {"revision", form.at("revision")}};
  for (const auto& one : form.at("fields").as_array()) {
    back[one.at("name").as_string()] = one.at("value");
  }
  const auto reply = page(boost::json::serialize(back));
  EXPECT_TRUE(reply.at("ok").as_bool()) << reply;
  EXPECT_FALSE(changed);
}

TEST_F(ActivitySettings, WhatAnAdministratorLockedIsShownClosedAndRefused) {
  card(R"({"op":"save","locked":["category_map","excluded_activities"]})");
  const auto form = page();
  EXPECT_EQ(field(form, "sync").at("enabled"), false);
  EXPECT_EQ(field(form, "category").at("enabled"), false);
  EXPECT_EQ(problems_of(page(R"({"op":"save","sync":false,"category":"cat-1"})")), "sync,category");
}

TEST_F(ActivitySettings, WhatIsMisspeltIsRefused) {
  EXPECT_EQ(problems_of(page(R"({"op":"save","synced":false})")), "synced");
}

TEST_F(ActivitySettings, WhoOnlyLooksSeesAFormWithoutAWayToSave) {
  auto viewer = on_its_page();
  viewer.capacity = Capacity::viewer;
  const auto form = use(kActivitySync, viewer, R"({"op":"settings"})");
  EXPECT_FALSE(form.contains("submit"));
  EXPECT_EQ(field(form, "sync").at("enabled"), false);
  EXPECT_EQ(actions.invoke(kActivitySync, viewer, R"({"op":"save","sync":false})", kDeadline)
                .error()
                .code,
            Code::view_only);
}

TEST_F(ActivitySettings, TheClassChoosesHowScoresAreSentWhereNobodyDecidedThatAbove) {
  EXPECT_TRUE(of_class(R"({"op":"save","grade_form":"percent"})").at("ok").as_bool());
  const auto form = of_class("");
  EXPECT_EQ(field(form, "grade_form").at("value"), "percent");
  EXPECT_EQ(field(form, "grade_form").at("effective"), "percent");
  card(R"({"op":"save","grade_form":"points","locked":["grade_form"]})");
  const auto locked = field(of_class(""), "grade_form");
  EXPECT_EQ(locked.at("enabled"), false);
  EXPECT_EQ(locked.at("effective"), "points");
  EXPECT_EQ(problems_of(of_class(R"({"op":"save","grade_form":"percent"})")), "");
  EXPECT_EQ(problems_of(of_class(R"({"op":"save","grade_form":"points"})")), "grade_form");
}

} // namespace
} // namespace passback::actions
