#include <gtest/gtest.h>

#include "plugin/settings/effective.hpp"
#include "plugin/settings/teacher_choices.hpp"

namespace passback::settings {
namespace {

using gradebook::DomainId;

std::vector<PathStep> tree(DomainSettings district, DomainSettings school) {
  district.allow_grades = true;
  return {{DomainId("district"), std::move(district)}, {DomainId("school"), std::move(school)}};
}

TEST(TeacherChoices, ALockHoldsForClassesAndForTheDomainsBelow) {
  DomainSettings district, school;
  district.grading.send_comments = false;
  district.locked = {"send_comments"};
  school.grading.send_comments = true;
  ClassSettings of_class;
  of_class.send_comments = true;
  const auto effective = effective_settings(tree(district, school), of_class);
  EXPECT_EQ(effective.grading.send_comments, false);
  EXPECT_EQ(effective.locks.at("send_comments"), DomainId("district"));
  EXPECT_FALSE(effective.class_settings.send_comments);
}

TEST(TeacherChoices, WhatIsNotLockedEachClassMayChange) {
  DomainSettings district;
  district.grading.send_comments = false;
  district.sending.send_final_grades = false;
  ClassSettings of_class;
  of_class.send_comments = true;
  of_class.send_final_grades = true;
  const auto effective = effective_settings(tree(district, {}), of_class);
  EXPECT_EQ(effective.grading.send_comments, true);
  EXPECT_EQ(effective.sending.send_final_grades, true);
}

TEST(TeacherChoices, ALockBelowDoesNotReachUpAndTheTopmostIsNamed) {
  DomainSettings district, school;
  school.locked = {"scales"};
  EXPECT_EQ(effective_settings(tree(district, school), {}).locks.at("scales"), DomainId("school"));
  district.locked = {"scales"};
  EXPECT_EQ(effective_settings(tree(district, school), {}).locks.at("scales"),
            DomainId("district"));
}

TEST(TeacherChoices, LockedMakingOfCategoriesNeedsNoWordOfTheTeacher) {
  DomainSettings district;
  district.create_categories = true;
  EXPECT_FALSE(effective_settings(tree(district, {}), {}).create_categories);
  district.locked = {"create_categories"};
  EXPECT_TRUE(effective_settings(tree(district, {}), {}).create_categories);
}

TEST(TeacherChoices, WhatComesBackClosedStaysAsItIsStored) {
  const Locks locks{{"category_map", DomainId("district")}};
  ClassSettings stored;
  stored.category_map = {{"homework", "cat-1"}};
  auto now = stored;
  now.category_map.clear();
  EXPECT_TRUE(keep_locked(stored, now, locks).empty());
  EXPECT_EQ(now, stored);
  now.category_map = {{"homework", "cat-2"}};
  EXPECT_EQ(keep_locked(stored, now, locks), std::vector<std::string>{"category_map"});
  EXPECT_EQ(now, stored);
}

TEST(TeacherChoices, AreReadAndWrittenAsTheyWere) {
  DomainSettings district;
  district.locked = {"send_comments"};
  district.sending.category_table = CategoryTable{{"Homework", "HW"}};
  district.sending.new_activities = NewActivities::leave_out;
  district.sending.longest_title = Count{40};
  district.sending.needs_due_date = true;
  EXPECT_EQ(*domain_settings_from_json(to_json(district)), district);
  ClassSettings of_class;
  of_class.included_activities = {gradebook::ActivityId("essay")};
  of_class.send_final_grades = false;
  EXPECT_EQ(*class_settings_from_json(to_json(of_class)), of_class);
}

TEST(TeacherChoices, WhatStandsBesideAChoiceIsLockedWithIt) {
  DomainSettings district;
  district.locked = {"category_map", "excluded_activities"};
  ClassSettings of_class;
  of_class.activity_categories = {{"essay", "sis-tests"}};
  of_class.excluded_categories = {gradebook::CategoryId("practice")};
  const auto effective = effective_settings(tree(district, {}), of_class);
  EXPECT_TRUE(effective.class_settings.activity_categories.empty());
  EXPECT_TRUE(effective.class_settings.excluded_categories.empty());
  auto now = of_class;
  now.activity_categories["essay"] = "sis-homework";
  EXPECT_EQ(keep_locked(of_class, now, effective.locks),
            std::vector<std::string>{"activity_categories"});
  EXPECT_EQ(now, of_class);
}

TEST(TeacherChoices, AClassSaysHowItsScoresAreSentUnlessThatIsLocked) {
  DomainSettings district;
  district.grading.grade_form = GradeForm::points;
  ClassSettings of_class;
  of_class.grade_form = GradeForm::percent;
  EXPECT_EQ(effective_settings(tree(district, {}), of_class).grading.grade_form,
            GradeForm::percent);
  district.locked = {"grade_form"};
  EXPECT_EQ(effective_settings(tree(district, {}), of_class).grading.grade_form, GradeForm::points);
}

} // namespace
} // namespace passback::settings
