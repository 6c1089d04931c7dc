#include "plugin/decision/first_send.hpp"

#include "plugin/decision/in_trial.hpp"
#include "plugin/outbox/transitions.hpp"
#include "plugin/platform/time_zone.hpp"

namespace passback::decision {
namespace {

using settings::FirstSend;

// Without a time of scoring nobody knows that it is newer.
bool is_from(const FirstSend& rule, const settings::Connection& connection,
             std::int64_t scored_at_unix_ms) {
  const auto day =
      platform::local_date(scored_at_unix_ms, platform::zone_or_utc(connection.time_zone));
  return scored_at_unix_ms != 0 && day && *day >= rule.from;
}

std::int64_t scored_at_of(const outbox::Record& result) {
  const auto* score = result.observed.facts.score();
  return score == nullptr ? 0 : score->scored_at_unix_ms;
}

bool is_imported(const outbox::Record& result) {
  const auto* score = result.observed.facts.score();
  return score != nullptr && score->imported;
}

// A person said of it that it does not go by itself.
bool is_answered(Code code) {
  return code == Code::graded_before || code == Code::left_unsent;
}

// The trial is over, and the SIS has not got it: whoever ended the trial says whether it goes,
// whenever it was graded.
bool is_left_from_trial(const ClassView& view, const outbox::Record& result) {
  return was_told_in_trial(result) && !is_in_trial(view.effective) &&
         !outbox::same_for_sis(outbox::Kind::result, result.observed, result.released);
}

// It was graded before sync was switched on, as far as anybody knows.
bool is_of_before(const FirstSend& rule, const outbox::Record& result) {
  const auto* score = result.observed.facts.score();
  return score != nullptr && score->only_read &&
         (score->scored_at_unix_ms == 0 || score->scored_at_unix_ms < rule.since_unix_ms);
}

} // namespace

bool is_only_read(const outbox::Record& result) {
  const auto* score = result.observed.facts.score();
  return score != nullptr && score->only_read;
}

Code first_send_code(const ClassView& view, const outbox::Record& result) {
  const bool of_trial = is_left_from_trial(view, result);
  const bool never_released = result.released.form == outbox::Form::none;
  if (!never_released && !of_trial) {
    return Code::none;
  }
  if (never_released && is_imported(result) && view.effective.automatic) {
    return is_answered(result.code) ? result.code : Code::import_asked;
  }
  const auto& rule = view.effective.first_send;
  if (!rule || (!of_trial && !is_of_before(*rule, result))) {
    return Code::none;
  }
  // In a trial nothing goes that would have to be asked for: its end asks for all of it.
  if (is_in_trial(view.effective) && rule->answer == FirstSend::Answer::open) {
    return Code::none;
  }
  switch (rule->answer) {
  case FirstSend::Answer::open:
    return Code::first_send_asked;
  case FirstSend::Answer::all:
    return Code::none;
  case FirstSend::Answer::from:
    return view.effective.connection &&
                   is_from(*rule, *view.effective.connection, scored_at_of(result))
               ? Code::none
               : Code::graded_before;
  case FirstSend::Answer::teachers:
    return Code::graded_before;
  case FirstSend::Answer::leave:
    break;
  }
  return Code::left_unsent;
}

} // namespace passback::decision
