// The ways to the grading periods of a class: SISs list them in three places, and one that is empty
// or missing says nothing about the next.
#pragma once

#include <string>
#include <vector>

#include "plugin/oneroster/auth/granted_scopes.hpp"
#include "plugin/oneroster/documents/grading_periods.hpp"
#include "plugin/oneroster/wire/endpoint.hpp"

namespace passback::oneroster {

struct PeriodWay {
  std::vector<std::string> urls; ///< each a collection of academicSessions; none without a term
  PeriodSource source;
  PeriodRoute route; ///< by which this way is tried first, or soonest
};

/// In the order in which they are tried until one shows any, the profile's own first: a class of
/// the whole year may name the school year as its term, while the quarters hang below semesters.
std::vector<PeriodWay> period_ways(const Endpoint& endpoint, PeriodRoute route,
                                   const std::vector<gradebook::SourcedId>& term_ids);

/// Whether the token may read them. What is not granted is not looked for by a later way either.
bool may_read_periods(PeriodRoute route, const RosterReads& granted);

} // namespace passback::oneroster
