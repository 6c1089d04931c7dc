#include "plugin/exchange/conversation/test_grade.hpp"

#include <algorithm>
#include <utility>

#include <boost/json/array.hpp>

#include "plugin/exchange/conversation/explain.hpp"
#include "plugin/exchange/conversation/sis_values.hpp"
#include "plugin/oneroster/reads/collection.hpp"
#include "plugin/oneroster/reads/record_reading.hpp"
#include "plugin/oneroster/values/wire_id.hpp"
#include "plugin/oneroster/wire/json_read.hpp"
#include "plugin/oneroster/wire/routes.hpp"

namespace passback::exchange {
namespace {

namespace json = boost::json;
using gradebook::Decimal;
using oneroster::member;
using oneroster::Need;
using oneroster::text_of;

} // namespace

std::vector<std::string> before_test_grade(const oneroster::Profile& profile, const Found& found) {
  std::vector<std::string> stays;
  const auto of_assignment = profile.line_item_withdrawal;
  if (of_assignment == oneroster::Withdrawal::unsupported &&
      profile.withdrawal == oneroster::Withdrawal::unsupported) {
    stays.emplace_back("This SIS lets nothing be deleted from outside: the test assignment and the "
                       "test grade stay until somebody deletes them in the SIS.");
  } else if (of_assignment == oneroster::Withdrawal::unsupported) {
    stays.emplace_back("This SIS lets no assignment be deleted from outside: the test assignment "
                       "stays until somebody deletes it in the SIS.");
  } else if (of_assignment == oneroster::Withdrawal::remove && found.may_delete == false) {
    stays.emplace_back("The SIS did not grant the permission to delete: the test assignment and "
                       "the test grade stay until somebody deletes them in the SIS.");
  }
  if (of_assignment == oneroster::Withdrawal::tobedeleted) {
    stays.emplace_back("This SIS marks things as deleted instead of deleting them: it may still "
                       "show the test assignment for a while.");
  }
  return stays;
}

TestGrade::TestGrade(Partner partner, TestGradeInput input)
    : Conversation(std::move(partner)), input_(std::move(input)) {
  line_item_.wire_id = oneroster::derive_wire_id({"test grade", "line item", input_.seed});
  line_item_.class_id = input_.class_id;
  line_item_.category_id = input_.category_id;
  line_item_.since_unix_ms = input_.now_unix_ms;
  auto& activity = line_item_.facts;
  // Two tests at the same time must not have one title.
  // An SIS that gives the ids is searched for the title when a test is begun again: it is longer.
  const bool by_title = profile().writes.line_items == oneroster::Writing::post;
  activity.title = "Passback test " + line_item_.wire_id.value.substr(0, by_title ? 8 : 4);
  activity.description = "A test by the learning management system. It is deleted again.";
  activity.points_possible = Decimal::from_integer(100);
  activity.assigned_at_unix_ms = input_.now_unix_ms;
  activity.due_at_unix_ms = input_.now_unix_ms;
  activity.published = true;
  activity.counts = true;
  result_.wire_id = oneroster::derive_wire_id({"test grade", "result", input_.seed});
  result_.line_item_id = line_item_.wire_id;
  result_.class_id = input_.class_id;
  result_.student_id = input_.student_id;
  result_.score_date = input_.today;
  result_.facts.student_sis_id = input_.student_id;
  result_.facts.possible = activity.points_possible;
  result_.facts.scored_at_unix_ms = input_.now_unix_ms;
  result_.facts.flags.released = true;
  say_hello();
  read_class();
}

void TestGrade::refused(std::string id, std::string_view what, oneroster::Operation operation,
                        const Heard& heard) {
  checks_.add(explain_refusal(std::move(id), what, profile(), operation, heard));
}

void TestGrade::read_class() {
  steps_.say(
      "class", oneroster::read_request(oneroster::class_url(partner().endpoint, input_.class_id)),
      [this](const Heard& heard) {
        const auto found = object_of(heard, "class");
        if (!found) {
          if (not_there(heard)) {
            checks_.fail("class", "The SIS does not know this class.",
                         "Choose a class by the id that the SIS has for it.", status_text(heard));
          } else if (not_permitted(heard) && !roster_reads().records &&
                     profile().school != Need::required) {
            checks_.skip("class", "The SIS did not grant reading classes; the test goes without.");
            read_student();
          } else {
            refused("class", "The class cannot be read.", oneroster::Operation::get, heard);
          }
          return;
        }
        line_item_.school_id = oneroster::record::reference(*found, "school");
        checks_.ok("class", "The SIS knows the class.");
        terms_ = oneroster::record::references(*found, "terms");
        read_student();
      });
}

void TestGrade::read_student() {
  steps_.say(
      "student",
      oneroster::read_request(oneroster::user_url(partner().endpoint, input_.student_id)),
      [this](const Heard& heard) {
        if (answered_well(heard)) {
          checks_.ok("student", "The SIS knows the student.");
        } else if (not_there(heard)) {
          checks_.fail("student", "The SIS does not know this student.",
                       "Choose a student by the id that the SIS has for them.", status_text(heard));
          return;
        } else if (heard.answer) {
          checks_.skip("student", "The SIS does not show single students.");
        } else {
          checks_.add(explain_silence("student", "The student cannot be read.", heard));
          return;
        }
        read_category();
      });
}

void TestGrade::read_category() {
  if (!line_item_.category_id.empty() || profile().category == Need::never) {
    read_grading_period();
    return;
  }
  const auto route = profile().reads.categories;
  const bool of_class = route == oneroster::CategoryRoute::of_class &&
                        partner().endpoint.version == oneroster::OneRosterVersion::v1p2;
  const auto at = [this](oneroster::CategoryRoute which) {
    return oneroster::read_request(oneroster::limited(
        oneroster::class_categories_url(partner().endpoint, which, input_.class_id).value_or(""),
        100));
  };
  const auto all = at(oneroster::CategoryRoute::all);
  const auto heard_list = [this](const Heard& heard) {
    const auto list = entries_of(heard, "categories");
    if (list && !list->empty()) {
      line_item_.category_id = gradebook::SourcedId(text_of(member(list->front(), "sourcedId")));
      checks_.ok("category", "The test uses a category that the SIS shows.");
    } else if (profile().category == Need::required) {
      checks_.fail("category", "The SIS wants a category, and shows none for this class.",
                   "Make a category for this class in the SIS.", status_text(heard));
      return;
    } else {
      checks_.skip("category", "The SIS shows no category; the test goes without.");
    }
    read_grading_period();
  };
  if (route == oneroster::CategoryRoute::none) {
    if (profile().category == Need::required) {
      checks_.fail("category", "The SIS wants a category, and does not list them.",
                   "Give the id of a category with the test.");
    } else {
      read_grading_period();
    }
    return;
  }
  steps_.say("category", of_class ? at(oneroster::CategoryRoute::of_class) : all,
             [this, of_class, all, heard_list](const Heard& heard) {
               if (of_class && no_such_address(heard)) {
                 steps_.say("category", all, heard_list);
               } else {
                 heard_list(heard);
               }
             });
}

void TestGrade::read_grading_period() {
  if (profile().grading_period == Need::never ||
      profile().reads.grading_periods == oneroster::PeriodRoute::none ||
      (terms_.empty() && profile().grading_period != Need::required)) {
    write_line_item();
    return;
  }
  const auto at = [this](oneroster::PeriodRoute which) {
    return oneroster::read_request(oneroster::limited(
        oneroster::grading_periods_urls(partner().endpoint, which, terms_).front(), 100));
  };
  const bool of_term =
      !terms_.empty() && profile().reads.grading_periods == oneroster::PeriodRoute::of_terms;
  const auto all = at(oneroster::PeriodRoute::all);
  steps_.say("grading_period", of_term ? at(oneroster::PeriodRoute::of_terms) : all,
             [this, of_term, all](const Heard& heard) {
               const bool must = profile().grading_period == Need::required;
               if (of_term && must && !answered_well(heard)) {
                 steps_.say("grading_period", all,
                            [this](const Heard& again) { use_grading_period(again); });
               } else {
                 use_grading_period(heard);
               }
             });
}

void TestGrade::use_grading_period(const Heard& heard) {
  std::string id;
  for (const auto& one :
       entries_of(heard, "academicSessions").value_or(std::vector<json::object>())) {
    // Dates as texts: YYYY-MM-DD sorts as it counts.
    const bool now = text_of(member(one, "startDate")) <= input_.today &&
                     input_.today <= text_of(member(one, "endDate"));
    if (id.empty() && now) {
      id = text_of(member(one, "sourcedId"));
    }
  }
  if (!id.empty()) {
    line_item_.grading_period_id = gradebook::SourcedId(id);
    checks_.ok("grading_period", "A grading period is open today.");
  } else if (profile().grading_period == Need::required) {
    checks_.fail("grading_period", "No grading period of the class contains today.",
                 "Try again with a class whose grading period has begun.", status_text(heard));
    return;
  } else {
    checks_.skip("grading_period", "No grading period was found for today; the test goes without.");
  }
  write_line_item();
}

json::object TestGrade::report() const {
  json::array made, left;
  for (const auto& one : made_) {
    json::object line{{"kind", one.kind}, {"id", one.id}};
    if (one.kind == "lineItem") {
      line["title"] = line_item_.facts.title;
    }
    if (!one.gone) {
      left.push_back(line);
    }
    made.push_back(std::move(line));
  }
  return {{"schema", "lms.test_grade_report/1"},
          {"outcome", name_of(checks_.worst())},
          {"class", input_.class_id.value},
          {"student", input_.student_id.value},
          {"checks", checks_.to_json()},
          {"made", std::move(made)},
          {"left", std::move(left)}};
}

} // namespace passback::exchange
