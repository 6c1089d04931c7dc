#include <gtest/gtest.h>

#include "plugin/settings/documents.hpp"
#include "plugin/settings/effective.hpp"

namespace passback::settings {
namespace {

using gradebook::Decimal;
using gradebook::DomainId;

ScaleTable letters() {
  ScaleTable table;
  table.sis_scale = gradebook::SourcedId("sis-letters");
  table.steps = {{"A", *Decimal::parse("95"), *Decimal::parse("89.5")},
                 {"F", *Decimal::parse("50"), *Decimal::parse("0")}};
  return table;
}

GradingChoices everything() {
  GradingChoices choices;
  choices.scales["letters"] = letters();
  choices.objectives["reading"] = {"case", "5b6b3c0e-0000-4000-8000-000000000001"};
  choices.objectives["effort"] = {};
  choices.standards = Standards::line_items;
  choices.period_level = PeriodLevel{PeriodLevel::Pick::titled, "Quarter"};
  choices.grade_form = GradeForm::percent;
  choices.final_as_assignment = true;
  return choices;
}

TEST(GradingChoices, EveryChoiceOfADomainSurvivesStoring) {
  DomainSettings settings;
  settings.grading = everything();
  const auto read = domain_settings_from_json(to_json(settings));
  ASSERT_TRUE(read.ok()) << read.error().detail;
  EXPECT_EQ(*read, settings);
}

TEST(GradingChoices, EveryExceptionOfAClassSurvivesStoring) {
  ClassSettings settings;
  settings.period_map = {{"q1", "sis-q1"}};
  settings.activity_periods = {{"essay", "sis-s1"}};
  settings.activity_categories = {{"essay", "sis-tests"}};
  settings.excluded_categories = {gradebook::CategoryId("practice")};
  settings.grade_form = GradeForm::percent;
  settings.final_slots = {
      {final_slot_key(gradebook::SourcedId("sis-algebra"), gradebook::ActivityId("final")),
       "sis-slot"}};
  settings.standards_category = "sis-standards";
  settings.scales["letters"] = letters();
  settings.objectives["reading"] = {"", "R1"};
  const auto read = class_settings_from_json(to_json(settings));
  ASSERT_TRUE(read.ok()) << read.error().detail;
  EXPECT_EQ(*read, settings);
}

TEST(GradingChoices, WhatCannotBeReadIsNamed) {
  for (const auto* text :
       {R"({"standards":"sometimes"})", R"({"grading_period":{"pick":"newest"}})",
        R"({"objectives":{"reading":"R1"}})", R"({"final_as_assignment":"yes"})",
        R"({"scales":{"letters":{"steps":[{"text":"A","percent":"ninety","from":"80"}]}}})"}) {
    const auto read = domain_settings_from_json(text);
    ASSERT_FALSE(read.ok()) << text;
    EXPECT_EQ(read.error().code, Code::corrupt);
  }
  const auto scale =
      domain_settings_from_json(R"({"scales":{"letters":{"steps":[{"text":"A","from":"80"}]}}})");
  EXPECT_NE(scale.error().detail.find("percent"), std::string::npos) << scale.error().detail;
}

TEST(GradingChoices, TheNearestWordWinsEntryByEntry) {
  DomainSettings district, school;
  district.grading = everything();
  school.grading.objectives["reading"] = {"case", "of-the-school"};
  school.grading.standards = Standards::leave_out;
  ClassSettings of_class;
  of_class.objectives["writing"] = {"", "W1"};
  of_class.scales["letters"].steps = {{"A", Decimal::from_integer(100), Decimal()}};
  const std::vector<PathStep> path = {{DomainId("district"), district},
                                      {DomainId("school"), school}};
  const auto choices = effective_settings(path, of_class).grading;
  EXPECT_EQ(choices.objectives.at("reading").id, "of-the-school");
  EXPECT_TRUE(choices.objectives.at("effort").id.empty());
  EXPECT_EQ(choices.objectives.at("writing").id, "W1");
  EXPECT_EQ(choices.standards, Standards::leave_out);
  EXPECT_EQ(choices.grade_form, GradeForm::percent);
  EXPECT_EQ(choices.final_as_assignment, true);
  EXPECT_EQ(choices.scales.at("letters").steps.size(), 1U);
}

} // namespace
} // namespace passback::settings
