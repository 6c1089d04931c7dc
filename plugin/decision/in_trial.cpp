#include "plugin/decision/in_trial.hpp"

#include <utility>

#include "plugin/outbox/transitions.hpp"

namespace passback::decision {

using outbox::Record;
using outbox::State;

bool is_in_trial(const settings::Effective& effective) {
  return effective.sending.trial.value_or(false);
}

bool stands_in_trial(const Record& record) {
  return record.state == State::manual && record.code == Code::in_trial;
}

bool was_told_in_trial(const Record& result) {
  const auto* score = result.observed.facts.score();
  return score != nullptr && score->in_trial;
}

bool hold_for_trial(const settings::Effective& effective, outbox::Version released_before,
                    Record& record) {
  const bool goes = record.state == State::ready || record.state == State::sending ||
                    record.state == State::waiting_parent;
  if (!is_in_trial(effective) || !goes || !outbox::needs_send(record)) {
    return false;
  }
  record.released = std::move(released_before);
  outbox::park(record, State::manual, Code::in_trial);
  return true;
}

} // namespace passback::decision
