#include "host_stub/sis/score_rules.hpp"

#include <cmath>

#include "host_stub/sis/business_rules.hpp"
#include "host_stub/sis/calendar.hpp"

namespace host_stub::sis {

namespace {

bool is_set(const json::object& result, std::string_view flag) {
  return text_member(result, flag) == "true";
}

std::optional<Failure> check_range(const Context& context, const json::object& item,
                                   json::object& result) {
  auto* score = result.if_contains("score");
  if (score == nullptr || context.config.score_range == ScoreRange::keep) {
    return std::nullopt;
  }
  const auto bound = [&item](const char* name) {
    const auto* value = item.if_contains(name);
    return value != nullptr && value->is_number() ? std::optional(value->to_number<double>())
                                                  : std::nullopt;
  };
  const auto number = score->to_number<double>();
  const auto least = bound("resultValueMin");
  const auto most = bound("resultValueMax");
  const bool low = least && number < *least;
  if (!low && !(most && number > *most)) {
    return std::nullopt;
  }
  switch (context.config.score_range) {
  case ScoreRange::refuse:
    return broken_rule(
        context, "result.score: is outside the line item's resultValueMin and resultValueMax");
  case ScoreRange::fault:
    return Failure{500, Minor::internal_server_error, "the score could not be stored"};
  default:
    *score = low ? *least : *most;
    return std::nullopt;
  }
}

std::optional<Failure> check_decimals(const Context& context, json::object& result) {
  auto* score = result.if_contains("score");
  if (score == nullptr || context.config.score_decimals < 0) {
    return std::nullopt;
  }
  const double factor = std::pow(10.0, context.config.score_decimals);
  const double given = score->to_number<double>();
  const double rounded = std::round(given * factor) / factor;
  switch (context.config.score_decimals_rule) {
  case DecimalsRule::round:
    *score = rounded;
    break;
  case DecimalsRule::cut:
    // 0.29 * 100 is a little less than 29: a number that has so few decimals is left alone.
    *score = rounded == given ? given : std::trunc(given * factor) / factor;
    break;
  case DecimalsRule::refuse:
    if (rounded != given) {
      return broken_rule(context, "result.score: has more than " +
                                      std::to_string(context.config.score_decimals) + " decimals");
    }
    break;
  }
  return std::nullopt;
}

std::optional<Failure> check_kind_of_score(const Context& context, const json::object& item,
                                           const json::object& result) {
  const auto& config = context.config;
  if (config.text_scores == TextScores::refuse && result.contains("textScore")) {
    return broken_rule(context, "result.textScore: this system keeps numbers only");
  }
  const auto* metadata = item.if_contains("metadata");
  if (!config.score_type_member.empty() && result.contains("score") && metadata != nullptr &&
      text_member(metadata->get_object(), config.score_type_member) == config.score_type_other) {
    return conflict(context, "result.score: the line item is scored by " + config.score_type_other);
  }
  if (config.flags_need_score && !result.contains("score") &&
      (is_set(result, "late") || is_set(result, "missing"))) {
    return broken_rule(context, "result.score: late and missing work needs a number");
  }
  return std::nullopt;
}

std::optional<Failure> settle_status(const Context& context, json::object& result) {
  const auto& config = context.config;
  const std::string status(text_member(result, "scoreStatus"));
  if (config.refused_statuses.contains(status)) {
    return broken_rule(context, "result.scoreStatus: '" + status + "' is not known here");
  }
  if (config.not_submitted_is_missing && status == "not submitted") {
    result["missing"] = "true";
  }
  if (config.submitted_is_zero && status == "submitted" && !result.contains("score")) {
    result["score"] = 0;
  }
  if (config.missing_is_zero && is_set(result, "missing") && !result.contains("score")) {
    result["score"] = 0;
  }
  if (status == "exempt" && config.exempt_score == ExemptScore::zero) {
    result["score"] = 0;
  }
  if (status == "exempt" && config.exempt_score == ExemptScore::drop) {
    result.erase("score");
  }
  if (const auto becomes = config.status_becomes.find(status);
      becomes != config.status_becomes.end()) {
    result["scoreStatus"] = becomes->second;
  }
  return std::nullopt;
}

std::optional<Failure> check_score_date(const Context& context, const json::object& item,
                                        const json::object& result) {
  const auto scored = text_member(result, "scoreDate").substr(0, 10);
  if (context.config.score_date_not_before_assign &&
      scored < local_day(text_member(item, "assignDate"), context.config.utc_offset_minutes)) {
    return broken_rule(context, "result.scoreDate: is before the line item's assignDate");
  }
  return std::nullopt;
}

} // namespace

std::optional<Failure> check_score_rules(const Context& context, const json::object& item,
                                         json::object& result) {
  if (auto failure = check_decimals(context, result)) {
    return failure;
  }
  if (auto failure = check_range(context, item, result)) {
    return failure;
  }
  if (auto failure = check_kind_of_score(context, item, result)) {
    return failure;
  }
  if (auto failure = check_score_date(context, item, result)) {
    return failure;
  }
  return settle_status(context, result);
}

} // namespace host_stub::sis
