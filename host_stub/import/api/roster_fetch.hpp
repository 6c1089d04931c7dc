#pragma once
// A whole roster, or a part of one, from an SIS's API.
#include <string>
#include <vector>

#include "host_stub/import/api/object_tables.hpp"
#include "host_stub/import/api/sis_api.hpp"

namespace host_stub::import {

// What to read: everything, or one school, or some classes.
struct RosterPart {
  std::string school;
  std::vector<std::string> classes;

  bool whole() const { return school.empty() && classes.empty(); }
};

struct FetchedRoster {
  ObjectTables tables;
  Problems problems;              // members of the wrong kind
  std::vector<std::string> notes; // what the SIS did not let us read, in sentences
};

// Reads organisations, sessions with their grading periods, courses, classes, people, enrolments
// and categories. What a part points to and does not hold (a course, a parent) is read one by one.
// Line items and results are not read: those that passback has sent would come back as activities.
Result<FetchedRoster> fetch_roster(SisApi& api, const RosterPart& part);

} // namespace host_stub::import
