#include "plugin/exchange/step_result.hpp"

#include <algorithm>
#include <utility>

namespace passback::exchange {

Outcome outcome_of(const PlannedRequest& planned, RequestStatus status, Code code,
                   std::int64_t now_unix_ms) {
  Outcome outcome;
  outcome.record_id = planned.record_id;
  outcome.epoch = planned.epoch;
  outcome.request_id = planned.request_id;
  outcome.kind = planned.kind;
  outcome.write = planned.write;
  outcome.parent_id = planned.parent_id;
  outcome.attempts = planned.attempts;
  outcome.status = status;
  outcome.code = code;
  outcome.retry_unix_ms = now_unix_ms;
  outcome.late_ms = late_ms(*planned.route->profile);
  if (planned.found) {
    outcome.other_id = planned.wire_id;
    outcome.id_origin = *planned.found;
  }
  return outcome;
}

StepResult ends_with(const RecordState& state, const Outcome& outcome, std::int64_t now_unix_ms) {
  StepResult result;
  result.outcomes.push_back(outcome);
  for (const auto& member : state.others) {
    Outcome of_member = outcome_of(member, outcome.status, outcome.code, now_unix_ms);
    of_member.http_status = outcome.http_status;
    of_member.sis_words = outcome.sis_words;
    of_member.retry_unix_ms = outcome.retry_unix_ms;
    of_member.blameless = outcome.blameless;
    of_member.nothing_left = outcome.nothing_left;
    result.outcomes.push_back(std::move(of_member));
  }
  return result;
}

Outcome outcome_not_sent(const RecordState& state, Code code, int status, std::int64_t now_unix_ms,
                         std::int64_t retry_unix_ms) {
  const bool left = state.made || state.was_sent || state.unproven;
  Outcome outcome = outcome_of(
      state.planned, left ? RequestStatus::in_doubt : RequestStatus::not_sent, code, now_unix_ms);
  outcome.http_status = status;
  outcome.retry_unix_ms = retry_unix_ms;
  outcome.blameless = true;
  outcome.nothing_left = !left;
  return outcome;
}

std::int64_t after_settling(const RecordState& state, std::int64_t now_unix_ms,
                            std::int64_t wished_unix_ms) {
  const auto& planned = state.planned;
  return std::max(wished_unix_ms,
                  now_unix_ms + settle_ms(*planned.route->profile, planned.creation));
}

StepResult met_hearsay(Step step, int status, const std::string& words, StepResult meant) {
  constexpr std::int64_t kBetweenTriesMs = 30'000;
  Met met{Trouble::elsewhere, Code::address_refused, status, words, kBetweenTriesMs};
  const bool harmless = std::ranges::all_of(meant.outcomes, [](const Outcome& outcome) {
    return outcome.status == RequestStatus::confirmed ||
           outcome.status == RequestStatus::line_item_gone;
  });
  if (harmless) {
    met.believed = std::move(meant.outcomes);
  }
  return met_at(step, std::move(met));
}

Lookup next_lookup(const RecordState& state) {
  const auto next = std::ranges::find_if(
      state.planned.reads, [&](Lookup lookup) { return !state.looked_up.contains(lookup); });
  return next == state.planned.reads.end() ? Lookup::sis_class : *next;
}

gradebook::SourcedId subject_of(const PlannedRequest& planned, Lookup lookup) {
  return lookup == Lookup::results ? planned.parent_wire_id : planned.sis_class_id;
}

} // namespace passback::exchange
