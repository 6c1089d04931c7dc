#include "plugin/exchange/conversation/test_grade_removal.hpp"

#include <utility>

#include "plugin/exchange/conversation/response_checks.hpp"
#include "plugin/exchange/conversation/sis_values.hpp"
#include "plugin/oneroster/reads/collection_entries.hpp"

namespace passback::exchange::test_grade {
namespace {

using oneroster::Withdrawal;

/// Told whether it is gone.
using Gone = std::function<void(bool)>;

oneroster::Operation operation_of(const std::string& kind, bool removes) {
  if (kind == kLineItem) {
    return removes ? oneroster::Operation::delete_line_item : oneroster::Operation::put_line_item;
  }
  return removes ? oneroster::Operation::delete_result : oneroster::Operation::put_result;
}

Withdrawal withdrawal_of(const TestGradeRun& run, const Made& made) {
  return made.kind == kLineItem ? run.profile().line_item_withdrawal : run.profile().withdrawal;
}

bool can_take_away(const TestGradeRun& run, const std::optional<Made>& made) {
  return made && !made->gone && !made->id.empty() &&
         withdrawal_of(run, *made) != Withdrawal::unsupported;
}

void look_whether_gone(TestGradeRun& run, const std::string& step, Made& made, Gone then) {
  run.steps.ask(step, oneroster::read_request(url_of(run, made)),
                [&run, step, &made, then = std::move(then)](const Response& response) {
                  const auto shown = object_of(response, made.kind);
                  made.gone = not_there(response) || (shown && !oneroster::is_active(*shown));
                  if (!made.gone) {
                    run.checks.fail(step, say("check.removal.still_shown"),
                                    say("check.step.delete_by_hand"), status_text(response));
                  }
                  then(made.gone);
                });
}

/// DELETE or PUT with tobedeleted, by profile; then a look whether it is gone. `made` is the run's.
void take_away(TestGradeRun& run, const std::string& step, Made& made, Gone then) {
  const bool removes = withdrawal_of(run, made) != Withdrawal::tobedeleted;
  std::string body;
  if (!removes) {
    auto document = made.kind == kLineItem ? line_item_body(run.plan, run.partner, true)
                                           : result_body(run.plan, run.partner, Stage::edit, true);
    if (!document) {
      const auto why = document.error().code;
      run.checks.fail(step, texts::sentence_of(why), texts::administrator_of(why));
      then(false);
      return;
    }
    body = std::move(*document);
  }
  const auto operation = operation_of(made.kind, removes);
  write(run, step, removes ? "DELETE" : "PUT", url_of(run, made), std::move(body),
        [&run, step, &made, operation, then = std::move(then)](const Response& response) {
          if (was_taken(response) || not_there(response)) {
            look_whether_gone(run, step, made, then);
            return;
          }
          refused(run, step,
                  say(made.kind == kLineItem ? "check.removal.assignment_refused"
                                             : "check.removal.grade_refused"),
                  operation, response);
          then(false);
        });
}

/// "lineItem li-7".
Phrase id_of(const Made& made) {
  if (made.id.empty()) {
    return say("check.detail.unknown_id", {{"kind", made.kind}});
  }
  return made.kind + " " + made.id;
}

Phrase with_also(const Phrase& one, Phrase next) {
  if (one.empty()) {
    return next;
  }
  return say("check.detail.and_also", {{"one", one}, {"next", std::move(next)}});
}

void tell_what_is_left(TestGradeRun& run) {
  const auto made = run.made();
  if (made.empty()) {
    return;
  }
  Phrase left;
  for (const auto& one : made) {
    if (!one.gone) {
      left = with_also(left, id_of(one));
    }
  }
  if (left.empty()) {
    run.checks.ok("clean_up", say("check.clean_up.done"));
  } else {
    run.checks.warn("clean_up",
                    say("check.clean_up.left", {{"title", run.plan.line_item.facts.title}}),
                    say("check.step.delete_by_hand"), left);
  }
}

void remove_line_item(TestGradeRun& run) {
  if (!can_take_away(run, run.line_item)) {
    tell_what_is_left(run);
    return;
  }
  take_away(run, "clean_up", *run.line_item, [&run](bool gone) {
    // Whoever deletes an assignment deletes its grades.
    if (gone && run.result) {
      run.result->gone = true;
    }
    tell_what_is_left(run);
  });
}

} // namespace

void remove_result(TestGradeRun& run, std::string check, Next then) {
  if (!run.result || run.result->gone) {
    then();
    return;
  }
  if (withdrawal_of(run, *run.result) == Withdrawal::unsupported) {
    run.checks.skip(std::move(check), say("check.removal.not_offered"));
    then();
    return;
  }
  take_away(run, check, *run.result, [&run, check, then = std::move(then)](bool gone) {
    if (gone) {
      run.checks.ok(check, say("check.removal.done"));
    }
    then();
  });
}

void clean_up(TestGradeRun& run) {
  if (can_take_away(run, run.result)) {
    take_away(run, "clean_up", *run.result, [&run](bool) { remove_line_item(run); });
  } else {
    remove_line_item(run);
  }
}

} // namespace passback::exchange::test_grade
