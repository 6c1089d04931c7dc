#include "host_stub/roster/calendar.hpp"
#include "host_stub/roster/files.hpp"
#include "host_stub/roster/words.hpp"

namespace host_stub::roster {
namespace {

/// The users of a roster; each gets a name, and a user name that nobody else has.
class Users {
 public:
  explicit Users(Dice& dice) : dice_(dice) {}

  void add(const std::string& id, const std::string& org, const char* role,
           const std::string& grade = {}) {
    const auto person = invent_person(dice_);
    const auto number = numbered("", out_.rows());
    const auto name = user_name(person) + number;
    out_.add({id, "", "", "true", org, role, name, "", person.given, person.family, "", number,
              name + "@made.example", "", "", "", grade, ""});
  }

  csv::Writer take() { return std::move(out_); }

 private:
  // Given names all begin with a plain letter; a family name may have an apostrophe.
  static std::string user_name(const PersonName& person) {
    std::string name;
    for (char c : person.given.substr(0, 1) + person.family) {
      if (c >= 'A' && c <= 'Z') {
        name += static_cast<char>(c - 'A' + 'a');
      } else if (c >= 'a' && c <= 'z') {
        name += c;
      }
    }
    return name;
  }

  Dice& dice_;
  csv::Writer out_{{"sourcedId", "status", "dateLastModified", "enabledUser", "orgSourcedIds",
                    "role", "username", "userIds", "givenName", "familyName", "middleName",
                    "identifier", "email", "sms", "phone", "agentSourcedIds", "grades",
                    "password"}};
};

std::string grade_of_student(std::size_t student, std::size_t school) {
  const auto grade = std::to_string(is_high_school(school) ? 9 + student % 4 : 6 + student % 3);
  return grade.size() == 1 ? "0" + grade : grade;
}

csv::Writer users(const Plan& plan, std::size_t schools, Dice& dice) {
  Users out(dice);
  out.add("u-admin", "d-1", "administrator");
  for (std::size_t i = 0; i < schools; ++i) {
    out.add(numbered("u-principal", i), numbered("s-", i), "administrator");
  }
  for (std::size_t i = 0; i < plan.school_of_teacher.size(); ++i) {
    out.add(numbered("u-teacher", i), numbered("s-", plan.school_of_teacher[i]), "teacher");
  }
  for (std::size_t i = 0; i < plan.school_of_student.size(); ++i) {
    const std::size_t school = plan.school_of_student[i];
    out.add(numbered("u-student", i), numbered("s-", school), "student",
            grade_of_student(i, school));
  }
  return out.take();
}

csv::Writer enrolments(const Plan& plan) {
  csv::Writer out({"sourcedId", "status", "dateLastModified", "classSourcedId", "schoolSourcedId",
                   "userSourcedId", "role", "primary", "beginDate", "endDate"});
  for (std::size_t i = 0; i < plan.classes.size(); ++i) {
    const PlannedClass& one = plan.classes[i];
    const auto end = is_half_year(i) ? kTerms[0].end : kYear.end;
    const auto add = [&](const std::string& user, const char* role, const char* primary) {
      out.add({numbered("e-", out.rows()), "", "", numbered("c-", i), numbered("s-", one.school),
               user, role, primary, kYear.start, end});
    };
    add(numbered("u-teacher", one.teacher), "teacher", "true");
    for (std::size_t student : one.students) {
      add(numbered("u-student", student), "student", "false");
    }
  }
  return out;
}

} // namespace

void add_people(const Plan& plan, std::size_t schools, Dice& dice, Files& files) {
  files.emplace("users.csv", users(plan, schools, dice));
  files.emplace("enrollments.csv", enrolments(plan));
}

} // namespace host_stub::roster
