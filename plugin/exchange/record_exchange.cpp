#include "plugin/exchange/record_exchange.hpp"

#include <algorithm>
#include <utility>

#include "plugin/exchange/record_request.hpp"
#include "plugin/exchange/record_steps.hpp"

namespace passback::exchange {

namespace {

oneroster::HttpRequest read_of(const RecordState& state, Step step) {
  const auto& planned = state.planned;
  switch (step) {
  case Step::read_line_item:
    return oneroster::read_request(line_item_address(
        *planned.route,
        planned.kind == outbox::Kind::result ? planned.parent_wire_id : planned.wire_id));
  case Step::read_parent:
    return oneroster::read_request(line_item_address(*planned.route, planned.parent_wire_id));
  case Step::read_back:
    return oneroster::read_request(record_address(planned));
  case Step::look_up:
  case Step::list:
  case Step::find:
  case Step::write:
    break;
  }
  return oneroster::read_request(state.reading->url());
}

Result<oneroster::HttpRequest> write_of(const RecordState& state, std::int64_t now_unix_ms) {
  if (state.planned.creation != Creation::post || state.planned.write == Write::remove) {
    return write_request(state.planned, now_unix_ms);
  }
  std::vector<const PlannedRequest*> members{&state.planned};
  for (const auto& other : state.others) {
    members.push_back(&other);
  }
  return post_request(members, now_unix_ms);
}

} // namespace

RecordExchange::RecordExchange(PlannedRequest planned) {
  state_.look_first = planned.look_first;
  state_.planned = std::move(planned);
}

void RecordExchange::join(PlannedRequest member) {
  state_.planned.reads.insert(member.reads.begin(), member.reads.end());
  state_.others.push_back(std::move(member));
}

Step RecordExchange::step() const {
  const auto& planned = state_.planned;
  if (state_.unproven || state_.look_first) {
    return Step::read_back;
  }
  if (state_.parent_asked) {
    return Step::read_parent;
  }
  if (!std::ranges::includes(state_.looked_up, planned.reads)) {
    return Step::look_up;
  }
  if (planned.read_line_item && !state_.line_item_read) {
    return Step::read_line_item;
  }
  if (state_.made) {
    return Step::find;
  }
  return planned.creation != Creation::none && !state_.listed ? Step::list : Step::write;
}

ServiceCall RecordExchange::service_call(Step step) const {
  const auto kind = state_.planned.kind;
  switch (step) {
  case Step::look_up:
    return read_call(next_lookup());
  case Step::list:
  case Step::find:
    return kind == outbox::Kind::result ? ServiceCall::list_results : ServiceCall::list_line_items;
  case Step::read_line_item:
  case Step::read_parent:
    return ServiceCall::read_line_item;
  case Step::read_back:
    switch (kind) {
    case outbox::Kind::line_item:
      return ServiceCall::read_line_item;
    case outbox::Kind::result:
      return ServiceCall::list_results;
    case outbox::Kind::category:
    case outbox::Kind::score_scale:
      break;
    }
    return ServiceCall::read_categories;
  case Step::write:
    break;
  }
  return write_call(state_.planned);
}

bool RecordExchange::waits_for(const LearnedOfClass& learned) const {
  const auto& planned = state_.planned;
  return planned.route->connection.id == learned.route->connection.id &&
         planned.reads.contains(learned.lookup) &&
         subject_of(planned, learned.lookup) == learned.subject && !state_.reading;
}

bool RecordExchange::waits_for(const Listing& listed) const {
  const auto& planned = state_.planned;
  return planned.route->connection.id == listed.connection_id && planned.kind == listed.kind &&
         step() == Step::list && !state_.reading &&
         subject_of(planned, list_before_making(planned)) == listed.place;
}

void RecordExchange::take_known(Lookup lookup, const ClassKnowledge& known) {
  state_.planned.known.take(lookup, known);
  for (auto& other : state_.others) {
    other.known.take(lookup, known);
  }
  state_.looked_up.insert(lookup);
}

StepResult RecordExchange::take_listing(const std::vector<boost::json::object>& records,
                                        const Circumstances& at) {
  StepResult placed;
  if (!place_members(state_, at, placed)) {
    return placed;
  }
  auto result = exchange::take_listing(state_, records, at);
  result.outcomes.insert(result.outcomes.begin(), placed.outcomes.begin(), placed.outcomes.end());
  result.ask = placed.ask;
  return result;
}

StepResult RecordExchange::make_ready(const Circumstances& at) {
  const Step now = step();
  StepResult result = goes_again();
  // A look at what an earlier request may have stored comes before the reads, and needs no more
  // than what was known when it was planned.
  const bool reads_first = state_.look_first || now == Step::look_up || now == Step::read_parent ||
                           now == Step::read_line_item;
  if (!reads_first && !place_members(state_, at, result)) {
    result.then = StepResult::Then::over;
  }
  return result;
}

std::variant<oneroster::HttpRequest, StepResult> RecordExchange::next(const Circumstances& at) {
  const Step now = step();
  const bool reads = now == Step::look_up || now == Step::list || now == Step::find;
  if (reads && !state_.reading) {
    state_.reading = Reading::begin(
        state_.planned, now == Step::look_up ? next_lookup() : list_before_making(state_.planned));
    if (!state_.reading) {
      // The SIS has no such address: nothing to be read.
      return now == Step::look_up ? do_without(state_, !state_.absent)
                                  : cannot_list(state_, now, 0, at);
    }
  }
  if (now != Step::write) {
    return read_of(state_, now);
  }
  if (state_.refusal && state_.refused_words == words_of(state_.planned)) {
    // What was read again changes nothing: the SIS has given its answer.
    return ends_with(state_, *state_.refusal, at.now_unix_ms);
  }
  auto request = write_of(state_, at.now_unix_ms);
  if (!request) {
    Outcome lacking =
        outcome_of(state_.planned, RequestStatus::lacking, request.error().code, at.now_unix_ms);
    lacking.nothing_left = true;
    return ends_with(state_, lacking, at.now_unix_ms);
  }
  return std::move(*request);
}

StepResult RecordExchange::go_without() {
  return do_without(state_, false);
}

/// A list may be missing at an SIS that explains its refusals: then "no such address" is its own
/// word. So it is of a line item that the SIS missed already, in its words, when a result was sent.
bool RecordExchange::is_about_record(Step step) const {
  return step == Step::write || step == Step::read_line_item || step == Step::read_back ||
         (step == Step::read_parent && !state_.own_refusal);
}

StepResult RecordExchange::take_answer(Step step, const oneroster::HttpAnswer& answer,
                                       const oneroster::Verdict& verdict, const Circumstances& at) {
  return step == Step::read_back ? looked_back(state_, answer, verdict, at)
                                 : answered(state_, step, answer, verdict, at);
}

StepResult RecordExchange::hear_nothing(Step step, oneroster::TransportFailure failure, Code code,
                                        const Circumstances& at) {
  const auto now = at.now_unix_ms;
  const bool left = step == Step::write && failure == oneroster::TransportFailure::maybe_stored;
  if (code == Code::deadline) {
    Outcome outcome = outcome_not_sent(state_, code, 0, now, now);
    if (left) {
      outcome.status = RequestStatus::in_doubt;
      outcome.nothing_left = false;
      outcome.retry_unix_ms = after_settling(state_, now, now);
    }
    return ends_with(state_, outcome, now);
  }
  // A write that nobody answered in time may be stored all the same: it is looked at before it is
  // written again. Where it makes something, its id is not known, and the list is read instead.
  if (left && state_.planned.creation == Creation::none) {
    state_.unproven = outcome_of(state_.planned, RequestStatus::in_doubt, code, now);
    return goes_again();
  }
  if (step == Step::read_back && state_.unproven) {
    return still_unproven(state_);
  }
  return met_at(step, met_without_answer(failure, code));
}

StepResult RecordExchange::not_sent(Code code, int status, std::int64_t now_unix_ms,
                                    std::int64_t retry_unix_ms) const {
  return ends_with(state_, outcome_not_sent(state_, code, status, now_unix_ms, retry_unix_ms),
                   now_unix_ms);
}

StepResult RecordExchange::give_up(Step step, const Met& met, const Ending& ending,
                                   std::int64_t now_unix_ms) const {
  if (ending.set_aside && !met.believed.empty()) {
    StepResult result;
    result.outcomes = met.believed;
    return result;
  }
  const bool left = step == Step::write && met.trouble == Trouble::failure;
  Outcome outcome =
      left ? outcome_of(state_.planned, RequestStatus::in_doubt, met.code, now_unix_ms)
           : outcome_not_sent(state_, met.code, met.status, now_unix_ms, ending.retry_unix_ms);
  outcome.http_status = met.status;
  outcome.sis_words = met.words;
  outcome.retry_unix_ms = outcome.status == RequestStatus::in_doubt
                              ? after_settling(state_, now_unix_ms, ending.retry_unix_ms)
                              : ending.retry_unix_ms;
  outcome.blameless = ending.blameless;
  if (ending.set_aside) {
    outcome.set_aside = true;
    outcome.sis_words = what_was_met(met);
    outcome.code = Code::set_aside;
  }
  return ends_with(state_, outcome, now_unix_ms);
}

StepResult RecordExchange::halve() {
  return exchange::halve(state_);
}

std::int64_t window_shut_until(const oneroster::Verdict& verdict, std::int64_t now_unix_ms) {
  return now_unix_ms + verdict.retry_after_ms.value_or(kWindowShutMs);
}

} // namespace passback::exchange
