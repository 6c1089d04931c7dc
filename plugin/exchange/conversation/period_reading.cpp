#include "plugin/exchange/conversation/period_reading.hpp"

#include <deque>
#include <memory>
#include <utility>

#include "plugin/exchange/conversation/response_checks.hpp"
#include "plugin/oneroster/reads/period_ways.hpp"

namespace passback::exchange {
namespace {

using oneroster::SisAcademicSession;

struct Search {
  ConversationSteps& steps;
  std::string step;
  int page_limit;
  std::vector<gradebook::SourcedId> terms;
  EnoughPeriods enough;
  std::function<void(const PeriodsOfClass&)> then;
  std::deque<oneroster::PeriodWay> ways;         ///< the first is being tried
  std::vector<SisAcademicSession> sessions = {}; ///< by that way, so far
  bool read_any = false;                         ///< a whole list, by whatever way
  bool refused = false;                          ///< periods may be where one was not shown
  Response last = {};
};
using SearchPtr = std::shared_ptr<Search>;

std::vector<SisAcademicSession> periods_so_far(const Search& search) {
  return oneroster::grading_periods_of(search.sessions, search.terms, search.ways.front().source);
}

void end(const Search& search, std::vector<SisAcademicSession> periods) {
  const bool known = !periods.empty() || (search.read_any && !search.refused);
  search.then({std::move(periods), known, search.last});
}

void try_next_way(Search& search) {
  search.ways.pop_front();
  search.sessions.clear();
}

void read_on(const SearchPtr& search);

void list_read(const SearchPtr& search, const oneroster::PageLoop& list) {
  search->read_any = true;
  for (const auto& record : list.items()) {
    search->sessions.push_back(oneroster::academic_session_of(record));
  }
  auto periods = periods_so_far(*search);
  const bool whole_way = search->ways.front().urls.empty();
  const bool will_do =
      !periods.empty() && (whole_way || (search->enough && search->enough(periods)));
  if (will_do) {
    end(*search, std::move(periods));
    return;
  }
  read_on(search);
}

/// Half a way tells nothing of the other half: it is left.
void list_refused(const SearchPtr& search) {
  if (!search->last.answer) {
    search->refused = true; // whoever does not answer here does not elsewhere
    end(*search, {});
    return;
  }
  search->refused = search->refused || !not_offered(search->last);
  try_next_way(*search);
  read_on(search);
}

void read_on(const SearchPtr& search) {
  while (!search->ways.empty() && search->ways.front().urls.empty()) {
    try_next_way(*search);
  }
  if (search->ways.empty()) {
    end(*search, {});
    return;
  }
  auto& urls = search->ways.front().urls;
  oneroster::PageLoop list(std::move(urls.front()), "academicSessions", search->page_limit);
  urls.erase(urls.begin());
  search->steps.read_list(
      search->step, std::move(list),
      [search](bool read, const oneroster::PageLoop& sessions, const Response& last) {
        search->last = last;
        if (read && sessions.complete()) {
          list_read(search, sessions);
        } else {
          list_refused(search);
        }
      });
}

} // namespace

void read_periods(ConversationSteps& steps, const Partner& partner, const std::string& step,
                  const std::vector<gradebook::SourcedId>& terms, EnoughPeriods enough,
                  std::function<void(const PeriodsOfClass&)> then) {
  const auto& reads = partner.profile->reads;
  auto ways = oneroster::period_ways(partner.endpoint, reads.grading_periods, terms);
  read_on(std::make_shared<Search>(
      Search{steps, step, reads.page_limit, terms, std::move(enough), std::move(then),
             std::deque<oneroster::PeriodWay>(ways.begin(), ways.end())}));
}

} // namespace passback::exchange
