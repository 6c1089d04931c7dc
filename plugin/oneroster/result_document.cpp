#include "plugin/oneroster/date_text.hpp"
#include "plugin/oneroster/document_parts.hpp"

namespace passback::oneroster {
namespace {

using gradebook::Decimal;
using gradebook::ScoreFacts;
using gradebook::ScoreFlags;

bool is_exempt(const Profile& profile, const ScoreFacts& facts) {
  return facts.flags.exempt || (facts.flags.dropped && profile.dropped == Dropped::exempt);
}

std::string_view score_status(const Profile& profile, const ScoreFacts& facts) {
  if (is_exempt(profile, facts)) {
    return "exempt";
  }
  if (!facts.scored()) {
    return facts.flags.submitted ? "submitted" : "not submitted";
  }
  const bool partial =
      facts.flags.in_progress ||
      (facts.flags.incomplete && profile.incomplete_scored == IncompleteScored::partially_graded);
  return partial ? "partially graded" : "fully graded";
}

Decimal as_kept(const Profile& profile, const Decimal& points) {
  return profile.decimals ? points.rounded(*profile.decimals, profile.rounding) : points;
}

/// The score to send; none = send the result without one.
Result<std::optional<Decimal>> score_to_send(const Profile& profile, const Endpoint& endpoint,
                                             const ResultInput& input) {
  const bool may_lack_score =
      endpoint.version == OneRosterVersion::v1p2 || profile.clearing == Clearing::not_submitted;
  if (!input.cleared) {
    if (input.facts.points) {
      return std::optional(as_kept(profile, *input.facts.points));
    }
    if (endpoint.version == OneRosterVersion::v1p1 && is_exempt(profile, input.facts)) {
      switch (profile.exempt_without_points) {
      case ExemptWithoutPoints::zero:
        return std::optional(Decimal());
      case ExemptWithoutPoints::omit:
        return std::optional<Decimal>();
      case ExemptWithoutPoints::refuse:
        return Code::score_not_number;
      }
    }
    // 1.1 has no place for a letter: leaving it out would say "graded" without a grade.
    if (endpoint.version == OneRosterVersion::v1p1 && !input.facts.text_score.empty()) {
      return Code::score_not_number;
    }
  }
  if (!may_lack_score) {
    return Code::score_not_number;
  }
  return std::optional<Decimal>();
}

std::string score_date(const Profile& profile, const ResultInput& input) {
  if (profile.score_date_form == ScoreDateForm::date) {
    return input.score_date;
  }
  return input.facts.scored_at_unix_ms != 0 ? utc_date_time(input.facts.scored_at_unix_ms)
                                            : input.score_date + "T00:00:00.000Z";
}

void add_flags(JsonObject& result, const Profile& profile, const ResultInput& input) {
  struct NamedFlag {
    std::string_view name;
    bool ScoreFlags::* member;
  };
  static constexpr NamedFlag kFlags[] = {{"inProgress", &ScoreFlags::in_progress},
                                         {"incomplete", &ScoreFlags::incomplete},
                                         {"late", &ScoreFlags::late},
                                         {"missing", &ScoreFlags::missing}};
  for (const NamedFlag& flag : kFlags) {
    const bool value = !input.cleared && input.facts.flags.*(flag.member);
    const bool before = input.sent_before && input.sent_before->flags.*(flag.member);
    if (!value && !before) {
      continue;
    }
    if (profile.boolean_form == BooleanForm::text) {
      result.text(flag.name, value ? "true" : "false");
    } else {
      result.boolean(flag.name, value);
    }
  }
}

} // namespace

Result<std::string> result_document(const Profile& profile, const Endpoint& endpoint,
                                    const ResultInput& input, const DocumentContext& context) {
  if (input.student_id.empty()) {
    return Code::student_unlinked;
  }
  auto score = score_to_send(profile, endpoint, input);
  if (!score && context.withdrawn) {
    score = std::optional<Decimal>();
  }
  if (!score) {
    return score.error();
  }
  const bool is_1p2 = endpoint.version == OneRosterVersion::v1p2;
  JsonObject result = base_object(input.wire_id, context);
  result
      .object("lineItem",
              reference(endpoint.gradebook_base, "lineItems", "lineItem", input.line_item_id))
      .object("student", reference(endpoint.rostering_base, "users", "user", input.student_id));
  if (is_1p2 && !input.class_id.empty()) {
    result.object("class", reference(endpoint.rostering_base, "classes", "class", input.class_id));
  }
  result.text("scoreStatus", input.cleared ? "not submitted" : score_status(profile, input.facts));
  if (*score) {
    result.number("score", **score);
  }
  if (is_1p2 && !input.cleared && !input.facts.text_score.empty()) {
    result.text("textScore", input.facts.text_score);
  }
  result.text("scoreDate", score_date(profile, input));
  const bool had_comment = input.sent_before && !input.sent_before->comment.empty();
  if (!input.facts.comment.empty() || had_comment) {
    result.text("comment", input.facts.comment);
  }
  if (is_1p2) {
    add_flags(result, profile, input);
  }
  return envelope("result", result);
}

} // namespace passback::oneroster
