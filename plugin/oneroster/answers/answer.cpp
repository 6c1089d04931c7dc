#include "plugin/oneroster/answers/answer.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>

#include <boost/json/array.hpp>

#include "plugin/oneroster/answers/answer_rules.hpp"
#include "plugin/oneroster/answers/retry_after.hpp"
#include "plugin/oneroster/wire/ascii.hpp"
#include "plugin/oneroster/wire/json_read.hpp"

namespace passback::oneroster {
namespace {

namespace json = boost::json;

struct StatusMeaning {
  Meaning meaning;
  Code code;
};

std::string_view envelope_of(Operation operation) {
  switch (operation) {
  case Operation::put_category:
    return "category";
  case Operation::put_line_item:
    return "lineItem";
  case Operation::put_result:
    return "result";
  case Operation::delete_line_item:
  case Operation::delete_result:
  case Operation::get:
    break;
  }
  return {};
}

std::string allocated_id(const json::value& body, const std::string& sent_id) {
  const json::object* object = body.if_object();
  const json::value* pairs = object == nullptr ? nullptr : member(*object, "sourcedIdPairs");
  if (pairs == nullptr) {
    return {};
  }
  // One known server writes a single object where the specification has a list.
  const json::object* single = pairs->if_object();
  const json::array* list = pairs->if_array();
  const std::size_t count = list != nullptr ? list->size() : single != nullptr ? 1 : 0;
  for (std::size_t i = 0; i < count; ++i) {
    const json::object* pair = list != nullptr ? (*list)[i].if_object() : single;
    if (pair != nullptr && text_of(member(*pair, "suppliedSourcedId")) == sent_id) {
      return text_of(member(*pair, "allocatedSourcedId"));
    }
  }
  return {};
}

std::optional<gradebook::SourcedId> other_id(Operation operation, std::string_view body,
                                             const std::string& sent_id) {
  const std::string_view name = envelope_of(operation);
  const auto value = name.empty() ? std::nullopt : read_json(body);
  if (!value) {
    return std::nullopt;
  }
  std::string id = allocated_id(*value, sent_id);
  if (const json::object* object = inside_envelope(*value, name); id.empty() && object != nullptr) {
    id = text_of(member(*object, "sourcedId"));
  }
  // Databases that keep UUIDs as such give them back in the other case; that is the same record.
  if (id.empty() || ascii::same_without_case(id, sent_id)) {
    return std::nullopt;
  }
  return gradebook::SourcedId(id);
}

bool says_token_is_bad(const HttpAnswer& answer, const ErrorBody& error) {
  static constexpr std::array<std::string_view, 4> kWords = {"invalid_token", "unauthorisedrequest",
                                                             "unauthorizedrequest", "unauthorized"};
  const bool in_body = std::ranges::any_of(error.codes, [](const std::string& code) {
    return std::ranges::any_of(
        kWords, [&](std::string_view word) { return ascii::same_without_case(code, word); });
  });
  const auto challenge = header(answer, "WWW-Authenticate");
  return in_body ||
         (challenge && ascii::lower(*challenge).find("invalid_token") != std::string::npos);
}

bool is_delete(Operation operation) {
  return operation == Operation::delete_line_item || operation == Operation::delete_result;
}

StatusMeaning gone(Operation operation, Voice voice) {
  if (is_delete(operation) && voice == Voice::oneroster) {
    return {Meaning::confirmed, Code::none};
  }
  if (is_delete(operation) || operation == Operation::put_result || operation == Operation::get) {
    return {Meaning::target_gone, Code::record_unknown};
  }
  return {Meaning::refused, Code::record_unknown};
}

StatusMeaning by_client_error(int status, Operation operation, const HttpAnswer& answer,
                              Voice voice, const ErrorBody& error) {
  switch (status) {
  case 401:
    return {Meaning::unauthorised, Code::unauthorised};
  case 403:
    if (header(answer, "Retry-After")) {
      return {Meaning::throttled, Code::sis_busy};
    }
    return says_token_is_bad(answer, error)
               ? StatusMeaning{Meaning::unauthorised, Code::unauthorised}
               : StatusMeaning{Meaning::forbidden, Code::forbidden};
  case 404:
  case 410:
    return gone(operation, voice);
  case 405:
    return {Meaning::refused, Code::method_refused};
  case 407:
  case 421:
    return {Meaning::misdirected, Code::address_refused};
  case 408:
    return {Meaning::in_doubt, Code::sis_timeout};
  case 409:
  case 412:
  case 423:
    return {Meaning::refused, Code::rejected_conflict};
  case 425:
    return {Meaning::in_doubt, Code::sis_busy};
  case 429:
    return {Meaning::throttled, Code::sis_busy};
  case 451:
    return {Meaning::refused, Code::record_forbidden};
  default:
    return {Meaning::refused, Code::rejected_content};
  }
}

StatusMeaning by_status(int status, Operation operation, const HttpAnswer& answer, Voice voice,
                        const ErrorBody& error) {
  if (status >= 300 && status < 400) {
    return {Meaning::misdirected, Code::address_refused};
  }
  if (status >= 400 && status < 500) {
    return by_client_error(status, operation, answer, voice, error);
  }
  if (status == 501) {
    return {Meaning::refused, Code::method_refused};
  }
  if (status == 503 && header(answer, "Retry-After")) {
    return {Meaning::throttled, Code::sis_busy};
  }
  if (status == 504) {
    return {Meaning::in_doubt, Code::sis_timeout};
  }
  return {Meaning::in_doubt,
          status >= 500 && status < 600 ? Code::sis_error : Code::answer_unreadable};
}

/// Would it be a word about the record? Who proves who they are, how often they ask, and a server
/// that fails are matters of the account, whoever speaks.
bool is_about_record(Meaning meaning) {
  return meaning == Meaning::confirmed || meaning == Meaning::target_gone ||
         meaning == Meaning::refused || meaning == Meaning::forbidden;
}

StatusMeaning as_heard(StatusMeaning outcome, int status, Voice voice, bool explains) {
  constexpr int kBadRequest = 400; // what a gateway says of what it cannot read
  const bool gateways = status == kBadRequest || says_no_such_address(status);
  const bool somebody_else =
      voice == Voice::page || (voice == Voice::other && explains && gateways);
  return somebody_else && is_about_record(outcome.meaning)
             ? StatusMeaning{Meaning::page, Code::answer_page}
             : outcome;
}

/// Of a status that says "success".
StatusMeaning by_report(Operation operation, int status, Report report) {
  const bool done = status == 200 || status == 201 || status == 204;
  constexpr int kTransformed = 203; // by a proxy: what was read is there all the same
  if (operation == Operation::get) {
    return done || status == kTransformed
               ? StatusMeaning{Meaning::confirmed, Code::none}
               : StatusMeaning{Meaning::in_doubt, Code::answer_unreadable};
  }
  return done && report == Report::done ? StatusMeaning{Meaning::confirmed, Code::none}
                                        : StatusMeaning{Meaning::unproven, Code::answer_unreadable};
}

bool has_any(const std::string& text, std::initializer_list<std::string_view> words) {
  return std::ranges::any_of(
      words, [&](std::string_view word) { return text.find(word) != std::string::npos; });
}

// "unknownobject" is the code minor of both versions for what a body refers to and is not there.
bool misses_line_item(const ErrorBody& error) {
  const bool unknown = std::ranges::any_of(error.codes, [](const std::string& code) {
    return ascii::same_without_case(code, "unknownobject");
  });
  const std::string words = ascii::lower(error.description);
  return unknown || (has_any(words, {"lineitem", "line item", "assignment"}) &&
                     has_any(words, {"not found", "not find", "not exist", "unknown", "no such",
                                     "is no ", "deleted"}));
}

} // namespace

bool says_no_such_address(int status) {
  return status == 404 || status == 405 || status == 410 || status == 501;
}

Verdict read_answer(const Profile& profile, Operation operation, const HttpAnswer& answer,
                    const gradebook::SourcedId& sent_id, std::int64_t now_unix_ms, bool explains) {
  Verdict verdict;
  const bool success = is_success(answer);
  if (success && !is_page(answer)) {
    const Report report =
        operation == Operation::get ? report_of_read(answer) : report_of_write(answer);
    if (report != Report::failed) {
      const StatusMeaning outcome = by_report(operation, answer.status, report);
      verdict.meaning = outcome.meaning;
      verdict.code = outcome.code;
      if (outcome.meaning == Meaning::confirmed) {
        verdict.other_id = other_id(operation, answer.body, sent_id.value);
      } else {
        verdict.sis_words = words_for_support(read_error_body(answer.body));
      }
      return verdict;
    }
  }
  verdict.voice = voice_of(answer);
  const ErrorBody error = read_error_body(answer.body);
  // What failed under a success means what the same words mean under the status that they have.
  const int status = success ? status_of_failure(error) : answer.status;
  StatusMeaning outcome = as_heard(by_status(status, operation, answer, verdict.voice, error),
                                   success ? 0 : status, verdict.voice, explains);
  if (verdict.voice != Voice::page && status >= 400 && status < 600) {
    if (const AnswerRule* rule = rule_for(profile, status, error)) {
      if (const CodeInfo* row = find_code(rule->meaning)) {
        outcome = {meaning_of(row->code).value_or(outcome.meaning), row->code};
      }
    }
  }
  verdict.meaning = outcome.meaning;
  verdict.code = outcome.code;
  verdict.doubts_line_item = operation == Operation::put_result &&
                             outcome.meaning == Meaning::refused &&
                             (outcome.code == Code::line_item_gone || misses_line_item(error));
  const std::string title = verdict.voice == Voice::page ? title_of_page(answer) : std::string();
  verdict.sis_words = title.empty() ? words_for_support(error) : title;
  verdict.retry_after_ms = read_retry_after(answer, now_unix_ms);
  return verdict;
}

} // namespace passback::oneroster
