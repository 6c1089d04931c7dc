#include "host_stub/import/reference_check.hpp"

#include <map>
#include <set>
#include <utility>

namespace host_stub::import {
namespace {

struct Target {
  Kind kind;
  const char* file;
  std::set<std::string_view> ids;
};

template <class R> std::set<std::string_view> ids_of(const std::vector<R>& records) {
  std::set<std::string_view> ids;
  for (const R& record : records) {
    ids.insert(record.id);
  }
  return ids;
}

class Checker {
 public:
  Checker(Origin origin, const AlreadyKnown& already_known, Problems& problems)
      : origin_(origin), already_known_(already_known), problems_(problems) {}

  void points_to(const Target& target, const std::string& id, const char* file,
                 const Record& record, const char* field) {
    if (id.empty() || target.ids.contains(id) || already_known_(target.kind, id)) {
      return;
    }
    add(file, record, field,
        origin_ == Origin::csv
            ? "There is no row with the sourcedId \"" + id + "\" in " + target.file + "."
            : "The SIS shows nothing with the sourcedId \"" + id + "\" in " +
                  place_name(origin_, target.file) + ".");
  }

  // A chain of parents longer than the number of rows has come back to itself.
  template <class R> void is_a_tree(const std::vector<R>& records, const char* file) {
    std::map<std::string_view, std::string_view> parents;
    for (const R& record : records) {
      parents[record.id] = record.parent_id;
    }
    for (const R& record : records) {
      std::string_view at = record.id;
      std::size_t steps = 0;
      while (!at.empty() && parents.contains(at) && steps <= records.size()) {
        at = parents[at];
        ++steps;
      }
      if (steps > records.size()) {
        add(file, record, "parentSourcedId",
            "Following the parents from here never comes to an end.");
        return;
      }
    }
  }

 private:
  void add(const char* file, const Record& record, const char* field, std::string message) {
    bool csv = origin_ == Origin::csv;
    problems_.add({place_name(origin_, file), csv ? record.line : 0U, member_name(origin_, field),
                   std::move(message), csv ? std::string() : record.id});
  }

  Origin origin_;
  const AlreadyKnown& already_known_;
  Problems& problems_;
};

} // namespace

void check_references(const Records& records, const AlreadyKnown& already_known,
                      Problems& problems) {
  Target orgs{Kind::org, "orgs.csv", ids_of(records.orgs)};
  Target sessions{Kind::session, "academicSessions.csv", ids_of(records.sessions)};
  Target courses{Kind::course, "courses.csv", ids_of(records.courses)};
  Target classes{Kind::class_, "classes.csv", ids_of(records.classes)};
  Target users{Kind::user, "users.csv", ids_of(records.users)};
  Target categories{Kind::category, "categories.csv", ids_of(records.categories)};
  Target line_items{Kind::line_item, "lineItems.csv", ids_of(records.line_items)};
  Checker check(records.origin, already_known, problems);

  for (const OrgRecord& org : records.orgs) {
    check.points_to(orgs, org.parent_id, "orgs.csv", org, "parentSourcedId");
  }
  check.is_a_tree(records.orgs, "orgs.csv");
  for (const SessionRecord& session : records.sessions) {
    check.points_to(sessions, session.parent_id, "academicSessions.csv", session,
                    "parentSourcedId");
  }
  check.is_a_tree(records.sessions, "academicSessions.csv");
  for (const CourseRecord& course : records.courses) {
    check.points_to(orgs, course.org_id, "courses.csv", course, "orgSourcedId");
  }
  for (const ClassRecord& one : records.classes) {
    check.points_to(courses, one.course_id, "classes.csv", one, "courseSourcedId");
    check.points_to(orgs, one.school_id, "classes.csv", one, "schoolSourcedId");
    for (const std::string& term : one.term_ids) {
      check.points_to(sessions, term, "classes.csv", one, "termSourcedIds");
    }
  }
  const char* roles_file = records.roles_file.c_str();
  bool own_file = records.roles_file == "roles.csv";
  for (const RoleRecord& role : records.roles) {
    check.points_to(users, role.user_id, roles_file, role, "userSourcedId");
    check.points_to(orgs, role.org_id, roles_file, role,
                    own_file ? "orgSourcedId" : "orgSourcedIds");
  }
  for (const EnrolmentRecord& enrolment : records.enrolments) {
    check.points_to(classes, enrolment.class_id, "enrollments.csv", enrolment, "classSourcedId");
    check.points_to(users, enrolment.user_id, "enrollments.csv", enrolment, "userSourcedId");
  }
  for (const LineItemRecord& item : records.line_items) {
    check.points_to(classes, item.class_id, "lineItems.csv", item, "classSourcedId");
    check.points_to(categories, item.category_id, "lineItems.csv", item, "categorySourcedId");
    check.points_to(sessions, item.period_id, "lineItems.csv", item, "gradingPeriodSourcedId");
  }
  for (const ResultRecord& result : records.results) {
    check.points_to(line_items, result.line_item_id, "results.csv", result, "lineItemSourcedId");
    check.points_to(users, result.student_id, "results.csv", result, "studentSourcedId");
  }
}

} // namespace host_stub::import
