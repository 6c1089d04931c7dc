// What `host_stub validate` says at its end: a table for people, a document for programs.
#pragma once

#include <string>
#include <vector>

#include <boost/json/value.hpp>

#include "host_stub/validate/child.hpp"

namespace host_stub::validate {

struct Outcome {
  const Check* check = nullptr;
  CheckResult result;
};

// The highest tier whose checks, and those of all lower tiers, passed; -1 if not even tier 0 was
// reached.
int tier_reached(const std::vector<Outcome>& outcomes);
std::size_t count_failed(const std::vector<Outcome>& outcomes);

std::string line_for_people(const Outcome& outcome);
// complete: all checks were run, so that a tier can be told.
std::string summary_for_people(const std::vector<Outcome>& outcomes, bool complete);
// lms.validate/1
boost::json::value document(const Subject& subject, const std::vector<Outcome>& outcomes,
                            bool complete);

} // namespace host_stub::validate
