#pragma once
// The rows of a bundle, in OneRoster's words, checked one by one but not yet against each other.
// All ids are sourcedIds.
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "host_stub/import/naming.hpp"

namespace host_stub::import {

struct Record {
  std::size_t line = 0;
  std::string id;
  bool active = true; // false: status tobedeleted (or 1.1's inactive)
};

struct OrgRecord : Record {
  std::string name;
  std::string type;
  std::string parent_id;
};

struct SessionRecord : Record {
  std::string title;
  std::string type;
  std::string start_date;
  std::string end_date;
  std::string parent_id;
  std::string school_year;
};

struct CourseRecord : Record {
  std::string title;
  std::string code;
  std::string org_id;
};

struct ClassRecord : Record {
  std::string title;
  std::string code;
  std::string course_id;
  std::string school_id;
  std::vector<std::string> term_ids;
};

struct UserRecord : Record {
  std::string username;
  std::string given_name;
  std::string family_name;
  std::string email;
};

// 1.1 keeps roles in users.csv (one role, many orgs), 1.2 in roles.csv (one row each).
struct RoleRecord : Record {
  std::string user_id;
  std::string org_id;
  std::string role;
};

struct EnrolmentRecord : Record {
  std::string class_id;
  std::string user_id;
  std::string role;
  bool primary = false;
  std::string begin_date;
  std::string end_date;
};

struct CategoryRecord : Record {
  std::string title;
  std::optional<double> weight;
};

struct LineItemRecord : Record {
  std::string title;
  std::string description;
  std::string assign_date;
  std::string due_date;
  std::string class_id;
  std::string category_id;
  std::string period_id;
  std::optional<double> result_value_max;
};

struct ResultRecord : Record {
  std::string line_item_id;
  std::string student_id;
  std::string score_status;
  std::optional<double> score;
  std::string score_date;
  std::string comment;
  std::string text_score;
  bool late = false;
  bool missing = false;
  bool incomplete = false;
};

// bulk: the file is the whole truth, what it does not name has ended. delta: only what it names
// changes.
enum class FileMode { absent, bulk, delta };

struct Records {
  Origin origin = Origin::csv;
  std::string version; // "1.1" or "1.2"
  // A part of the SIS was asked for: of the classes named here every enrolment is here, of the
  // people every role; others of theirs have ended.
  bool whole_parts = false;
  std::map<std::string, FileMode, std::less<>> modes;
  std::string roles_file; // where the roles came from: users.csv or roles.csv
  std::vector<OrgRecord> orgs;
  std::vector<SessionRecord> sessions;
  std::vector<CourseRecord> courses;
  std::vector<ClassRecord> classes;
  std::vector<UserRecord> users;
  std::vector<RoleRecord> roles;
  std::vector<EnrolmentRecord> enrolments;
  std::vector<CategoryRecord> categories;
  std::vector<LineItemRecord> line_items;
  std::vector<ResultRecord> results;
};

} // namespace host_stub::import
