#include <gtest/gtest.h>

#include "plugin/settings/category_choice.hpp"

namespace passback::settings {
namespace {

using gradebook::CategoryId;
using gradebook::SourcedId;
using Kind = CategoryChoice::Kind;

const SourcedId kOne("sis-1");
const SourcedId kTwo("sis-2");

gradebook::ActivityFacts homework() {
  gradebook::ActivityFacts facts;
  facts.category_id = CategoryId("homework");
  facts.category_title = "Homework";
  return facts;
}

std::string chosen(const gradebook::ActivityFacts& facts, const ClassSettings& of_class,
                   const SourcedId& sis_class) {
  return choose_category(facts, of_class, sis_class, false, true).sis_id.value;
}

TEST(CategoryChoice, GoesFromTheMapToTheActivityToTheDefaultToANewOne) {
  ClassSettings of_class;
  auto facts = homework();
  EXPECT_EQ(choose_category(facts, of_class, kOne, true, true).kind, Kind::create);
  EXPECT_EQ(choose_category(facts, of_class, kOne, false, true).kind, Kind::missing);
  EXPECT_EQ(choose_category(facts, of_class, kOne, false, false).kind, Kind::none);
  of_class.default_category = "rest";
  EXPECT_EQ(chosen(facts, of_class, kOne), "rest");
  facts.category_sis_id = SourcedId("its-own");
  EXPECT_EQ(chosen(facts, of_class, kOne), "its-own");
  of_class.category_map = {{"homework", "hw"}};
  EXPECT_EQ(chosen(facts, of_class, kOne), "hw") << "a person chose it for this class";
}

TEST(CategoryChoice, OfOneSisClassGoesBeforeThatOfAll) {
  ClassSettings of_class;
  of_class.default_category = "rest";
  of_class.category_map = {{"homework", "hw"},
                           {category_key(kTwo, CategoryId("homework")), "hw-2"},
                           {category_key(kTwo, CategoryId()), "rest-2"}};
  EXPECT_EQ(chosen(homework(), of_class, kOne), "hw");
  EXPECT_EQ(chosen(homework(), of_class, kTwo), "hw-2");
  EXPECT_EQ(chosen({}, of_class, kOne), "rest");
  EXPECT_EQ(chosen({}, of_class, kTwo), "rest-2");
  of_class.category_map.erase("homework");
  EXPECT_EQ(chosen(homework(), of_class, kOne), "rest");
  EXPECT_EQ(chosen(homework(), of_class, SourcedId()), "rest") << "not linked yet";
}

TEST(CategoryChoice, TheAdministratorsTableHoldsWhereTheTeacherDidNotChoose) {
  const CategoryTable table{{"Homework", "HW"}};
  gradebook::ActivityFacts facts;
  facts.category_id = gradebook::CategoryId("homework");
  facts.category_title = "Homework";
  facts.category_sis_id = gradebook::SourcedId("cat-roster");
  ClassSettings of_class;
  of_class.default_category = "cat-default";
  const auto choose = [&] {
    return choose_category(facts, of_class, gradebook::SourcedId(), true, true, table);
  };
  EXPECT_EQ(choose().kind, CategoryChoice::Kind::titled);
  EXPECT_EQ(choose().title, "HW");
  of_class.category_map["homework"] = "cat-own";
  EXPECT_EQ(choose().sis_id.value, "cat-own");
  of_class.category_map.clear();
  facts.category_title = "Quizzes";
  EXPECT_EQ(choose().sis_id.value, "cat-roster");
}

} // namespace
} // namespace passback::settings
