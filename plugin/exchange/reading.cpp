#include "plugin/exchange/reading.hpp"

#include <utility>

#include "plugin/oneroster/reads/period_ways.hpp"
#include "plugin/oneroster/reads/sis_objects.hpp"
#include "plugin/oneroster/wire/routes.hpp"

namespace passback::exchange {

namespace {

using oneroster::Gradebook;

/// Of a class and its grading periods, by the way that is tried now.
std::vector<std::string> addresses(const PlannedRequest& planned, Lookup lookup, std::size_t way) {
  const auto& endpoint = planned.route->endpoint;
  const auto& profile = *planned.route->profile;
  const bool assessment = profile.gradebook == Gradebook::assessment;
  switch (lookup) {
  case Lookup::sis_class:
    // Some SISs offer the list of classes only.
    return way == 0   ? std::vector{oneroster::class_url(endpoint, planned.sis_class_id)}
           : way == 1 ? std::vector{oneroster::class_in_list_url(endpoint, planned.sis_class_id)}
                      : std::vector<std::string>();
  case Lookup::sessions: {
    auto ways =
        oneroster::period_ways(endpoint, profile.reads.grading_periods, planned.known.term_ids());
    return way < ways.size() ? std::move(ways[way].urls) : std::vector<std::string>();
  }
  case Lookup::categories: {
    auto url =
        oneroster::class_categories_url(endpoint, profile.reads.categories, planned.sis_class_id);
    return url ? std::vector<std::string>{std::move(*url)} : std::vector<std::string>();
  }
  case Lookup::line_items:
    return {assessment ? oneroster::assessment_line_items_url(endpoint, planned.sis_class_id)
                       : oneroster::class_line_items_url(endpoint, profile.reads.line_items,
                                                         planned.sis_class_id)};
  case Lookup::results:
    return {assessment
                ? oneroster::assessment_results_url(endpoint, planned.parent_wire_id)
                : oneroster::line_item_results_url(endpoint, profile.reads.results,
                                                   planned.sis_class_id, planned.parent_wire_id)};
  }
  return {};
}

std::string envelope(Lookup lookup, Gradebook gradebook) {
  const bool assessment = gradebook == Gradebook::assessment;
  switch (lookup) {
  case Lookup::sis_class:
    return "class";
  case Lookup::sessions:
    return "academicSessions";
  case Lookup::categories:
    return "categories";
  case Lookup::line_items:
    return assessment ? "assessmentLineItems" : "lineItems";
  case Lookup::results:
    break;
  }
  return assessment ? "assessmentResults" : "results";
}

} // namespace

std::optional<Reading> Reading::begin(const PlannedRequest& planned, Lookup what, std::size_t way) {
  Reading reading(what, way);
  const bool one_record = what == Lookup::sis_class && way == 0;
  reading.collection_ = what == Lookup::sis_class && !one_record
                            ? "classes"
                            : envelope(what, planned.route->profile->gradebook);
  reading.page_limit_ = planned.route->profile->reads.page_limit;
  for (auto& url : addresses(planned, what, way)) {
    reading.urls_.push_back(std::move(url));
  }
  if (reading.urls_.empty()) {
    return std::nullopt;
  }
  if (!one_record) {
    reading.begin_next_list();
  }
  return reading;
}

void Reading::begin_next_list() {
  loop_.emplace(urls_.front(), collection_, page_limit_);
  urls_.pop_front();
}

Reading::Took Reading::take(const oneroster::HttpAnswer& answer) {
  if (!loop_) {
    auto record = oneroster::record_in(answer, collection_);
    if (!record) {
      return Took::no_record;
    }
    records_.push_back(std::move(*record));
    return Took::all;
  }
  const auto added = loop_->add(answer);
  if (added && loop_->next_url()) {
    return Took::more;
  }
  if (!added || !loop_->complete()) {
    return Took::unreadable;
  }
  records_.insert(records_.end(), loop_->items().begin(), loop_->items().end());
  if (!urls_.empty()) {
    begin_next_list();
    return Took::more;
  }
  return Took::all;
}

} // namespace passback::exchange
