// What an answer to a step means for the records of an exchange: done, gone, refused, or trouble
// that may be somebody else's.
#include <algorithm>
#include <utility>

#include "plugin/exchange/matching.hpp"
#include "plugin/exchange/record_exchange.hpp"
#include "plugin/exchange/record_request.hpp"
#include "plugin/exchange/record_steps.hpp"
#include "plugin/oneroster/reads/sis_objects.hpp"

namespace passback::exchange {

namespace {

constexpr int kNotFound = 404;

Code or_else(Code code, Code otherwise) {
  return code == Code::none ? otherwise : code;
}

StepResult passed(Step step, StepResult result) {
  result.passed.push_back(step);
  return result;
}

/// Before anything has come back under this credential, it may be said of the whole service. What
/// is to be taken away was there once.
bool is_nowhere(const RecordState& state, const oneroster::Verdict& verdict, int status,
                const Circumstances& at) {
  return oneroster::is_hearsay(verdict, status) && state.planned.write != Write::remove &&
         !at.has_passed;
}

/// The record's end. A line item that a result misses is looked at in any case, and a list that is
/// not there is done without.
bool ends_record(Step step, const StepResult& result) {
  const bool asked_for_it =
      step == Step::write || step == Step::read_line_item || step == Step::read_parent;
  return asked_for_it && result.then == StepResult::Then::over && result.ahead.empty() &&
         std::ranges::none_of(result.outcomes, [](const Outcome& outcome) {
           return outcome.status == RequestStatus::line_item_gone &&
                  outcome.kind == outbox::Kind::result;
         });
}

// The line item of a refused result is there: the refusal is about the result itself.
StepResult parent_stands(RecordState& state, const Circumstances& at) {
  if (!state.own_refusal && !state.others.empty()) {
    // One of the set is not known there; which one, its halves tell.
    state.parent_asked = false;
    return halve(state);
  }
  if (!state.own_refusal) {
    Outcome outcome =
        outcome_of(state.planned, RequestStatus::student_gone, Code::student_gone, at.now_unix_ms);
    outcome.http_status = kNotFound;
    auto gone = ends_with(state, outcome, at.now_unix_ms);
    return state.hearsay ? met_hearsay(Step::write, kNotFound, {}, std::move(gone))
                         : std::move(gone);
  }
  Outcome outcome = *std::exchange(state.own_refusal, std::nullopt);
  state.parent_asked = false;
  if (outcome.code == Code::line_item_gone) {
    outcome.code = Code::rejected_content;
  }
  return reads_anew(state, outcome) ? goes_again() : ends_with(state, outcome, at.now_unix_ms);
}

// Nobody can tell whether the line item is there: what the SIS said of the result stands.
StepResult parent_unreadable(const RecordState& state, Code code, int status,
                             const Circumstances& at) {
  if (!state.own_refusal) {
    return met_at(Step::read_parent, {Trouble::failure, or_else(code, Code::sis_error), status});
  }
  Outcome outcome = *state.own_refusal;
  if (outcome.code == Code::line_item_gone) {
    outcome.status = RequestStatus::line_item_gone;
  }
  return ends_with(state, outcome, at.now_unix_ms);
}

StepResult gone(RecordState& state, Step step, const oneroster::Verdict& verdict, int status,
                const Circumstances& at) {
  const auto& planned = state.planned;
  const auto ended = [&](RequestStatus ended_as, Code code) {
    Outcome outcome = outcome_of(planned, ended_as, code, at.now_unix_ms);
    outcome.http_status = status;
    outcome.sis_words = verdict.sis_words;
    return ends_with(state, outcome, at.now_unix_ms);
  };
  switch (step) {
  case Step::look_up:
    return do_without(state, true);
  case Step::list:
  case Step::find:
    return cannot_list(state, step, status, at);
  case Step::read_line_item:
  case Step::read_parent:
    if (planned.write == Write::look && planned.withdrawn) {
      // A slot that is not wanted any more: nothing of ours was there.
      return ended(RequestStatus::confirmed, Code::none);
    }
    return ended(RequestStatus::line_item_gone, Code::line_item_gone);
  case Step::read_back: // looked_back() has its own word
  case Step::write:
    break;
  }
  if (planned.write == Write::remove) {
    // What was to be taken away is not there, says somebody: the SIS itself would have shown it in
    // its own words.
    return unproven(state, verdict, status, at);
  }
  if (planned.kind == outbox::Kind::result) {
    state.parent_asked = true;
    state.hearsay = verdict.voice == oneroster::Voice::other;
    return goes_again();
  }
  return ended(RequestStatus::refused, or_else(verdict.code, Code::record_unknown));
}

StepResult refused(RecordState& state, Step step, const oneroster::Verdict& verdict, int status,
                   const Circumstances& at) {
  if (step == Step::look_up) {
    return do_without(state, false);
  }
  if (step == Step::list || step == Step::find) {
    return cannot_list(state, step, status, at);
  }
  if (step == Step::read_parent) {
    return parent_unreadable(state, verdict.code, status, at);
  }
  if (step == Step::write && !state.others.empty()) {
    return halve(state);
  }
  const auto& planned = state.planned;
  const bool gone = planned.kind == outbox::Kind::line_item && verdict.code == Code::line_item_gone;
  Outcome outcome =
      outcome_of(planned, gone ? RequestStatus::line_item_gone : RequestStatus::refused,
                 verdict.code, at.now_unix_ms);
  outcome.http_status = status;
  outcome.sis_words = verdict.sis_words;
  outcome.by_hearsay = verdict.voice != oneroster::Voice::oneroster;
  if (step == Step::write && verdict.doubts_line_item) {
    state.own_refusal = std::move(outcome);
    state.parent_asked = true;
    return goes_again();
  }
  return step == Step::write && reads_anew(state, outcome)
             ? goes_again()
             : ends_with(state, outcome, at.now_unix_ms);
}

StepResult not_permitted(RecordState& state, Step step, const oneroster::Verdict& verdict,
                         int status, const Circumstances& at) {
  const bool unauthorised = verdict.meaning == oneroster::Meaning::unauthorised;
  if (step == Step::read_parent && state.own_refusal) {
    return parent_unreadable(state, verdict.code, status, at);
  }
  // What may not be read stays unknown; a document may do without, and so may one that looks
  // further where the profile's own way led nowhere.
  if (step == Step::look_up && (!is_needed(state.planned, next_lookup(state)) ||
                                (state.reading && state.reading->way() > 0))) {
    return do_without(state, !unauthorised);
  }
  return met_at(step, *met_with(verdict, status));
}

/// What the SIS said not to have is not looked at again after a DELETE: that was the look.
bool has_to_be_seen(const PlannedRequest& planned, const oneroster::HttpAnswer& answer) {
  return planned.route->profile->writes.confirm == oneroster::Confirm::read &&
         oneroster::is_success(answer);
}

StepResult written(RecordState& state, const oneroster::HttpAnswer& answer,
                   const oneroster::Verdict& verdict, const Circumstances& at) {
  auto& planned = state.planned;
  if (planned.creation != Creation::none && planned.write != Write::remove) {
    return made(state, answer, verdict, at);
  }
  if (shows_other_score(planned, answer, at.now_unix_ms)) {
    state.other_score = true;
    return unproven(state, verdict, answer.status, at);
  }
  // Elsewhere a damaged or mistaken body would move the record to an id that the SIS does not
  // have, and all its results with it.
  if (verdict.other_id && planned.route->profile->writes.ids == oneroster::WireIds::rewritten) {
    take_id(planned, *verdict.other_id, outbox::WireIdOrigin::rewritten);
  }
  if (has_to_be_seen(planned, answer)) {
    state.said_done = true;
    return unproven(state, verdict, answer.status, at);
  }
  Outcome outcome = outcome_of(planned, RequestStatus::confirmed, Code::none, at.now_unix_ms);
  outcome.http_status = answer.status;
  return ends_with(state, outcome, at.now_unix_ms);
}

StepResult line_item_read(RecordState& state, Step step, const oneroster::HttpAnswer& answer,
                          const oneroster::Verdict& verdict, const Circumstances& at) {
  auto& planned = state.planned;
  const bool assessment = planned.route->profile->gradebook == oneroster::Gradebook::assessment;
  const auto record = oneroster::record_in(answer, assessment ? "assessmentLineItem" : "lineItem");
  if (!record) {
    return met_at(step, {Trouble::failure, Code::answer_unreadable, answer.status});
  }
  const auto in_sis = oneroster::line_item_of(*record);
  if (!in_sis.active) {
    return gone(state, step, verdict, answer.status, at);
  }
  if (step == Step::read_parent) {
    return parent_stands(state, at);
  }
  state.line_item_read = true;
  if (planned.write == Write::look) {
    return ends_with(state,
                     outcome_of(planned, RequestStatus::confirmed, Code::none, at.now_unix_ms),
                     at.now_unix_ms);
  }
  if (shows_shut_window(*planned.route->profile, in_sis.metadata)) {
    return ends_with(state,
                     outcome_not_sent(state, Code::window_shut, answer.status, at.now_unix_ms,
                                      at.now_unix_ms + kWindowShutMs),
                     at.now_unix_ms);
  }
  carry_over(planned, in_sis);
  for (auto& other : state.others) {
    other.session_id = planned.session_id;
  }
  return goes_again();
}

StepResult succeeded(RecordState& state, Step step, const oneroster::HttpAnswer& answer,
                     const oneroster::Verdict& verdict, const Circumstances& at) {
  switch (step) {
  case Step::write:
    return written(state, answer, verdict, at);
  case Step::look_up:
  case Step::list:
  case Step::find:
    return page_read(state, step, answer, at);
  case Step::read_line_item:
  case Step::read_parent:
  case Step::read_back:
    break;
  }
  return line_item_read(state, step, answer, verdict, at);
}

} // namespace

StepResult answered(RecordState& state, Step step, const oneroster::HttpAnswer& answer,
                    const oneroster::Verdict& verdict, const Circumstances& at) {
  using oneroster::Meaning;
  const int status = answer.status;
  if (is_nowhere(state, verdict, status, at)) {
    if (step == Step::look_up) {
      state.absent = true;
      return do_without(state, false);
    }
    auto result =
        met_at(step, {Trouble::elsewhere, Code::address_refused, status, verdict.sis_words});
    result.ask = true;
    return result;
  }
  switch (verdict.meaning) {
  case Meaning::confirmed: {
    auto result = succeeded(state, step, answer, verdict, at);
    // A write that is looked at has not passed before it was seen.
    return state.said_done ? result : passed(step, std::move(result));
  }
  case Meaning::unproven:
    return unproven(state, verdict, status, at);
  case Meaning::throttled:
    if (oneroster::asks_to_wait(verdict)) {
      return ends_with(
          state, outcome_not_sent(state, Code::sis_busy, status, at.now_unix_ms, at.now_unix_ms),
          at.now_unix_ms);
    }
    break;
  case Meaning::in_doubt:
  case Meaning::page:
    if (step == Step::look_up && at.standing && !is_needed(state.planned, next_lookup(state))) {
      // Some SISs answer so where they have no such list.
      return do_without(state, false);
    }
    break;
  case Meaning::unauthorised:
  case Meaning::forbidden:
    return not_permitted(state, step, verdict, status, at);
  case Meaning::window_shut:
    return ends_with(state,
                     outcome_not_sent(state, Code::window_shut, status, at.now_unix_ms,
                                      window_shut_until(verdict, at.now_unix_ms)),
                     at.now_unix_ms);
  case Meaning::target_gone:
  case Meaning::refused: {
    auto result = verdict.meaning == Meaning::refused ? refused(state, step, verdict, status, at)
                                                      : gone(state, step, verdict, status, at);
    if (!oneroster::is_hearsay(verdict, status)) {
      return passed(step, std::move(result));
    }
    if (ends_record(step, result)) {
      return met_hearsay(step, status, verdict.sis_words, std::move(result));
    }
    result.answered = true;
    return result;
  }
  case Meaning::misdirected:
    break;
  }
  return met_at(step, *met_with(verdict, status));
}

} // namespace passback::exchange
