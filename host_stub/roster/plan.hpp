#pragma once
// Who teaches and sits where in a made roster, as numbers from 0 alone: the names come later. Pure.
#include <cstddef>
#include <vector>

#include "host_stub/roster/dice.hpp"
#include "host_stub/roster/size.hpp"

namespace host_stub::roster {

struct PlannedClass {
  std::size_t school = 0;
  std::size_t course = 0;  // of the school's
  std::size_t section = 0; // of the course's
  std::size_t teacher = 0;
  std::vector<std::size_t> students;
};

struct Plan {
  std::vector<PlannedClass> classes;
  std::vector<std::size_t> school_of_teacher;
  std::vector<std::size_t> school_of_student;
};

// Classes and students are spread evenly over the schools. A class has about 25 students, and a
// student as many classes as that takes: at least one, at most seven, each of another course. A
// teacher has up to five classes, of neighbouring courses. `courses_of_school`: seven or more.
Plan make_plan(const RosterSize& size, std::size_t courses_of_school, Dice& dice);

} // namespace host_stub::roster
