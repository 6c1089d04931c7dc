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

void tell_not_stored(TestGradeRun& run, const Taken& taken, std::string_view shows,
                     const std::string& detail) {
  run.reads_back = true;
  run.checks.fail(taken.check,
                  std::string(taken.done) + ". The SIS answered " +
                      std::to_string(taken.response.answer->status) +
                      " and did not store it, or not at once: " + std::string(shows),
                  "Ask whoever runs the SIS why. From now on each grade is looked at in the SIS "
                  "after it was sent, and counts as accepted only if the SIS shows it.",
                  detail);
}

} // namespace

void tell_not_shown(TestGradeRun& run, const Taken& taken, const Response& look) {
  auto check =
      explain_refusal(taken.check, std::string(taken.done) + ", but it cannot be read back.",
                      run.profile(), oneroster::Operation::get, look);
  if (says_done(run, taken) && has_no_such_record(run, look)) {
    tell_not_stored(run, taken, "it says that it has no such record.",
                    "write: " + status_text(taken.response) + "; read: " + check.detail);
    return;
  }
  if (not_there(look)) {
    // The catalogue explains "not there" for a write.
    check.sentence = std::string(taken.done) + ", but it is not found when it is read back.";
    check.next_step = "Look at it in the SIS while the next test runs, or ask its vendor.";
  }
  run.checks.add(std::move(check));
}

void tell_unchanged(TestGradeRun& run, const Taken& taken, Check told) {
  if (says_done(run, taken)) {
    tell_not_stored(run, taken, "it still shows what it had before.", told.detail);
  } else {
    run.checks.add(std::move(told));
  }
}

void note_changed(TestGradeRun& run) {
  // What was not stored once in the same test is not made up for.
  run.reads_back = run.reads_back.value_or(false);
}

} // namespace passback::exchange::test_grade
