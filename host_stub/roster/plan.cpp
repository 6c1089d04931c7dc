#include "host_stub/roster/plan.hpp"

#include <algorithm>
#include <set>

namespace host_stub::roster {
namespace {

constexpr std::size_t kStudentsOfClass = 25;
constexpr std::size_t kMostClassesOfStudent = 7;
constexpr std::size_t kMostClassesOfTeacher = 5;

// How many of `all` fall to one school when they are dealt out in turn.
std::size_t share(std::size_t all, std::size_t schools, std::size_t school) {
  return all / schools + (school < all % schools ? 1 : 0);
}

std::size_t classes_of_student(std::size_t classes, std::size_t students) {
  const std::size_t wanted = (kStudentsOfClass * classes + students / 2) / students;
  return std::clamp(wanted, std::size_t{1}, std::min(kMostClassesOfStudent, classes));
}

// A school's classes, by course and section, with their teachers.
void plan_classes(std::size_t school, std::size_t classes, std::size_t courses, Plan& plan) {
  std::size_t section = 0;
  std::size_t last_course = 0;
  for (std::size_t i = 0; i < classes; ++i) {
    const std::size_t course = i * std::min(courses, classes) / classes;
    section = course == last_course ? section : 0;
    last_course = course;
    if (i % kMostClassesOfTeacher == 0) {
      plan.school_of_teacher.push_back(school);
    }
    plan.classes.push_back({.school = school,
                            .course = course,
                            .section = section++,
                            .teacher = plan.school_of_teacher.size() - 1,
                            .students = {}});
  }
}

// The classes of the student who comes `turn`-th: far apart, and each of another course. There are
// as many courses as a student has classes, so that one is always found.
std::vector<std::size_t> pick_classes(const std::vector<PlannedClass>& all, std::size_t first,
                                      std::size_t classes, std::size_t wanted, std::size_t turn) {
  std::vector<std::size_t> picked;
  std::set<std::size_t> courses;
  for (std::size_t place = turn; picked.size() < wanted;
       place = turn + picked.size() * (classes / wanted)) {
    while (courses.contains(all[first + place % classes].course)) {
      ++place;
    }
    picked.push_back(first + place % classes);
    courses.insert(all[picked.back()].course);
  }
  return picked;
}

// Whoever comes next begins one class further on; that fills the classes evenly.
void seat_students(std::size_t school, std::size_t first_class, std::size_t classes,
                   std::size_t students, Dice& dice, Plan& plan) {
  std::vector<std::size_t> queue;
  for (std::size_t i = 0; i < students; ++i) {
    queue.push_back(plan.school_of_student.size());
    plan.school_of_student.push_back(school);
  }
  dice.shuffle(queue);
  const std::size_t each = classes_of_student(classes, students);
  for (std::size_t turn = 0; turn < queue.size(); ++turn) {
    for (std::size_t one : pick_classes(plan.classes, first_class, classes, each, turn)) {
      plan.classes[one].students.push_back(queue[turn]);
    }
  }
}

} // namespace

Plan make_plan(const RosterSize& size, std::size_t courses_of_school, Dice& dice) {
  Plan plan;
  for (std::size_t school = 0; school < size.schools; ++school) {
    const std::size_t first_class = plan.classes.size();
    const std::size_t classes = share(size.classes, size.schools, school);
    plan_classes(school, classes, courses_of_school, plan);
    seat_students(school, first_class, classes, share(size.students, size.schools, school), dice,
                  plan);
  }
  for (PlannedClass& one : plan.classes) {
    std::ranges::sort(one.students);
  }
  return plan;
}

} // namespace host_stub::roster
