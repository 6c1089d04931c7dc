#include "plugin/exchange/conversation/test_grade.hpp"

#include <optional>
#include <utility>

#include <boost/json/array.hpp>

#include "plugin/exchange/conversation/test_grade_line_item.hpp"
#include "plugin/exchange/conversation/test_grade_reads.hpp"
#include "plugin/exchange/conversation/test_grade_result.hpp"

namespace passback::exchange {

namespace json = boost::json;

std::vector<Phrase> before_test_grade(const oneroster::Profile& profile,
                                      const SisCapabilities& found) {
  std::vector<Phrase> stays;
  const auto of_assignment = profile.line_item_withdrawal;
  if (of_assignment == oneroster::Withdrawal::unsupported &&
      profile.withdrawal == oneroster::Withdrawal::unsupported) {
    stays.push_back(say("check.stays.both"));
  } else if (of_assignment == oneroster::Withdrawal::unsupported) {
    stays.push_back(say("check.stays.assignment"));
  } else if (of_assignment == oneroster::Withdrawal::remove && found.may_delete == false) {
    stays.push_back(say("check.stays.not_granted"));
  }
  if (of_assignment == oneroster::Withdrawal::tobedeleted) {
    stays.push_back(say("check.stays.marked"));
  }
  return stays;
}

TestGrade::TestGrade(Partner partner, TestGradeInput input)
    : Conversation(std::move(partner)), run_{this->partner(),
                                             roster_reads(),
                                             steps_,
                                             checks_,
                                             input,
                                             test_grade::plan_test_grade(profile(), input)} {
  sign_in();
  test_grade::read_before_writing(run_, [this] {
    test_grade::make_line_item(run_, [this] { test_grade::send_result(run_); });
  });
  steps_.ask("found",
             [this]() -> std::optional<oneroster::HttpRequest> {
               // Nothing is sent: this step only waits until all others are done.
               keep_what_was_found();
               return std::nullopt;
             },
             {});
}

void TestGrade::keep_what_was_found() {
  if (run_.reads_back) {
    SisCapabilities found;
    found.reads_back = run_.reads_back;
    learn(outbox::SisDocumentKind::found, "", to_json(found));
  }
}

json::object TestGrade::report() const {
  json::array made, left;
  for (const auto& one : run_.made()) {
    json::object line{{"kind", one.kind}, {"id", one.id}};
    if (one.kind == test_grade::kLineItem) {
      line["title"] = run_.plan.line_item.facts.title;
    }
    if (!one.gone) {
      left.push_back(line);
    }
    made.push_back(std::move(line));
  }
  return {{"schema", "lms.test_grade_report/1"},
          {"outcome", name_of(checks_.worst())},
          {"class", run_.input.class_id.value},
          {"student", run_.input.student_id.value},
          {"checks", checks_.to_json()},
          {"made", std::move(made)},
          {"left", std::move(left)}};
}

} // namespace passback::exchange
