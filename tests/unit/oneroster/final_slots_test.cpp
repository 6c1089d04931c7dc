#include <vector>

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include "plugin/oneroster/documents/final_slots.hpp"
#include "plugin/oneroster/profile/profile_with_choices.hpp"

namespace passback::oneroster {
namespace {

boost::json::object metadata(const char* text) {
  return boost::json::parse(text).get_object();
}

TEST(FinalSlots, EverySignThatIsGivenHasToFit) {
  FinalSlot sign;
  sign.metadata = {{"slotType", "FINAL"}, {"posted", "true"}};
  sign.title = "grade";
  sign.category_title = "Term grades";
  const auto fits = metadata(R"({"SlotType":"final","posted":true,"more":1})");
  EXPECT_TRUE(is_final_slot(sign, "Final GRADE Q1", " term grades", fits));
  EXPECT_FALSE(is_final_slot(sign, "Final Q1", "Term grades", fits));
  EXPECT_FALSE(is_final_slot(sign, "Final grade", "Homework", fits));
  EXPECT_FALSE(is_final_slot(sign, "Final grade", "", fits));
  EXPECT_FALSE(is_final_slot(sign, "Final grade", "Term grades", metadata("{}")));
}

TEST(FinalSlots, WithoutAnySignNoLineItemIsASlot) {
  EXPECT_FALSE(is_final_slot({}, "Final grade", "Term grades", {}));
}

TEST(FinalSlots, WhatIsKeptReadsBack) {
  const std::vector<SlotInSis> slots = {
      {gradebook::SourcedId("s1"), "Final", gradebook::SourcedId("q1")},
      {gradebook::SourcedId("s2"), "Semester", {}}};
  const auto read = slots_from_json(to_json(slots));
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(*read, slots);
  EXPECT_FALSE(slots_from_json("{}").ok());
}

TEST(WithChoices, WhatNobodyChoseStaysAsTheProfileSays) {
  Profile profile;
  settings::GradingChoices choices;
  EXPECT_FALSE(changes_profile(profile, choices));
  choices.grade_form = settings::GradeForm::points;
  choices.standards = settings::Standards::with_result;
  EXPECT_FALSE(changes_profile(profile, choices));
}

TEST(WithChoices, AChosenTableReplacesTheProfilesOfTheSameScaleOnly) {
  Profile profile;
  profile.scales["letters"].sourced_id = gradebook::SourcedId("old");
  profile.scales["pass"].sourced_id = gradebook::SourcedId("pass");
  settings::GradingChoices choices;
  choices.scales["letters"] = {
      gradebook::SourcedId("new"),
      {{"A", gradebook::Decimal::from_integer(95), gradebook::Decimal::from_integer(90)}}};
  ASSERT_TRUE(changes_profile(profile, choices));
  const auto used = with_choices(profile, choices);
  EXPECT_EQ(used.scales.at("letters").sourced_id.value, "new");
  EXPECT_EQ(used.scales.at("letters").steps.at(0).text, "A");
  EXPECT_EQ(used.scales.at("pass").sourced_id.value, "pass");
}

TEST(WithChoices, StandardsGoWhereTheSisHasAPlaceForThem) {
  Profile profile;
  settings::GradingChoices choices;
  profile.objectives = Objectives::leave_out;
  choices.standards = settings::Standards::with_result;
  EXPECT_EQ(with_choices(profile, choices).objectives, Objectives::leave_out);
  choices.standards = settings::Standards::line_items;
  EXPECT_TRUE(changes_profile(profile, choices));
  EXPECT_EQ(with_choices(profile, choices).objectives, Objectives::line_items);
  choices.grade_form = settings::GradeForm::percent;
  EXPECT_EQ(with_choices(profile, choices).score_form, ScoreForm::percent);
}

} // namespace
} // namespace passback::oneroster
