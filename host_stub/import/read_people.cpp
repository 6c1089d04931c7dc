#include "host_stub/gradebook/model.hpp"
#include "host_stub/import/record_reader.hpp"

namespace host_stub::import {
namespace {

const Words kUserRoles = {"administrator", "aide",
                          "counselor",     "districtAdministrator",
                          "guardian",      "parent",
                          "principal",     "proctor",
                          "relative",      "siteAdministrator",
                          "student",       "systemAdministrator",
                          "teacher"};
const Words kEnrolmentRoles = {"administrator",
                               "aide",
                               "guardian",
                               "parent",
                               "proctor",
                               "relative",
                               "student",
                               "teacher",
                               gradebook::kGuestRole,
                               gradebook::kPreviewStudentRole};

// The 1.1 form: the user's row names one role and the organisations where it holds.
void read_role_of_user(const RowReader& row, const UserRecord& user,
                       std::vector<RoleRecord>& roles) {
  auto role = row.needed_word("role", kUserRoles);
  row.needed("orgSourcedIds");
  for (const std::string& org : row.list("orgSourcedIds")) {
    RoleRecord one;
    one.line = row.line();
    one.active = user.active;
    one.user_id = user.id;
    one.org_id = org;
    one.role = role;
    roles.push_back(std::move(one));
  }
}

} // namespace

void read_people(const TableSource& source, Records& records, Problems& problems) {
  FileReader files(source, records, problems);
  records.roles_file = "users.csv";
  bool has_roles_file = source.has("roles.csv");

  files.read("users.csv", {"sourcedId", "username", "givenName", "familyName"}, records.users,
             [&](const RowReader& row, const Table& table, UserRecord& user) {
               user.username = row.needed("username");
               user.given_name = row.needed("givenName");
               user.family_name = row.needed("familyName");
               user.email = row.text("email");
               user.active = row.truth("enabledUser", true) && user.active;
               if (table.has_column("role") && !has_roles_file) {
                 read_role_of_user(row, user, records.roles);
               }
             });

  if (has_roles_file) {
    records.roles_file = "roles.csv";
    files.read("roles.csv", {"sourcedId", "userSourcedId", "role", "orgSourcedId"}, records.roles,
               [](const RowReader& row, const Table&, RoleRecord& role) {
                 role.user_id = row.needed("userSourcedId");
                 role.org_id = row.needed("orgSourcedId");
                 role.role = row.needed_word("role", kUserRoles);
                 row.word("roleType", {"primary", "secondary"});
               });
  } else if (!records.users.empty() && records.roles.empty()) {
    bool csv = records.origin == Origin::csv;
    problems.add({place_name(records.origin, "users.csv"), csv ? 1U : 0U, csv ? "role" : "roles",
                  csv ? "Nobody has a role: OneRoster 1.1 has the columns role and orgSourcedIds "
                        "here, 1.2 has them in roles.csv."
                      : "Nobody has a role: OneRoster 1.1 has the members role and orgs here, 1.2 "
                        "has roles."});
  }

  files.read("enrollments.csv", {"sourcedId", "classSourcedId", "userSourcedId", "role"},
             records.enrolments,
             [](const RowReader& row, const Table&, EnrolmentRecord& enrolment) {
               enrolment.class_id = row.needed("classSourcedId");
               enrolment.user_id = row.needed("userSourcedId");
               enrolment.role = row.needed_word("role", kEnrolmentRoles);
               enrolment.primary = row.truth("primary", false);
               enrolment.begin_date = row.date("beginDate");
               enrolment.end_date = row.date("endDate");
             });
}

} // namespace host_stub::import
