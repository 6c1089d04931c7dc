#include "plugin/actions/file_words.hpp"

#include "plugin/outbox/transitions.hpp"
#include "plugin/platform/local_moment.hpp"

namespace passback::actions {
namespace {

using outbox::Form;
using outbox::GradeFileState;
using outbox::Record;
using outbox::State;

StateWords in_file(const Record& record, std::string_view zone) {
  const auto& said = record.observed.form == Form::none ? record.released : record.observed;
  const bool changed = !outbox::same_for_sis(record.key.kind, said, record.sent) ||
                       !outbox::same_for_sis(record.key.kind, record.released, record.sent);
  const auto date = platform::local_moment(record.sent.at_unix_ms, zone);
  if (changed) {
    return {"changed_since_file", say("state.changed_since_file", {{"date", date}})};
  }
  return {"in_file", say("state.in_file", {{"date", date}})};
}

} // namespace

std::optional<StateWords> words_by_file(const Record& record, const Phrase& sis, Code parent,
                                        std::string_view zone) {
  switch (record.state) {
  case State::sending:
    if (outbox::is_in_file(record)) {
      return in_file(record, zone);
    }
    break; // a request of before was never answered: the next file says it anew
  case State::waiting_parent:
    if (parent != Code::none) {
      return std::nullopt;
    }
    break;
  case State::ready:
    break;
  case State::settled:
    if (parent != Code::line_item_gone &&
        (record.confirmed.form == Form::present || record.confirmed.form == Form::cleared)) {
      const bool stays = record.code == Code::kept_in_sis || record.code == Code::newer_kept;
      const Code kept = stays ? record.code : Code::none;
      return StateWords{"accepted", say("state.taken_over", {{"sis", sis}}), kept};
    }
    return std::nullopt;
  case State::waiting:
  case State::held:
  case State::off:
  case State::manual:
  case State::conflict:
  case State::rejected:
  case State::failed:
  case State::unlinked:
  case State::withdrawn:
    return std::nullopt;
  }
  return StateWords{"for_file", say("state.for_file")};
}

std::string_view grade_file_state(GradeFileState state) {
  switch (state) {
  case GradeFileState::making:
    return "making";
  case GradeFileState::open:
    return "open";
  case GradeFileState::taken:
    return "taken";
  case GradeFileState::not_taken:
    break;
  }
  return "not_taken";
}

Phrase grade_file_words(const outbox::GradeFile& file, const std::string& sis_name) {
  switch (file.state) {
  case GradeFileState::making:
    return say("grade_file.not_finished");
  case GradeFileState::open:
    return say("grade_file.nobody_said", {{"sis", sis_name}});
  case GradeFileState::taken:
    return say("grade_file.taken", {{"sis", sis_name}});
  case GradeFileState::not_taken:
    break;
  }
  return say("grade_file.not_taken");
}

} // namespace passback::actions
