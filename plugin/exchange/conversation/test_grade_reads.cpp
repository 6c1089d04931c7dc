#include "plugin/exchange/conversation/test_grade_reads.hpp"

#include <utility>

#include "plugin/exchange/conversation/period_reading.hpp"
#include "plugin/exchange/conversation/response_checks.hpp"
#include "plugin/exchange/conversation/sis_values.hpp"
#include "plugin/oneroster/reads/period_ways.hpp"
#include "plugin/oneroster/reads/record_reading.hpp"
#include "plugin/oneroster/wire/json_read.hpp"
#include "plugin/oneroster/wire/routes.hpp"

namespace passback::exchange::test_grade {
namespace {

using oneroster::member;
using oneroster::Need;
using oneroster::SisAcademicSession;
using oneroster::text_of;
using Terms = std::vector<gradebook::SourcedId>;

void use_category(TestGradeRun& run, const Response& response, const Next& then) {
  const auto list = entries_of(response, "categories");
  if (list && !list->empty()) {
    run.plan.line_item.category_id =
        gradebook::SourcedId(text_of(member(list->front(), "sourcedId")));
    run.checks.ok("category", say("check.category.used"));
  } else if (run.profile().category == Need::required) {
    run.checks.fail("category", say("check.category.wanted"), say("check.step.make_category"),
                    status_text(response));
    return;
  } else {
    run.checks.skip("category", say("check.category.without"));
  }
  then();
}

void read_category(TestGradeRun& run, const Next& then) {
  using oneroster::CategoryRoute;
  const auto route = run.profile().reads.categories;
  if (!run.plan.line_item.category_id.empty() || run.profile().category == Need::never) {
    then();
    return;
  }
  if (route == CategoryRoute::none) {
    if (run.profile().category == Need::required) {
      run.checks.fail("category", say("check.category.not_listed"),
                      say("check.step.give_category"));
    } else {
      then();
    }
    return;
  }
  const auto at = [&run](CategoryRoute which) {
    return oneroster::read_request(oneroster::limited(
        oneroster::class_categories_url(run.partner.endpoint, which, run.input.class_id)
            .value_or(""),
        100));
  };
  const auto all = at(CategoryRoute::all);
  const bool of_class = route == CategoryRoute::of_class &&
                        run.partner.endpoint.version == oneroster::OneRosterVersion::v1p2;
  run.steps.ask("category", of_class ? at(CategoryRoute::of_class) : all,
                [&run, of_class, all, then](const Response& response) {
                  if (of_class && no_such_address(response)) {
                    run.steps.ask("category", all, [&run, then](const Response& again) {
                      use_category(run, again, then);
                    });
                  } else {
                    use_category(run, response, then);
                  }
                });
}

std::vector<SisAcademicSession> periods_on(const std::string& day,
                                           const std::vector<SisAcademicSession>& periods) {
  return oneroster::choose_grading_period(periods, day).fitting;
}

void use_grading_period(TestGradeRun& run, const PeriodsOfClass& of_class, const Next& then) {
  const auto today = periods_on(run.input.today, of_class.periods);
  if (!today.empty()) {
    run.plan.line_item.grading_period_id = today.front().id;
    run.checks.ok("grading_period", say("check.period.open"));
  } else if (run.profile().grading_period == Need::required) {
    run.checks.fail("grading_period", say("check.period.none_open"),
                    say("check.step.try_other_class"), status_text(of_class.last));
    return;
  } else {
    run.checks.skip("grading_period", say("check.period.without"));
  }
  then();
}

void go_without_periods(TestGradeRun& run, const Next& then) {
  if (run.profile().grading_period == Need::required) {
    run.checks.fail("grading_period", say("check.period.not_granted"),
                    say("check.step.ask_reading_periods"));
    return;
  }
  run.checks.skip("grading_period", say("check.period.goes_without"));
  then();
}

void read_grading_period(TestGradeRun& run, const Terms& terms, const Next& then) {
  const auto route = run.profile().reads.grading_periods;
  if (run.profile().grading_period == Need::never || route == oneroster::PeriodRoute::none) {
    then();
    return;
  }
  if (!oneroster::may_read_periods(route, run.roster_reads)) {
    go_without_periods(run, then);
    return;
  }
  // One of the day will do: which of several a grade goes into, people choose.
  const auto enough = [day = run.input.today](const auto& periods) {
    return !periods_on(day, periods).empty();
  };
  read_periods(run.steps, run.partner, "grading_period", terms, enough,
               [&run, then](const PeriodsOfClass& found) { use_grading_period(run, found, then); });
}

void read_student(TestGradeRun& run, const Next& then) {
  run.steps.ask(
      "student",
      oneroster::read_request(oneroster::user_url(run.partner.endpoint, run.input.student_id)),
      [&run, then](const Response& response) {
        if (answered_well(response)) {
          run.checks.ok("student", say("check.student.known"));
        } else if (not_there(response)) {
          run.checks.fail("student", say("check.student.unknown"), say("check.step.choose_student"),
                          status_text(response));
          return;
        } else if (response.answer) {
          run.checks.skip("student", say("check.student.not_shown"));
        } else {
          run.checks.add(explain_silence("student", say("check.student.refused"), response));
          return;
        }
        then();
      });
}

/// Where the SIS lets nobody read classes, and the document does not need what they say.
bool goes_without_class(const TestGradeRun& run, const Response& response) {
  return not_permitted(response) && !run.roster_reads.records &&
         run.profile().school != Need::required;
}

/// `then` is told the terms of the class.
void read_class(TestGradeRun& run, std::function<void(const Terms&)> then) {
  run.steps.ask(
      "class",
      oneroster::read_request(oneroster::class_url(run.partner.endpoint, run.input.class_id)),
      [&run, then = std::move(then)](const Response& response) {
        if (const auto found = object_of(response, "class")) {
          run.plan.line_item.school_id = oneroster::record::reference(*found, "school");
          run.checks.ok("class", say("check.class.known"));
          then(oneroster::record::references(*found, "terms"));
        } else if (not_there(response)) {
          run.checks.fail("class", say("check.class.unknown"), say("check.step.choose_class"),
                          status_text(response));
        } else if (goes_without_class(run, response)) {
          run.checks.skip("class", say("check.class.goes_without"));
          then({});
        } else {
          refused(run, "class", say("check.class.unreadable"), oneroster::Operation::get, response);
        }
      });
}

} // namespace

void read_before_writing(TestGradeRun& run, Next then) {
  read_class(run, [&run, then = std::move(then)](const Terms& terms) {
    read_student(run, [&run, terms, then] {
      read_category(run, [&run, terms, then] { read_grading_period(run, terms, then); });
    });
  });
}

} // namespace passback::exchange::test_grade
