// Which columns of the SIS look like an activity.
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "plugin/decision/columns_in_sis.hpp"

namespace passback::decision {
namespace {

oneroster::SisLineItem column(const std::string& id, const std::string& title,
                              const std::string& due = {}, int points = 0) {
  oneroster::SisLineItem made;
  made.id = gradebook::SourcedId(id);
  made.title = title;
  made.due_date = due;
  if (points != 0) {
    made.maximum = gradebook::Decimal::from_integer(points);
  }
  return made;
}

ActivityLooks quiz(const std::string& title = "Quiz 1") {
  return {title, "2026-09-10", gradebook::Decimal::from_integer(10)};
}

std::vector<std::string> like(const ActivityLooks& activity,
                              const std::vector<oneroster::SisLineItem>& listed,
                              const std::set<std::string>& ours = {}) {
  std::vector<std::string> ids;
  for (const auto& one : columns_like(activity, listed, ours)) {
    ids.push_back(one.id.value);
  }
  return ids;
}

using Ids = std::vector<std::string>;

TEST(ColumnsInSis, AreLikeAnActivityOfTheSameTitleWithoutCaseAndBlanks) {
  EXPECT_EQ(like(quiz(), {column("a", "quiz  1"), column("b", "QUIZ1"), column("c", "Quiz 2")}),
            (Ids{"a", "b"}));
}

TEST(ColumnsInSis, AreLikeOneOfTheSameDayAndPointsWhereOneTitleContainsTheOther) {
  const std::vector<oneroster::SisLineItem> listed = {
      column("longer", "Unit 3: Quiz 1", "2026-09-10T23:59:00Z", 10),
      column("shorter", "Quiz", "2026-09-10", 10), column("another", "Lab 4", "2026-09-10", 10),
      column("other day", "Unit 3: Quiz 1", "2026-09-11", 10),
      column("other points", "Unit 3: Quiz 1", "2026-09-10", 20)};
  EXPECT_EQ(like(quiz(), listed), (Ids{"longer", "shorter"}));
}

TEST(ColumnsInSis, AreNotLikeItByDayAndPointsAlone) {
  EXPECT_EQ(like(quiz(), {column("a", "", "2026-09-10", 10)}), Ids{});
  EXPECT_EQ(like(quiz(""), {column("a", "", "2026-09-10", 10)}), Ids{});
}

TEST(ColumnsInSis, OfOursOrDeletedOnesNobodyIsAsked) {
  auto deleted = column("deleted", "Quiz 1");
  deleted.active = false;
  EXPECT_EQ(like(quiz(), {column("ours", "Quiz 1"), deleted}, {"ours"}), Ids{});
}

TEST(ColumnsInSis, OfAnActivityWithoutDayOrPointsOnlyTheTitleCounts) {
  ActivityLooks bare{"Quiz 1", {}, {}};
  EXPECT_EQ(like(bare, {column("a", "Unit 3: Quiz 1"), column("b", "quiz 1")}), Ids{"b"});
}

} // namespace
} // namespace passback::decision
