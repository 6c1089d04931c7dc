#pragma once
// The school year of a made roster: two terms of two grading periods each. It is the sample
// school's, so that what is tried with one can be tried with the other.
#include <array>
#include <cstddef>
#include <string>
#include <string_view>

namespace host_stub::roster {

struct Session {
  std::string_view id;
  std::string_view title;
  std::string_view type;
  std::string_view start; // YYYY-MM-DD
  std::string_view end;
  std::string_view parent;
};

constexpr std::string_view kSchoolYear = "2027"; // the year in which it ends
constexpr Session kYear = {"sy-2027", "2026-2027", "schoolYear", "2026-08-17", "2027-06-11", ""};
constexpr std::array<Session, 2> kTerms = {
    {{"t-2027-1", "Fall 2026", "semester", "2026-08-17", "2026-12-18", "sy-2027"},
     {"t-2027-2", "Spring 2027", "semester", "2027-01-04", "2027-06-11", "sy-2027"}}};
constexpr std::array<Session, 4> kPeriods = {
    {{"gp-2027-1", "Quarter 1", "gradingPeriod", "2026-08-17", "2026-10-16", "t-2027-1"},
     {"gp-2027-2", "Quarter 2", "gradingPeriod", "2026-10-17", "2026-12-18", "t-2027-1"},
     {"gp-2027-3", "Quarter 3", "gradingPeriod", "2027-01-04", "2027-03-19", "t-2027-2"},
     {"gp-2027-4", "Quarter 4", "gradingPeriod", "2027-03-20", "2027-06-11", "t-2027-2"}}};

// The day that is `part` of `parts` into the session, as YYYY-MM-DD.
std::string day_in(const Session& session, std::size_t part, std::size_t parts);

} // namespace host_stub::roster
