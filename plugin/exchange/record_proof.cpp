// A look at what was written, where the answer did not say that it is done: 202, a body that nobody
// can read, a DELETE of something that is "not found" in nobody's own words; and where the profile
// does not believe the SIS that says so.
#include <utility>

#include "plugin/exchange/matching.hpp"
#include "plugin/exchange/record_steps.hpp"
#include "plugin/oneroster/reads/sis_objects.hpp"

namespace passback::exchange {

namespace {

bool takes_away(const PlannedRequest& planned) {
  return planned.write == Write::remove || planned.write == Write::tombstone;
}

/// "Done", and "accepted for processing" (RFC 9110 15.3.3), is the SIS's own word that it has taken
/// a write. Whatever else cannot be looked at stays unproven: a text that nobody understands may be
/// a firewall's.
bool has_its_word(const RecordState& state) {
  constexpr int kAcceptedForLater = 202;
  const bool accepted = state.unproven && state.unproven->http_status == kAcceptedForLater;
  return state.said_done || (accepted && !takes_away(state.planned));
}

StepResult proven(const RecordState& state, const Circumstances& at) {
  Outcome outcome = outcome_of(state.planned, RequestStatus::confirmed, Code::none, at.now_unix_ms);
  outcome.http_status = state.unproven ? state.unproven->http_status : 0;
  return ends_with(state, outcome, at.now_unix_ms);
}

/// What the look has shown.
struct Seen {
  bool done = false;
  bool differs = false; ///< a person has to compare
  bool hearsay = false; ///< done, says somebody who need not be the SIS
};

Seen seen_in(const RecordState& state, const oneroster::HttpAnswer& answer,
             const oneroster::Verdict& verdict, std::int64_t now_unix_ms) {
  using oneroster::Meaning;
  switch (verdict.meaning) {
  case Meaning::confirmed: {
    const auto shown = oneroster::record_in(answer, envelope_of(state.planned));
    return {shown && proves(state.planned, *shown, now_unix_ms), shown && state.other_score};
  }
  case Meaning::target_gone:
    // "Done" and "not there" say the same, whoever says the second.
    return verdict.voice == oneroster::Voice::oneroster || state.said_done
               ? Seen{takes_away(state.planned)}
               : Seen{false, false, takes_away(state.planned)};
  case Meaning::forbidden:
  case Meaning::refused:
    // The SIS lets nobody look: its own word is all that there will ever be.
    return {has_its_word(state), state.other_score};
  case Meaning::throttled:
  case Meaning::unauthorised:
  case Meaning::page:
  case Meaning::in_doubt:
  case Meaning::unproven:
  case Meaning::window_shut:
  case Meaning::misdirected:
    break;
  }
  return {};
}

/// Of a removal that something newer has overtaken. Only who is at work and shows the record tells
/// that it is there: after any trouble the removal is looked at again.
StepResult looked_at_removal(RecordState& state, const oneroster::HttpAnswer& answer,
                             const oneroster::Verdict& verdict, const Circumstances& at) {
  using oneroster::Meaning;
  const auto still_there = [&] {
    return ends_with(
        state, outcome_of(state.planned, RequestStatus::still_there, Code::none, at.now_unix_ms),
        at.now_unix_ms);
  };
  switch (verdict.meaning) {
  case Meaning::confirmed:
    if (oneroster::record_in(answer, envelope_of(state.planned))) {
      return still_there();
    }
    break;
  case Meaning::target_gone:
    return met_hearsay(Step::read_back, answer.status, verdict.sis_words, proven(state, at));
  case Meaning::refused:
    // The SIS lets nobody look: it goes on as before the removal.
    return still_there();
  case Meaning::forbidden:
    // A line item has to be read before it is written in any case.
    return state.planned.kind == outbox::Kind::line_item
               ? answered(state, Step::read_back, answer, verdict, at)
               : still_there();
  case Meaning::unproven:
    break;
  case Meaning::throttled:
  case Meaning::unauthorised:
  case Meaning::page:
  case Meaning::in_doubt:
  case Meaning::window_shut:
  case Meaning::misdirected:
    return answered(state, Step::read_back, answer, verdict, at);
  }
  return met_at(Step::read_back, {Trouble::failure, Code::answer_unreadable, answer.status});
}

} // namespace

StepResult unproven(RecordState& state, const oneroster::Verdict& verdict, int status,
                    const Circumstances& at) {
  const auto& planned = state.planned;
  Outcome& outcome = state.unproven.emplace(
      outcome_of(planned, RequestStatus::in_doubt, Code::not_shown, at.now_unix_ms));
  outcome.http_status = status;
  outcome.sis_words = verdict.sis_words;
  // Where it makes something its id is not known: the next attempt begins with a list of what there
  // is.
  const bool makes = planned.creation != Creation::none && planned.write != Write::remove;
  auto result = makes ? still_unproven(state) : goes_again();
  result.answered = true;
  return result;
}

StepResult looked_back(RecordState& state, const oneroster::HttpAnswer& answer,
                       const oneroster::Verdict& verdict, const Circumstances& at) {
  using oneroster::Meaning;
  const auto seen = seen_in(state, answer, verdict, at.now_unix_ms);
  StepResult result;
  if (seen.done) {
    result = proven(state, at);
  } else if (state.unproven && seen.differs) {
    state.unproven->status = RequestStatus::unclear;
    state.unproven->code = Code::shown_otherwise;
    result = ends_with(state, *state.unproven, at.now_unix_ms);
  } else if (state.unproven && seen.hearsay) {
    result = met_hearsay(Step::write, answer.status, verdict.sis_words, proven(state, at));
  } else if (state.unproven) {
    state.unproven->blameless = state.unproven->blameless || oneroster::asks_to_wait(verdict);
    result = still_unproven(state);
  } else if (state.planned.overtaken) {
    result = looked_at_removal(state, answer, verdict, at);
  } else {
    // Nothing proves that the earlier request was stored: it goes again.
    state.look_first = false;
    result = goes_again();
  }
  result.could_look = verdict.meaning == Meaning::confirmed ||
                      (verdict.meaning == Meaning::target_gone &&
                       verdict.voice == oneroster::Voice::oneroster);
  if (result.could_look) {
    result.passed.push_back(Step::read_back);
  }
  if (seen.done) {
    result.passed.push_back(Step::write);
  }
  return result;
}

StepResult still_unproven(const RecordState& state) {
  const auto& unproven = *state.unproven;
  Met met{Trouble::failure, unproven.code, unproven.http_status, unproven.sis_words};
  met.ours = unproven.blameless;
  return met_at(Step::write, std::move(met));
}

} // namespace passback::exchange
