#pragma once
// What the host keeps, in an LMS's own words. `id` is the host's id, `sis_id` the OneRoster
// sourcedId that came with the roster (empty: the SIS does not know this thing). Dates are
// OneRoster's YYYY-MM-DD, empty when not given.
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace host_stub::gradebook {

inline constexpr const char* kRootDomain = "root";
// Stands for the person at the keyboard; an administrator of the root domain from the first open
// on.
inline constexpr const char* kSiteAdministrator = "admin";

// Roles of an enrolment that OneRoster has no word for.
inline constexpr const char* kPreviewStudentRole = "ext:previewStudent";
inline constexpr const char* kGuestRole = "ext:guest";

struct Domain {
  std::string id;
  std::string sis_id;
  std::string parent_id; // empty for the root domain only
  std::string title;
  std::string kind; // root, or the OneRoster org type: district, school, …
  bool active = true;
};

struct Session {
  std::string id;
  std::string sis_id;
  std::string parent_id;
  std::string title;
  std::string kind; // schoolYear, semester, term, gradingPeriod
  std::string start_date;
  std::string end_date;
  std::string school_year; // the calendar year in which the school year ends
  bool active = true;
};

struct Class {
  std::string id;
  std::string sis_id;
  std::string title;
  std::string code;
  std::string domain_id;
  std::string course_id;
  std::string school_year;
  std::vector<std::string> term_ids;
  std::int64_t incarnation = 0; // raised when the class is emptied for reuse
  bool active = true;
};

struct User {
  std::string id;
  std::string sis_id;
  std::string username;
  std::string given_name;
  std::string family_name;
  std::string email;
  bool active = true;
};

struct Enrolment {
  std::string id;
  std::string sis_id;
  std::string class_id;
  std::string user_id;
  std::string role;
  bool primary = false;
  std::string begin_date;
  std::string end_date;
  bool active = true;
};

struct Category {
  std::string id;
  std::string sis_id;
  std::string title;
  std::optional<double> weight;
  bool active = true;
};

struct Activity {
  std::string id;
  std::string sis_id;
  std::string class_id;
  std::string title;
  std::string description;
  std::string category_id;
  std::string period_id;
  std::string assign_date;
  std::string due_date;
  double points_possible = 100;
  std::string kind = "activity"; // activity, period_grade, final_grade
  bool published = true;
  bool counts = true;
  bool extra_credit = false;
  bool deleted = false;
  std::string gone_because = {}; // of a deleted one: unknown, teacher, unenrolled, …
  std::int64_t revision = 0;
};

// Facts about a score that are not its points; several may hold at once.
struct ScoreFlags {
  bool released = true;
  bool draft = false;
  bool overridden = false;
  bool dropped = false;
  bool exempt = false;
  bool missing = false;
  bool late = false;
  bool incomplete = false;
  bool submitted = false;
  bool in_progress = false;
  bool withdrawn = false; // the cell is gone from the gradebook

  bool operator==(const ScoreFlags&) const = default;
};

// How well a student reached one learning objective of an activity.
struct ObjectiveScore {
  std::string objective_id = {};
  double points = 0;
  double possible = 0;
  double weight = 0; // 0: not given
};

// One cell of the gradebook. No points is a fact of its own: blank is not zero.
struct Score {
  std::string activity_id = {};
  std::string student_id = {};
  std::optional<double> points;
  ScoreFlags flags = {};
  std::string comment = {};
  std::string text_score = {};
  std::vector<ObjectiveScore> objectives = {};
  std::int64_t scored_unix_ms = 0;
  std::int64_t host_rev = 0;
  std::string sweep_reason =
      {}; // not empty: the plugin did not take this cell, the next sweep has to
  std::string gone_because = {}; // of a withdrawn one: unknown, teacher, unenrolled, …
  bool imported = false;         // an import or a copy of a class brought it
};

} // namespace host_stub::gradebook
