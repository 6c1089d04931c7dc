// Every state of a record and every code that it may carry, for the tests that leave none out.
#pragma once

#include <set>
#include <string_view>
#include <vector>

#include "plugin/outbox/record.hpp"

namespace passback::actions {

/// Codes of calls, of this machine, of the host and of what was shown are answers, not states of
/// records; notes hold nothing back; what was moved stands right elsewhere; an answer that was not
/// heard is a line of the history.
inline bool is_of_records(const CodeInfo& row) {
  static const std::set<Code> kTold = {
      Code::none,        Code::job_interrupted, Code::answer_not_heard, Code::moved_student,
      Code::moved_class, Code::moved_section,   Code::moved_sis};
  static const std::set<std::string_view> kOthers = {"call", "storage", "plugin", "host",
                                                     "preview"};
  const auto kind = row.id.substr(0, row.id.find('.'));
  return !kTold.contains(row.code) && !kOthers.contains(kind);
}

inline bool has_step(Code code) {
  return !info(code).teacher.empty() || !info(code).administrator.empty();
}

/// What becomes of a record in that state. A state that is added has to be named here.
enum class Course { goes_by_itself, waits_for_somebody, waits_for_a_send, at_rest };
inline Course course_of(outbox::State state) {
  switch (state) {
  case outbox::State::ready:
  case outbox::State::sending:
  case outbox::State::waiting_parent:
    return Course::goes_by_itself;
  case outbox::State::waiting:
  case outbox::State::held:
  case outbox::State::off:
  case outbox::State::conflict:
  case outbox::State::rejected:
  case outbox::State::failed:
  case outbox::State::unlinked:
    return Course::waits_for_somebody;
  case outbox::State::manual:
    return Course::waits_for_a_send;
  case outbox::State::settled:
  case outbox::State::withdrawn:
    break;
  }
  return Course::at_rest;
}

inline std::vector<outbox::State> every_state() {
  std::vector<outbox::State> states;
  for (int number = 0; number <= static_cast<int>(outbox::State::withdrawn); ++number) {
    states.push_back(static_cast<outbox::State>(number));
  }
  return states;
}

/// Those that may stand with the state: whoever waits for somebody says why, the others may. An
/// offer to another SIS is not sent, what stands in trial is kept as for a person, and what is only
/// looked at once more is ready.
inline std::vector<Code> codes_with(outbox::State state) {
  std::vector<Code> codes;
  if (course_of(state) != Course::waits_for_somebody) {
    codes.push_back(Code::none);
  }
  for (const auto& row : all_codes()) {
    const bool elsewhere = (row.code == Code::other_sis && state != outbox::State::off) ||
                           (row.code == Code::in_trial && state != outbox::State::manual) ||
                           (row.code == Code::to_prove && state != outbox::State::ready);
    if (is_of_records(row) && !elsewhere) {
      codes.push_back(row.code);
    }
  }
  return codes;
}

} // namespace passback::actions
