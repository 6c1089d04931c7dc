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
                    run.checks.fail(step, "It was deleted, but the SIS still shows it.",
                                    "Delete it in the SIS by hand.", status_text(response));
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
      const auto& why = info(document.error().code);
      run.checks.fail(step, std::string(why.sentence), std::string(why.administrator));
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
                  made.kind == kLineItem ? "The test assignment was not deleted."
                                         : "The grade was not deleted.",
                  operation, response);
          then(false);
        });
}

void tell_what_is_left(TestGradeRun& run) {
  const auto made = run.made();
  if (made.empty()) {
    return;
  }
  std::string left;
  for (const auto& one : made) {
    if (!one.gone) {
      left +=
          (left.empty() ? "" : ", ") + one.kind + " " + (one.id.empty() ? "of unknown id" : one.id);
    }
  }
  if (left.empty()) {
    run.checks.ok("clean_up", "Everything that the test made is gone again.");
  } else {
    run.checks.warn("clean_up",
                    "Something that the test made is still in the SIS: \"" +
                        run.plan.line_item.facts.title + "\".",
                    "Delete it in the SIS by hand.", left);
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
    run.checks.skip(std::move(check), "This SIS lets no grade be deleted from outside.");
    then();
    return;
  }
  take_away(run, check, *run.result, [&run, check, then = std::move(then)](bool gone) {
    if (gone) {
      run.checks.ok(check, "The grade was deleted, and the SIS does not show it any more.");
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
