// Where the test of a connection looks for grading periods: by every way that delivery tries too.
#include <algorithm>
#include <utility>

#include "plugin/exchange/conversation/connection_test.hpp"
#include "plugin/exchange/conversation/response_checks.hpp"
#include "plugin/exchange/conversation/sis_values.hpp"
#include "plugin/oneroster/reads/period_ways.hpp"
#include "plugin/oneroster/wire/routes.hpp"

namespace passback::exchange {
namespace {

namespace json = boost::json;

bool is_grading_period(const json::object& entry) {
  return oneroster::academic_session_of(entry).is_grading_period();
}

} // namespace

void ConnectionTest::ask_for_grading_periods(const std::vector<gradebook::SourcedId>& terms) {
  const auto usual = profile().reads.grading_periods;
  PeriodSearch search;
  for (const auto& way : oneroster::period_ways(partner().endpoint, usual, terms)) {
    for (const auto& url : way.urls) {
      search.left.push_back({url, way.route});
    }
  }
  if (search.left.empty()) {
    checks_.skip("grading_periods", say("check.periods.not_read"));
    return;
  }
  search.usual_way_asked = search.left.front().route == usual;
  ListRoute route;
  route.id = "grading_periods";
  route.what = say("check.what.grading_periods");
  route.without = say("check.without.grading_periods");
  route.found = [this](int) {
    found_anything_ = true;
    found_.grading_periods = oneroster::PeriodRoute::none;
  };
  route.may_be_refused = profile().grading_period != oneroster::Need::required;
  ask_next(std::move(search), route);
}

void ConnectionTest::ask_next(PeriodSearch search, const ListRoute& route) {
  const auto here = std::move(search.left.front());
  search.left.pop_front();
  steps_.ask(route.id,
             oneroster::read_request(oneroster::limited(here.url, profile().reads.page_limit)),
             [this, here, search = std::move(search), route](const Response& response) {
               auto so_far = search;
               if (const auto sessions = entries_of(response, "academicSessions")) {
                 // An empty list is remembered as one that can be read: periods may come with the
                 // next school year, and other classes may have some there.
                 so_far.answered = so_far.answered.value_or(here.route);
                 if (so_far.usual_way_asked) {
                   found_anything_ = true;
                   found_.grading_periods = so_far.answered;
                 }
                 const auto shown = std::ranges::find_if(*sessions, is_grading_period);
                 if (shown != sessions->end()) {
                   list_accepted(route, here.route == profile().reads.grading_periods, *shown);
                   return;
                 }
               } else if (!not_offered(response)) {
                 so_far.refused = so_far.refused.value_or(response);
               }
               if (response.answer && !so_far.left.empty()) {
                 ask_next(std::move(so_far), route);
               } else {
                 not_shown(so_far, route, response);
               }
             });
}

void ConnectionTest::not_shown(const PeriodSearch& search, const ListRoute& route,
                               const Response& last) {
  if (search.answered) {
    auto next = say("check.step.set_up_periods");
    next += route.without;
    checks_.warn(route.id, say("check.periods.none_shown"), std::move(next));
  } else {
    list_refused(route, search.refused.value_or(last));
  }
}

} // namespace passback::exchange
