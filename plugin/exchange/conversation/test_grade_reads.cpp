#include "plugin/exchange/conversation/test_grade_reads.hpp"

#include <utility>

#include <boost/json/object.hpp>

#include "plugin/exchange/conversation/explain.hpp"
#include "plugin/exchange/conversation/sis_values.hpp"
#include "plugin/oneroster/reads/record_reading.hpp"
#include "plugin/oneroster/wire/json_read.hpp"
#include "plugin/oneroster/wire/routes.hpp"

namespace passback::exchange::test_grade {
namespace {

namespace json = boost::json;
using oneroster::member;
using oneroster::Need;
using oneroster::text_of;
using Terms = std::vector<gradebook::SourcedId>;

void use_category(TestGradeRun& run, const Heard& heard, const Next& then) {
  const auto list = entries_of(heard, "categories");
  if (list && !list->empty()) {
    run.plan.line_item.category_id =
        gradebook::SourcedId(text_of(member(list->front(), "sourcedId")));
    run.checks.ok("category", "The test uses a category that the SIS shows.");
  } else if (run.profile().category == Need::required) {
    run.checks.fail("category", "The SIS wants a category, and shows none for this class.",
                    "Make a category for this class in the SIS.", status_text(heard));
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
  run.steps.say("category", of_class ? at(CategoryRoute::of_class) : all,
                [&run, of_class, all, then](const Heard& heard) {
                  if (of_class && no_such_address(heard)) {
                    run.steps.say("category", all, [&run, then](const Heard& again) {
                      use_category(run, again, then);
                    });
                  } else {
                    use_category(run, heard, then);
                  }
                });
}

void use_grading_period(TestGradeRun& run, const Heard& heard, const Next& then) {
  std::string id;
  for (const auto& one :
       entries_of(heard, "academicSessions").value_or(std::vector<json::object>())) {
    // Dates as texts: YYYY-MM-DD sorts as it counts.
    const bool now = text_of(member(one, "startDate")) <= run.input.today &&
                     run.input.today <= text_of(member(one, "endDate"));
    if (id.empty() && now) {
      id = text_of(member(one, "sourcedId"));
    }
  }
  if (!id.empty()) {
    run.plan.line_item.grading_period_id = gradebook::SourcedId(id);
    run.checks.ok("grading_period", "A grading period is open today.");
  } else if (run.profile().grading_period == Need::required) {
    run.checks.fail("grading_period", "No grading period of the class contains today.",
                    "Try again with a class whose grading period has begun.", status_text(heard));
    return;
  } else {
    run.checks.skip("grading_period",
                    "No grading period was found for today; the test goes without.");
  }
  then();
}

void read_grading_period(TestGradeRun& run, const Terms& terms, const Next& then) {
  using oneroster::PeriodRoute;
  const auto route = run.profile().reads.grading_periods;
  const bool must = run.profile().grading_period == Need::required;
  if (run.profile().grading_period == Need::never || route == PeriodRoute::none ||
      (terms.empty() && !must)) {
    then();
    return;
  }
  const auto at = [&run, &terms](PeriodRoute which) {
    return oneroster::read_request(oneroster::limited(
        oneroster::grading_periods_urls(run.partner.endpoint, which, terms).front(), 100));
  };
  const bool of_term = !terms.empty() && route == PeriodRoute::of_terms;
  const auto all = at(PeriodRoute::all);
  run.steps.say("grading_period", of_term ? at(PeriodRoute::of_terms) : all,
                [&run, of_term, must, all, then](const Heard& heard) {
                  if (of_term && must && !answered_well(heard)) {
                    run.steps.say("grading_period", all, [&run, then](const Heard& again) {
                      use_grading_period(run, again, then);
                    });
                  } else {
                    use_grading_period(run, heard, then);
                  }
                });
}

void read_student(TestGradeRun& run, const Next& then) {
  run.steps.say(
      "student",
      oneroster::read_request(oneroster::user_url(run.partner.endpoint, run.input.student_id)),
      [&run, then](const Heard& heard) {
        if (answered_well(heard)) {
          run.checks.ok("student", "The SIS knows the student.");
        } else if (not_there(heard)) {
          run.checks.fail("student", "The SIS does not know this student.",
                          "Choose a student by the id that the SIS has for them.",
                          status_text(heard));
          return;
        } else if (heard.answer) {
          run.checks.skip("student", "The SIS does not show single students.");
        } else {
          run.checks.add(explain_silence("student", "The student cannot be read.", heard));
          return;
        }
        then();
      });
}

/// Where the SIS lets nobody read classes, and the document does not need what they say.
bool goes_without_class(const TestGradeRun& run, const Heard& heard) {
  return not_permitted(heard) && !run.roster_reads.records &&
         run.profile().school != Need::required;
}

/// `then` is told the terms of the class.
void read_class(TestGradeRun& run, std::function<void(const Terms&)> then) {
  run.steps.say(
      "class",
      oneroster::read_request(oneroster::class_url(run.partner.endpoint, run.input.class_id)),
      [&run, then = std::move(then)](const Heard& heard) {
        if (const auto found = object_of(heard, "class")) {
          run.plan.line_item.school_id = oneroster::record::reference(*found, "school");
          run.checks.ok("class", "The SIS knows the class.");
          then(oneroster::record::references(*found, "terms"));
        } else if (not_there(heard)) {
          run.checks.fail("class", "The SIS does not know this class.",
                          "Choose a class by the id that the SIS has for it.", status_text(heard));
        } else if (goes_without_class(run, heard)) {
          run.checks.skip("class", "The SIS did not grant reading classes; the test goes without.");
          then({});
        } else {
          refused(run, "class", "The class cannot be read.", oneroster::Operation::get, heard);
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
