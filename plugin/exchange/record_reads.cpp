// What an exchange reads of the class before it writes, page by page, and how it does without.
#include <algorithm>
#include <utility>

#include "plugin/exchange/record_steps.hpp"
#include "plugin/oneroster/documents/final_slots.hpp"
#include "plugin/oneroster/reads/period_ways.hpp"
#include "plugin/oneroster/reads/sis_objects.hpp"

namespace passback::exchange {

namespace {

/// Not found by that way: the class, or its grading periods. False = there is no other.
bool try_next_way(RecordState& state, std::size_t way) {
  auto next = Reading::begin(state.planned, next_lookup(state), way + 1);
  if (!next) {
    return false;
  }
  state.planned.known.sessions.reset();
  state.reading = std::move(next);
  return true;
}

LearnedOfClass learned_of(const RecordState& state, Lookup lookup, bool shared) {
  LearnedOfClass learned{state.planned.route, lookup, subject_of(state.planned, lookup),
                         state.planned.known, shared};
  if (lookup == Lookup::line_items && learned.known.line_items) {
    oneroster::leave_out_slots(*state.planned.route->profile, *learned.known.line_items);
  }
  return learned;
}

StepResult looked_up(RecordState& state) {
  const auto reading = *std::exchange(state.reading, std::nullopt);
  const Lookup lookup = reading.what();
  auto& planned = state.planned;
  auto records = reading.records();
  auto source = oneroster::PeriodSource::linked;
  if (lookup == Lookup::sis_class) {
    std::erase_if(records, [&](const auto& record) {
      return oneroster::class_of(record).id != planned.sis_class_id;
    });
    if (records.empty() && try_next_way(state, reading.way())) {
      return goes_again();
    }
  } else if (lookup == Lookup::sessions) {
    const auto ways = oneroster::period_ways(planned.route->endpoint,
                                             planned.route->profile->reads.grading_periods,
                                             planned.known.term_ids());
    source = ways.at(reading.way()).source;
  }
  take_records(lookup, records, planned.known, source);
  if (lookup == Lookup::sessions && planned.known.sessions->empty() &&
      try_next_way(state, reading.way())) {
    return goes_again();
  }
  state.looked_up.insert(lookup);
  for (auto& other : state.others) {
    other.known.take(lookup, planned.known);
  }
  auto result = goes_again();
  result.learned = learned_of(state, lookup, true);
  return result;
}

} // namespace

Lookup list_before_making(const PlannedRequest& planned) {
  return planned.kind == outbox::Kind::result ? Lookup::results : Lookup::line_items;
}

StepResult page_read(RecordState& state, Step step, const oneroster::HttpAnswer& answer,
                     const Circumstances& at) {
  switch (state.reading->take(answer)) {
  case Reading::Took::more:
    return goes_again();
  case Reading::Took::no_record:
    return do_without(state, false);
  case Reading::Took::unreadable:
    state.reading.reset();
    if (step == Step::look_up && !is_needed(state.planned, next_lookup(state))) {
      return do_without(state, false);
    }
    return met_at(step, {Trouble::failure, Code::answer_unreadable, answer.status});
  case Reading::Took::all:
    break;
  }
  if (step == Step::look_up) {
    return looked_up(state);
  }
  const auto records = std::exchange(state.reading, std::nullopt)->records();
  if (step == Step::find) {
    return found(state, records, at);
  }
  const auto& planned = state.planned;
  Listing listed{planned.route->connection.id, planned.kind,
                 subject_of(planned, list_before_making(planned)), records};
  auto result = take_listing(state, records, at);
  result.listed = std::move(listed);
  return result;
}

StepResult do_without(RecordState& state, bool keep) {
  const Lookup lookup = next_lookup(state);
  const auto reading = std::exchange(state.reading, std::nullopt);
  const bool has_ways = lookup == Lookup::sis_class || lookup == Lookup::sessions;
  auto result = goes_again();
  if (keep && has_ways && try_next_way(state, reading ? reading->way() : 0)) {
    return result;
  }
  if (lookup == Lookup::line_items) {
    // The record goes as it would without the list, and nobody asks for it before each record.
    state.planned.known.line_items_hidden = true;
    result.learned = learned_of(state, lookup, true);
  } else if (keep && lookup != Lookup::sis_class) {
    // The SIS has none: it is not asked for each record anew.
    take_records(lookup, {}, state.planned.known);
    result.learned = learned_of(state, lookup, false);
  }
  state.looked_up.insert(lookup);
  return result;
}

} // namespace passback::exchange
