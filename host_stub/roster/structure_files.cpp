#include "host_stub/roster/calendar.hpp"
#include "host_stub/roster/files.hpp"
#include "host_stub/roster/words.hpp"

namespace host_stub::roster {
namespace {

csv::Writer orgs(std::size_t schools, Dice& dice) {
  csv::Writer out(
      {"sourcedId", "status", "dateLastModified", "name", "type", "identifier", "parentSourcedId"});
  out.add({"d-1", "", "", invent_place(dice) + " School District", "district", "1", ""});
  for (std::size_t i = 0; i < schools; ++i) {
    const auto name = invent_place(dice) + (is_high_school(i) ? " High School" : " Middle School");
    out.add({numbered("s-", i), "", "", name, "school", numbered("", i), "d-1"});
  }
  return out;
}

csv::Writer sessions() {
  csv::Writer out({"sourcedId", "status", "dateLastModified", "title", "type", "startDate",
                   "endDate", "parentSourcedId", "schoolYear"});
  const auto add = [&out](const Session& one) {
    out.add({one.id, "", "", one.title, one.type, one.start, one.end, one.parent, kSchoolYear});
  };
  add(kYear);
  for (const Session& term : kTerms) {
    add(term);
  }
  for (const Session& period : kPeriods) {
    add(period);
  }
  return out;
}

csv::Writer courses(std::size_t schools) {
  csv::Writer out({"sourcedId", "status", "dateLastModified", "schoolYearSourcedId", "title",
                   "courseCode", "grades", "orgSourcedId", "subjects", "subjectCodes"});
  for (std::size_t school = 0; school < schools; ++school) {
    for (std::size_t i = 0; i < kCoursesOfSchool; ++i) {
      const CourseWords& course = courses_of(school)[i];
      out.add({course_id(school, i), "", "", kYear.id, course.title, course.code, course.grade,
               numbered("s-", school), course.subject, ""});
    }
  }
  return out;
}

csv::Writer classes(const Plan& plan) {
  csv::Writer out({"sourcedId", "status", "dateLastModified", "title", "grades", "courseSourcedId",
                   "classCode", "classType", "location", "schoolSourcedId", "termSourcedIds",
                   "subjects", "subjectCodes", "periods"});
  const auto whole_year = std::string(kTerms[0].id) + "," + std::string(kTerms[1].id);
  for (std::size_t i = 0; i < plan.classes.size(); ++i) {
    const PlannedClass& one = plan.classes[i];
    const CourseWords& course = courses_of(one.school)[one.course];
    const auto section = numbered("", one.section);
    out.add({numbered("c-", i), "", "", std::string(course.title) + ", Section " + section,
             course.grade, course_id(one.school, one.course),
             std::string(course.code) + "-" + section, "scheduled",
             numbered("Room ", 100 + one.teacher), numbered("s-", one.school),
             is_half_year(i) ? kTerms[0].id : whole_year, course.subject, "", ""});
  }
  return out;
}

csv::Writer categories() {
  csv::Writer out({"sourcedId", "status", "dateLastModified", "title"});
  out.add({"cat-hw", "", "", "Homework"});
  out.add({"cat-quiz", "", "", "Quizzes"});
  out.add({"cat-test", "", "", "Tests"});
  out.add({"cat-project", "", "", "Projects"});
  return out;
}

} // namespace

void add_structure(const Plan& plan, std::size_t schools, Dice& dice, Files& files) {
  files.emplace("orgs.csv", orgs(schools, dice));
  files.emplace("academicSessions.csv", sessions());
  files.emplace("courses.csv", courses(schools));
  files.emplace("classes.csv", classes(plan));
  files.emplace("categories.csv", categories());
}

} // namespace host_stub::roster
