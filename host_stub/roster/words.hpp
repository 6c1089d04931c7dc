#pragma once
// What people, schools and courses of a made roster are called. All of them are made up; family
// names are put together from two parts, so that a large roster does not repeat itself much.
#include <array>
#include <string>
#include <string_view>

#include "host_stub/roster/dice.hpp"

namespace host_stub::roster {

struct PersonName {
  std::string given;
  std::string family;
};

PersonName invent_person(Dice& dice);
std::string invent_place(Dice& dice);

struct CourseWords {
  std::string_view title;
  std::string_view code;
  std::string_view subject;
  std::string_view grade;
};

constexpr std::size_t kCoursesOfSchool = 12;
using CourseList = std::array<CourseWords, kCoursesOfSchool>;

// Schools take turns: the first is a high school, the second a middle school, and so on.
bool is_high_school(std::size_t school);
const CourseList& courses_of(std::size_t school);

} // namespace host_stub::roster
