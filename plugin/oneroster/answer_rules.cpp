#include "plugin/oneroster/answer_rules.hpp"

#include <algorithm>

#include "plugin/oneroster/ascii.hpp"

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
    return Meaning::refused;
  default:
    return std::nullopt;
  }
}

std::optional<Code> code_by_rules(const Profile& profile, int status, const ErrorBody& error) {
  for (const AnswerRule& rule : profile.answers) {
    if (fits(rule, status, error)) {
      const CodeInfo* row = find_code(rule.meaning);
      return row == nullptr ? std::nullopt : std::optional(row->code);
    }
  }
  return std::nullopt;
}

} // namespace passback::oneroster
