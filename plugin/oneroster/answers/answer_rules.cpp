#include "plugin/oneroster/answers/answer_rules.hpp"

#include <algorithm>

#include "plugin/oneroster/wire/ascii.hpp"

namespace passback::oneroster {
namespace {

bool fits(const AnswerRule& rule, int status, const ErrorBody& error) {
  if (rule.status != 0 && rule.status != status) {
    return false;
  }
  if (!rule.code_minor.empty() && std::ranges::none_of(error.codes, [&](const std::string& code) {
        return ascii::same_without_case(code, rule.code_minor);
      })) {
    return false;
  }
  return rule.text.empty() ||
         ascii::lower(error.description).find(ascii::lower(rule.text)) != std::string::npos;
}

} // namespace

std::optional<Meaning> meaning_of(Code code) {
  switch (code) {
  case Code::sis_busy:
    return Meaning::throttled;
  case Code::sis_error:
  case Code::sis_timeout:
  case Code::answer_unreadable:
  case Code::answer_page:
    return Meaning::in_doubt;
  case Code::unauthorised:
    return Meaning::unauthorised;
  case Code::forbidden:
    return Meaning::forbidden;
  case Code::window_shut:
    return Meaning::window_shut;
  case Code::address_refused:
    return Meaning::misdirected;
  case Code::rejected_content:
  case Code::rejected_conflict:
  case Code::record_forbidden:
  case Code::record_unknown:
  case Code::line_item_gone:
  case Code::student_gone:
  case Code::method_refused:
  case Code::category_missing:
  case Code::category_not_allowed:
  case Code::due_date_missing:
  case Code::grading_period_missing:
  case Code::due_date_outside_period:
  case Code::grading_period_not_of_class:
  case Code::title_taken:
  case Code::points_possible_zero:
  case Code::score_over_maximum:
  case Code::score_below_zero:
  case Code::scale_mismatch:
    return Meaning::refused;
  default:
    return std::nullopt;
  }
}

const AnswerRule* rule_for(const Profile& profile, int status, const ErrorBody& error) {
  const auto found = std::ranges::find_if(
      profile.answers, [&](const AnswerRule& rule) { return fits(rule, status, error); });
  return found == profile.answers.end() ? nullptr : &*found;
}

const AnswerRule* rule_told_by(const Profile& profile, int status, Code code,
                               std::string_view sis_words) {
  if (status < 200) {
    return nullptr;
  }
  const std::string words = ascii::lower(sis_words);
  const bool of_success = is_success(status); // a failure that was told under it has another status
  const auto told = [&](const AnswerRule& rule) {
    return rule.meaning == info(code).id &&
           (rule.status == 0 || rule.status == status || of_success) &&
           words.find(ascii::lower(rule.code_minor)) != std::string::npos &&
           words.find(ascii::lower(rule.text)) != std::string::npos;
  };
  const auto found = std::ranges::find_if(profile.answers, told);
  return found == profile.answers.end() ? nullptr : &*found;
}

} // namespace passback::oneroster
