#include "plugin/decision/first_send.hpp"

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

bool is_imported(const outbox::Record& result) {
  const auto* score = result.observed.facts.score();
  return score != nullptr && score->imported;
}

// A person said of it that it does not go by itself.
bool is_answered(Code code) {
  return code == Code::graded_before || code == Code::left_unsent;
}

} // namespace

bool is_only_read(const outbox::Record& result) {
  const auto* score = result.observed.facts.score();
  return score != nullptr && score->only_read;
}

Code first_send_code(const ClassView& view, const outbox::Record& result) {
  if (result.released.form != outbox::Form::none) {
    return Code::none;
  }
  if (is_imported(result) && view.effective.automatic) {
    return is_answered(result.code) ? result.code : Code::import_asked;
  }
  const auto& rule = view.effective.first_send;
  if (!rule || !is_only_read(result)) {
    return Code::none;
  }
  const auto scored_at = result.observed.facts.score()->scored_at_unix_ms;
  if (scored_at != 0 && scored_at >= rule->since_unix_ms) {
    return Code::none;
  }
  switch (rule->answer) {
  case FirstSend::Answer::open:
    return Code::first_send_asked;
  case FirstSend::Answer::all:
    return Code::none;
  case FirstSend::Answer::from:
    return view.effective.connection && is_from(*rule, *view.effective.connection, scored_at)
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
