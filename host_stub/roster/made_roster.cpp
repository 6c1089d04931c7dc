#include "host_stub/roster/made_roster.hpp"

#include "host_stub/roster/files.hpp"
#include "host_stub/roster/words.hpp"

namespace host_stub::roster {
namespace {

void add_manifest(Files& files) {
  csv::Writer out({"propertyName", "value"});
  out.add({"manifest.version", "1.0"});
  out.add({"oneroster.version", "1.1"});
  for (const char* name :
       {"academicSessions", "categories", "classes", "classResources", "courses", "courseResources",
        "demographics", "enrollments", "lineItems", "orgs", "resources", "results", "users"}) {
    out.add({"file." + std::string(name),
             files.contains(std::string(name) + ".csv") ? "bulk" : "absent"});
  }
  out.add({"source.systemName", "Made by host_stub roster make"});
  out.add({"source.systemCode", "made"});
  files.emplace("manifest.csv", std::move(out));
}

} // namespace

std::string numbered(const char* prefix, std::size_t place) {
  return prefix + std::to_string(place + 1);
}

std::string course_id(std::size_t school, std::size_t course) {
  return numbered("crs-", school) + numbered("-", course);
}

bool is_half_year(std::size_t class_place) {
  return class_place % 5 == 4;
}

Files make_roster(const RosterSize& size) {
  Dice dice(size.seed);
  const Plan plan = make_plan(size, kCoursesOfSchool, dice);
  Files files;
  add_structure(plan, size.schools, dice, files);
  add_people(plan, size.schools, dice, files);
  if (size.activities > 0) {
    Dice dice_of_grades(~size.seed);
    add_grades(plan, size, dice_of_grades, files);
  }
  add_manifest(files);
  return files;
}

} // namespace host_stub::roster
