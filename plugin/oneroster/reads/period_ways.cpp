#include "plugin/oneroster/reads/period_ways.hpp"

#include "plugin/oneroster/wire/routes.hpp"

namespace passback::oneroster {

std::vector<PeriodWay> period_ways(const Endpoint& endpoint, PeriodRoute route,
                                   const std::vector<gradebook::SourcedId>& term_ids) {
  if (route == PeriodRoute::none) {
    return {};
  }
  const auto everybodys = grading_periods_urls(endpoint, PeriodRoute::all, {});
  std::vector<PeriodWay> ways;
  if (route == PeriodRoute::of_terms) {
    ways.push_back(
        {grading_periods_urls(endpoint, route, term_ids), PeriodSource::own_terms, route});
  } else {
    ways.push_back({everybodys, PeriodSource::linked, PeriodRoute::all});
  }
  ways.push_back({{rostering_collection_url(endpoint, "academicSessions")},
                  PeriodSource::linked,
                  PeriodRoute::all});
  ways.push_back({everybodys, PeriodSource::last_way, PeriodRoute::all});
  return ways;
}

bool may_read_periods(PeriodRoute route, const RosterReads& granted) {
  return route == PeriodRoute::of_terms ? granted.nested : granted.records;
}

} // namespace passback::oneroster
