#include "host_stub/import/leavers.hpp"

#include <algorithm>

namespace host_stub::import {
namespace {

// Of fewer nobody can tell a cut from a change of classes.
constexpr std::size_t kSmallestClass = 5;
constexpr std::size_t kFewestOfASchool = 5;

std::size_t count_gone(const std::set<std::string>& before, const std::set<std::string>& after) {
  return static_cast<std::size_t>(std::ranges::count_if(
      before, [&](const std::string& student) { return !after.contains(student); }));
}

} // namespace

ClassLists read_class_lists(sqlite::Database& db) {
  ClassLists lists;
  auto rows = db.query("SELECT class_id, user_id FROM enrolment WHERE role = 'student' AND active");
  while (rows.step()) {
    lists[rows.text(0)].insert(rows.text(1));
  }
  return lists;
}

std::vector<Leaving> find_leaving(sqlite::Database& db, const ClassLists& before) {
  struct School {
    std::set<std::string> before, after;
  };
  auto after = read_class_lists(db);
  std::vector<Leaving> found;
  std::map<std::string, School> schools;
  auto classes = db.query("SELECT id, sis_id, title, domain_id, active FROM class ORDER BY id");
  while (classes.step()) {
    const auto listed = before.find(classes.text(0));
    const auto& now = after[classes.text(0)];
    auto& school = schools[classes.text(3)];
    school.after.insert(now.begin(), now.end());
    if (listed == before.end()) {
      continue;
    }
    school.before.insert(listed->second.begin(), listed->second.end());
    const auto students = listed->second.size();
    const auto gone = count_gone(listed->second, now);
    // At the end of a year classes end; that is no leaving of theirs.
    const bool goes_on = classes.integer(4) != 0;
    if (goes_on && students >= kSmallestClass && gone * 2 > students) {
      found.push_back({"class", classes.text(1), classes.text(2), gone, students});
    }
  }
  auto domains = db.query("SELECT id, sis_id, title FROM domain ORDER BY id");
  while (domains.step()) {
    const auto school = schools.find(domains.text(0));
    if (school == schools.end()) {
      continue;
    }
    const auto students = school->second.before.size();
    const auto gone = count_gone(school->second.before, school->second.after);
    if (gone >= kFewestOfASchool && gone * 5 > students) {
      found.push_back({"school", domains.text(1), domains.text(2), gone, students});
    }
  }
  return found;
}

} // namespace host_stub::import
