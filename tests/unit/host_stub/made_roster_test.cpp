// Rosters of any size: what the import says of them, and who sits where.
#include <map>
#include <set>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "host_stub/gradebook/gradebook.hpp"
#include "host_stub/import/roster_import.hpp"
#include "host_stub/roster/made_roster.hpp"
#include "host_stub/roster/plan.hpp"
#include "tests/unit/host_stub/temporary_folder.hpp"

namespace host_stub::roster {
namespace {

using testing::AllOf;
using testing::Each;
using testing::Ge;
using testing::IsEmpty;
using testing::Le;
using testing::SizeIs;

constexpr std::size_t kCourses = 12;

std::vector<std::size_t> class_sizes(const Plan& plan) {
  std::vector<std::size_t> sizes;
  for (const PlannedClass& one : plan.classes) {
    sizes.push_back(one.students.size());
  }
  return sizes;
}

TEST(MadeRoster, IsImportedWithoutAProblem) {
  import::Bundle bundle;
  for (const auto& [name, file] : make_roster(
           {.schools = 3, .classes = 10, .students = 40, .activities = 2, .scores = true})) {
    bundle[name] = file.text();
  }
  TemporaryFolder folder;
  gradebook::Gradebook book(folder.path());
  std::vector<std::string> problems;
  const auto report = import::import_roster(bundle, book);
  for (const import::Problem& problem : report.problems.shown()) {
    problems.push_back(problem.sentence());
  }
  EXPECT_THAT(problems, IsEmpty());
}

TEST(MadeRoster, FillsClassesOfAboutTwentyFive) {
  Dice dice(1);
  const auto plan = make_plan({.schools = 4, .classes = 200, .students = 900}, kCourses, dice);
  EXPECT_THAT(plan.classes, SizeIs(200));
  EXPECT_THAT(plan.school_of_student, SizeIs(900));
  EXPECT_THAT(class_sizes(plan), Each(AllOf(Ge(20U), Le(30U))));
}

TEST(MadeRoster, PutsEachStudentIntoSomeClassesOfTheOwnSchoolAndNoTwoOfOneCourse) {
  for (const RosterSize size : {RosterSize{.schools = 1, .classes = 1, .students = 1},
                                RosterSize{.schools = 2, .classes = 27, .students = 60},
                                RosterSize{.schools = 3, .classes = 40, .students = 5}}) {
    Dice dice(2);
    const auto plan = make_plan(size, kCourses, dice);
    std::map<std::size_t, std::set<std::size_t>> courses_of_student;
    for (const PlannedClass& one : plan.classes) {
      EXPECT_EQ(plan.school_of_teacher[one.teacher], one.school);
      for (std::size_t student : one.students) {
        EXPECT_EQ(plan.school_of_student[student], one.school);
        EXPECT_TRUE(courses_of_student[student].insert(one.course).second)
            << "student " << student << " has course " << one.course << " twice";
      }
    }
    EXPECT_THAT(courses_of_student, SizeIs(size.students));
  }
}

TEST(MadeRoster, StaysTheSameFromReleaseToRelease) {
  // What is measured with a made roster is compared over months.
  Dice dice(1);
  EXPECT_EQ(dice.roll(), 0x910A2DEC89025CC1U);
  EXPECT_EQ(dice.roll(), 0xBEEB8DA1658EEC67U);
}

} // namespace
} // namespace host_stub::roster
