// The runner's reads: what is known of a class, once for all who wait for it, page by page.
#include <algorithm>
#include <utility>

#include "plugin/delivery/account_runner.hpp"
#include "plugin/delivery/derive.hpp"
#include "plugin/delivery/retry_policy.hpp"
#include "plugin/oneroster/routes.hpp"

namespace passback::delivery {

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
    auto ways = period_ways(endpoint, profile.reads.grading_periods, planned.known);
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

AccountRunner::Reading AccountRunner::reading_of(const Exchange& exchange, Step step,
                                                 std::size_t way) {
  const auto& planned = exchange.planned;
  Reading reading;
  reading.way = way;
  const bool results = planned.kind == outbox::Kind::result;
  reading.what = step == Step::look_up ? next_lookup(exchange)
                 : results             ? Lookup::results
                                       : Lookup::line_items;
  const bool one_record = reading.what == Lookup::sis_class && way == 0;
  reading.collection = reading.what == Lookup::sis_class && !one_record
                           ? "classes"
                           : envelope(reading.what, planned.route->profile->gradebook);
  for (auto& url : addresses(planned, reading.what, way)) {
    reading.urls.push_back(std::move(url));
  }
  if (!one_record && !reading.urls.empty()) {
    reading.loop.emplace(reading.urls.front(), reading.collection,
                         planned.route->profile->reads.page_limit);
    reading.urls.pop_front();
  }
  return reading;
}

void AccountRunner::page_read(const ExchangePtr& exchange, Step step,
                              const oneroster::HttpAnswer& answer) {
  auto& reading = *exchange->reading;
  if (!reading.loop) {
    auto record = oneroster::record_in(answer, reading.collection);
    if (!record) {
      go_without(exchange, false);
      return;
    }
    reading.records.push_back(std::move(*record));
    looked_up(exchange);
    return;
  }
  const auto added = reading.loop->add(answer);
  if (added && reading.loop->next_url()) {
    go_on(exchange);
    return;
  }
  const auto& items = reading.loop->items();
  reading.records.insert(reading.records.end(), items.begin(), items.end());
  reading.complete = reading.complete && reading.loop->complete();
  if (added && !reading.urls.empty()) {
    reading.loop.emplace(reading.urls.front(), reading.collection,
                         exchange->planned.route->profile->reads.page_limit);
    reading.urls.pop_front();
    go_on(exchange);
    return;
  }
  if (!reading.complete) {
    // "Not among them" would mean nothing.
    exchange->reading.reset();
    if (step == Step::look_up && !is_needed(exchange->planned, next_lookup(*exchange))) {
      go_without(exchange, false);
    } else {
      troubled(exchange, step, {Trouble::failure, Code::answer_unreadable, answer.status});
    }
    return;
  }
  if (step == Step::look_up) {
    looked_up(exchange);
  } else if (step == Step::list) {
    listed(exchange);
  } else {
    found(exchange);
  }
}

void AccountRunner::learn(const PlannedRequest& planned, Lookup lookup) {
  if (lookup == Lookup::line_items || !planned.known.has(lookup)) {
    return;
  }
  outbox::SisDocumentRow row;
  row.connection_id = planned.route->connection.id;
  row.connection_generation = planned.route->connection.generation;
  row.kind = kept_as(lookup);
  row.key = lookup == Lookup::results ? planned.parent_wire_id.value : planned.sis_class_id.value;
  row.document = kept_text(lookup, planned.known);
  row.read_unix_ms = parts_.clock.unix_ms();
  auto& fresh = fresh_[{row.connection_id, lookup, gradebook::SourcedId(row.key)}];
  fresh.saved_with = settlement_number_;
  fresh.known.take(lookup, planned.known);
  settlement_.learned.push_back(std::move(row));
}

void AccountRunner::take_fresh(Exchange& exchange) const {
  for (const Lookup lookup : exchange.planned.reads) {
    const auto found =
        fresh_.find({exchange.planned.route->connection.id, lookup, subject_of(exchange, lookup)});
    if (found != fresh_.end()) {
      exchange.planned.known.take(lookup, found->second.known);
      exchange.looked_up.insert(lookup);
    }
  }
}

void AccountRunner::looked_up(const ExchangePtr& exchange) {
  auto reading = *std::exchange(exchange->reading, std::nullopt);
  const Lookup lookup = reading.what;
  auto& planned = exchange->planned;
  if (lookup == Lookup::sis_class) {
    std::erase_if(reading.records, [&](const auto& record) {
      return oneroster::class_of(record).id != planned.sis_class_id;
    });
    if (reading.records.empty() && try_next_way(exchange, reading.way)) {
      return;
    }
    take_records(lookup, reading.records, planned.known);
  } else if (lookup == Lookup::sessions) {
    const auto ways = period_ways(planned.route->endpoint,
                                  planned.route->profile->reads.grading_periods, planned.known);
    take_records(lookup, reading.records, planned.known, ways.at(reading.way).source);
    if (planned.known.sessions->empty() && try_next_way(exchange, reading.way)) {
      return;
    }
  } else {
    take_records(lookup, reading.records, planned.known);
  }
  exchange->looked_up.insert(lookup);
  learn(planned, lookup);
  for (auto& other : exchange->others) {
    other.known.take(lookup, planned.known);
  }
  // All who wait for the same.
  const auto subject = subject_of(*exchange, lookup);
  for (const auto& waiting : queue_) {
    if (same_connection(waiting->planned, planned) && waiting->planned.reads.contains(lookup) &&
        subject_of(*waiting, lookup) == subject && !waiting->reading) {
      waiting->planned.known.take(lookup, planned.known);
      for (auto& other : waiting->others) {
        other.known.take(lookup, planned.known);
      }
      waiting->looked_up.insert(lookup);
    }
  }
  go_on(exchange);
}

// A token that was granted less: what it is refused is not asked for in vain.
bool AccountRunner::may_read(const Exchange& exchange, Lookup lookup) const {
  const auto found = authenticators_.find(exchange.credentials);
  if (found == authenticators_.end()) {
    return true;
  }
  const auto reads = found->second.roster_reads();
  const bool below_terms =
      exchange.planned.route->profile->reads.grading_periods == oneroster::PeriodRoute::of_terms;
  switch (lookup) {
  case Lookup::sis_class:
    return reads.records;
  case Lookup::sessions:
    return below_terms ? reads.nested : reads.records;
  case Lookup::categories:
  case Lookup::line_items:
  case Lookup::results:
    break;
  }
  return true;
}

void AccountRunner::not_let_in(const ExchangePtr& exchange) {
  if (is_needed(exchange->planned, next_lookup(*exchange))) {
    // The token says so itself: there is nothing to be tried.
    const auto until = saturating_add(parts_.clock.unix_ms(), kRefusedRetryMs);
    lanes_.block(*exchange->planned.route, deed_of(*exchange, Step::look_up),
                 {until, Code::forbidden});
    not_sent(*exchange, Code::forbidden, 0, until);
  } else {
    go_without(exchange, false);
  }
}

bool AccountRunner::try_next_way(const ExchangePtr& exchange, std::size_t way) {
  auto next = reading_of(*exchange, Step::look_up, way + 1);
  if (!next.loop) {
    return false;
  }
  exchange->planned.known.sessions.reset();
  exchange->reading = std::move(next);
  go_on(exchange);
  return true;
}

void AccountRunner::go_without(const ExchangePtr& exchange, bool keep) {
  const Lookup lookup = next_lookup(*exchange);
  const auto reading = std::exchange(exchange->reading, std::nullopt);
  const bool has_ways = lookup == Lookup::sis_class || lookup == Lookup::sessions;
  if (keep && has_ways && try_next_way(exchange, reading ? reading->way : 0)) {
    return;
  }
  if (keep && lookup != Lookup::sis_class) {
    // The SIS has none: it is not asked for each record anew.
    take_records(lookup, {}, exchange->planned.known);
    learn(exchange->planned, lookup);
  }
  exchange->looked_up.insert(lookup);
  go_on(exchange);
}

} // namespace passback::delivery
