#include "plugin/exchange/conversation/test_grade_belief.hpp"

#include <utility>

#include "plugin/exchange/conversation/response_checks.hpp"
#include "plugin/oneroster/answers/answer_body.hpp"

namespace passback::exchange::test_grade {
namespace {

/// A grade would count as accepted by such an answer, without a look.
bool says_done(const TestGradeRun& run, const Taken& taken) {
  const auto& written = taken.response;
  if (!written.answer) {
    return false;
  }
  const auto verdict = oneroster::read_answer(run.profile(), taken.operation, *written.answer, {},
                                              written.now_unix_ms);
  return verdict.meaning == oneroster::Meaning::confirmed;
}

/// "Not there" in the form that OneRoster has for it; anybody else's says nothing of a record. An
/// SIS that replaces our ids may have it under another.
bool has_no_such_record(const TestGradeRun& run, const Response& look) {
  return not_there(look) && oneroster::voice_of(*look.answer) == oneroster::Voice::oneroster &&
         run.profile().writes.ids != oneroster::WireIds::rewritten;
}

/// `key`: the text that says what the SIS shows instead.
void tell_not_stored(TestGradeRun& run, const Taken& taken, std::string_view key, Phrase detail) {
  run.reads_back = true;
  run.checks.fail(
      taken.check,
      say(key, {{"done", taken.done}, {"status", std::to_string(taken.response.answer->status)}}),
      say("check.step.ask_why_not_stored"), std::move(detail));
}

} // namespace

void tell_not_shown(TestGradeRun& run, const Taken& taken, const Response& look) {
  auto check = explain_refusal(taken.check, say("check.not_read_back", {{"done", taken.done}}),
                               run.profile(), oneroster::Operation::get, look);
  if (says_done(run, taken) && has_no_such_record(run, look)) {
    tell_not_stored(run, taken, "check.not_stored.no_record",
                    say("check.detail.write_and_read",
                        {{"written", status_text(taken.response)}, {"read", check.detail}}));
    return;
  }
  if (not_there(look)) {
    // The catalogue explains "not there" for a write.
    check.sentence = say("check.not_found_back", {{"done", taken.done}});
    check.next_step = say("check.step.look_while_testing");
  }
  run.checks.add(std::move(check));
}

void tell_unchanged(TestGradeRun& run, const Taken& taken, Check told) {
  if (says_done(run, taken)) {
    tell_not_stored(run, taken, "check.not_stored.unchanged", told.detail);
  } else {
    run.checks.add(std::move(told));
  }
}

void note_changed(TestGradeRun& run) {
  // What was not stored once in the same test is not made up for.
  run.reads_back = run.reads_back.value_or(false);
}

} // namespace passback::exchange::test_grade
