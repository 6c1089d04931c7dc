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
    run.checks.ok("category", "The test uses a category that the SIS shows.");
  } else if (run.profile().category == Need::required) {
    run.checks.fail("category", "The SIS wants a category, and shows none for this class.",
                    "Make a category for this class in the SIS.", status_text(response));
    return;
  } else {
    run.checks.skip("category", "The SIS shows no category; the test goes without.");
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
      run.checks.fail("category", "The SIS wants a category, and does not list them.",
                      "Give the id of a category with the test.");
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
    run.checks.ok("grading_period", "A grading period is open today.");
  } else if (run.profile().grading_period == Need::required) {
    run.checks.fail("grading_period", "No grading period of the class contains today.",
                    "Try again with a class whose grading period has begun.",
                    status_text(of_class.last));
    return;
  } else {
    run.checks.skip("grading_period",
                    "No grading period was found for today; the test goes without.");
  }
  then();
}

void go_without_periods(TestGradeRun& run, const Next& then) {
  if (run.profile().grading_period == Need::required) {
    run.checks.fail("grading_period",
                    "The SIS wants a grading period, and did not grant reading them.",
                    "Ask the SIS's administrator to let this client read them (scope "
                    "roster.readonly).");
    return;
  }
  run.checks.skip("grading_period",
                  "The SIS did not grant reading grading periods; the test goes without.");
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
          run.checks.ok("student", "The SIS knows the student.");
        } else if (not_there(response)) {
          run.checks.fail("student", "The SIS does not know this student.",
                          "Choose a student by the id that the SIS has for them.",
                          status_text(response));
          return;
        } else if (response.answer) {
          run.checks.skip("student", "The SIS does not show single students.");
        } else {
          run.checks.add(explain_silence("student", "The student cannot be read.", response));
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
          run.checks.ok("class", "The SIS knows the class.");
          then(oneroster::record::references(*found, "terms"));
        } else if (not_there(response)) {
          run.checks.fail("class", "The SIS does not know this class.",
                          "Choose a class by the id that the SIS has for it.",
                          status_text(response));
        } else if (goes_without_class(run, response)) {
          run.checks.skip("class", "The SIS did not grant reading classes; the test goes without.");
          then({});
        } else {
          refused(run, "class", "The class cannot be read.", oneroster::Operation::get, response);
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
