#include "plugin/exchange/conversation/explain.hpp"

#include "plugin/platform/codes.hpp"

namespace passback::exchange {

std::string status_text(const Heard& heard) {
  return heard.answer ? "HTTP " + std::to_string(heard.answer->status) : std::string();
}

Check explain_silence(std::string id, std::string_view what, const Heard& heard) {
  const auto& why = info(heard.code == Code::none ? Code::sis_unreachable : heard.code);
  return {std::move(id), CheckOutcome::failed, std::string(what) + " " + std::string(why.sentence),
          std::string(why.administrator), std::string(why.id)};
}

Check explain_refusal(std::string id, std::string_view what, const oneroster::Profile& profile,
                      oneroster::Operation operation, const Heard& heard) {
  if (!heard.answer) {
    return explain_silence(std::move(id), what, heard);
  }
  const auto verdict =
      oneroster::read_answer(profile, operation, *heard.answer, {}, heard.now_unix_ms);
  const auto& why = info(verdict.code == Code::none ? Code::answer_unreadable : verdict.code);
  std::string detail = status_text(heard);
  if (!verdict.sis_words.empty()) {
    detail += ": " + verdict.sis_words;
  }
  return {std::move(id), CheckOutcome::failed, std::string(what) + " " + std::string(why.sentence),
          std::string(why.administrator), std::move(detail)};
}

bool no_such_address(const Heard& heard) {
  return heard.answer && (heard.answer->status == 404 || heard.answer->status == 405 ||
                          heard.answer->status == 501);
}

bool not_offered(const Heard& heard) {
  return no_such_address(heard) && !oneroster::is_page(*heard.answer);
}

bool not_there(const Heard& heard) {
  return heard.answer && oneroster::says_not_there(*heard.answer);
}

bool not_permitted(const Heard& heard) {
  return heard.answer && (heard.answer->status == 401 ||
                          (heard.answer->status == 403 && !oneroster::is_page(*heard.answer)));
}

bool is_success(const Heard& heard) {
  return heard.answer && oneroster::is_success(*heard.answer) && !oneroster::is_page(*heard.answer);
}

bool answered_well(const Heard& heard) {
  return is_success(heard) && oneroster::report_of_read(*heard.answer) != oneroster::Report::failed;
}

bool was_taken(const Heard& heard) {
  return is_success(heard) &&
         oneroster::report_of_write(*heard.answer) != oneroster::Report::failed;
}

} // namespace passback::exchange
