#include "plugin/exchange/conversation/test_grade_run.hpp"

#include <utility>

#include "plugin/exchange/conversation/response_checks.hpp"
#include "plugin/oneroster/documents/post_documents.hpp"
#include "plugin/oneroster/wire/ascii.hpp"
#include "plugin/oneroster/wire/routes.hpp"

namespace passback::exchange::test_grade {

std::vector<Made> TestGradeRun::made() const {
  std::vector<Made> all;
  for (const auto& one : {line_item, result}) {
    if (one) {
      all.push_back(*one);
    }
  }
  return all;
}

std::string url_of(const TestGradeRun& run, const Made& made) {
  const gradebook::SourcedId id(made.id);
  return made.kind == kLineItem ? oneroster::line_item_url(run.partner.endpoint, id)
                                : oneroster::result_url(run.partner.endpoint, id);
}

void write(TestGradeRun& run, const std::string& step, std::string method, std::string url,
           std::string body, ResponseHandler then) {
  oneroster::HttpRequest request;
  request.method = std::move(method);
  request.url = std::move(url);
  request.headers.push_back({"Accept", "application/json"});
  if (!body.empty()) {
    request.headers.push_back({"Content-Type", "application/json"});
  }
  request.body = std::move(body);
  run.steps.ask(step, std::move(request), std::move(then));
}

void refused(TestGradeRun& run, std::string id, Phrase what, oneroster::Operation operation,
             const Response& response) {
  run.checks.add(
      explain_refusal(std::move(id), std::move(what), run.profile(), operation, response));
}

bool says_clearly_no(const Response& response) {
  const bool by_status =
      response.answer && response.answer->status >= 400 && response.answer->status < 500;
  return (by_status && !oneroster::is_page(*response.answer)) ||
         (is_success(response) && !was_taken(response));
}

std::string given_id(const Response& response, std::string_view supplied) {
  const auto pairs = oneroster::read_id_pairs(*response.answer);
  if (pairs) {
    for (const auto& pair : *pairs) {
      if (oneroster::ascii::same_without_case(pair.supplied.value, supplied)) {
        return pair.allocated.value;
      }
    }
  }
  return {};
}

std::optional<gradebook::SourcedId> other_id_of(const TestGradeRun& run,
                                                oneroster::Operation operation, const Made& made,
                                                const Response& response) {
  // An SIS that keeps our ids may echo anything in its body.
  if (run.profile().writes.ids == oneroster::WireIds::client) {
    return std::nullopt;
  }
  return oneroster::read_answer(run.profile(), operation, *response.answer,
                                gradebook::SourcedId(made.id), response.now_unix_ms)
      .other_id;
}

Check no_document(std::string id, CheckOutcome outcome, Phrase what, const Error& error) {
  what += texts::sentence_of(error.code);
  return {std::move(id), outcome, std::move(what), texts::administrator_of(error.code),
          info(error.code).id};
}

} // namespace passback::exchange::test_grade
