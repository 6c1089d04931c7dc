#include "plugin/exchange/conversation/response_checks.hpp"

#include "plugin/platform/codes.hpp"

namespace passback::exchange {

std::string status_text(const Response& response) {
  return response.answer ? "HTTP " + std::to_string(response.answer->status) : std::string();
}

Check explain_silence(std::string id, Phrase what, const Response& response) {
  const auto why = response.code == Code::none ? Code::sis_unreachable : response.code;
  what += texts::sentence_of(why);
  return {std::move(id), CheckOutcome::failed, std::move(what), texts::administrator_of(why),
          info(why).id};
}

Check explain_refusal(std::string id, Phrase what, const oneroster::Profile& profile,
                      oneroster::Operation operation, const Response& response) {
  if (!response.answer) {
    return explain_silence(std::move(id), std::move(what), response);
  }
  const auto verdict =
      oneroster::read_answer(profile, operation, *response.answer, {}, response.now_unix_ms);
  const auto why = verdict.code == Code::none ? Code::answer_unreadable : verdict.code;
  std::string detail = status_text(response);
  if (!verdict.sis_words.empty()) {
    detail += ": " + verdict.sis_words;
  }
  what += texts::sentence_of(why);
  return {std::move(id), CheckOutcome::failed, std::move(what), texts::administrator_of(why),
          std::move(detail)};
}

bool no_such_address(const Response& response) {
  return response.answer && (response.answer->status == 404 || response.answer->status == 405 ||
                             response.answer->status == 501);
}

bool not_offered(const Response& response) {
  return no_such_address(response) && !oneroster::is_page(*response.answer);
}

bool not_there(const Response& response) {
  return response.answer && oneroster::says_not_there(*response.answer);
}

bool not_permitted(const Response& response) {
  return response.answer &&
         (response.answer->status == 401 ||
          (response.answer->status == 403 && !oneroster::is_page(*response.answer)));
}

bool is_success(const Response& response) {
  return response.answer && oneroster::is_success(*response.answer) &&
         !oneroster::is_page(*response.answer);
}

bool answered_well(const Response& response) {
  return is_success(response) &&
         oneroster::report_of_read(*response.answer) != oneroster::Report::failed;
}

bool was_taken(const Response& response) {
  return is_success(response) &&
         oneroster::report_of_write(*response.answer) != oneroster::Report::failed;
}

} // namespace passback::exchange
