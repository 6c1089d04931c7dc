#include <algorithm>

#include "plugin/oneroster/documents/document_parts.hpp"
#include "plugin/oneroster/documents/objective_sets.hpp"
#include "plugin/oneroster/values/date_text.hpp"
#include "plugin/oneroster/values/metadata_template.hpp"
#include "plugin/oneroster/values/one_line.hpp"
#include "plugin/oneroster/values/scales.hpp"
#include "plugin/oneroster/values/score_value.hpp"
#include "plugin/oneroster/wire/utf8.hpp"
#include "plugin/platform/try.hpp"

namespace passback::oneroster {
namespace {

using gradebook::Decimal;
using gradebook::ScoreFacts;
using gradebook::ScoreFlags;
using gradebook::SourcedId;

/// One result on its way into a document.
struct ResultCase {
  const Profile& profile;
  const Endpoint& endpoint;
  const ResultInput& input;
  const DocumentContext& context;

  bool is_1p2() const { return endpoint.version == OneRosterVersion::v1p2; }
  bool in_assessments() const { return profile.gradebook == Gradebook::assessment; }
  bool exempt() const {
    const ScoreFlags& flags = input.facts.flags;
    return flags.exempt || (flags.dropped && profile.dropped == Dropped::exempt);
  }
};

const std::string& score_status(const ResultCase& at) {
  const StatusWords& words = at.profile.statuses;
  const ScoreFacts& facts = at.input.facts;
  if (at.input.cleared) {
    return words.cleared;
  }
  if (at.exempt()) {
    return words.exempt;
  }
  if (!facts.scored()) {
    const bool missing = facts.flags.missing && !words.missing.empty();
    return facts.flags.submitted ? words.handed_in : missing ? words.missing : words.blank;
  }
  const bool partial = facts.flags.in_progress ||
                       (facts.flags.incomplete &&
                        at.profile.incomplete_scored == IncompleteScored::partially_graded);
  return partial ? words.partial : words.graded;
}

/// Nobody left the points of a mark out, so none are asked for.
Code why_no_number(const ResultCase& at) {
  const ScoreFacts& facts = at.input.facts;
  const bool marked =
      at.exempt() || (!facts.scored() && (facts.flags.missing || facts.flags.incomplete));
  return marked && !at.input.cleared ? Code::mark_by_hand : Code::score_not_number;
}

/// What a result without a number becomes in 1.1, where a score is required.
Result<ScoreValue> without_number(const ResultCase& at, ScoreValue value) {
  if (at.is_1p2() || at.context.withdrawn) {
    return value;
  }
  if (at.exempt() && !at.input.cleared) {
    switch (at.profile.exempt_without_points) {
    case ExemptWithoutPoints::zero:
      value.score = Decimal();
      return value;
    case ExemptWithoutPoints::omit:
      return value;
    case ExemptWithoutPoints::refuse:
      return why_no_number(at);
    }
  }
  // 1.1 has no place for a letter: leaving it out would say "graded" without a grade.
  const bool takes_blank = at.profile.clearing == Clearing::not_submitted &&
                           (at.input.cleared || at.input.facts.text_score.empty());
  return takes_blank ? Result<ScoreValue>(std::move(value)) : Result<ScoreValue>(why_no_number(at));
}

/// A text without a number needs a place, or "graded" would stand there without a grade.
bool text_has_a_place(const ResultCase& at) {
  return at.profile.text_scores != TextScores::metadata ||
         std::ranges::any_of(at.profile.result_metadata, [](const auto& member) {
           return member.second.find("{text_score}") != std::string::npos;
         });
}

Result<ScoreValue> value_of(const ResultCase& at) {
  const bool says_nothing = at.input.cleared || !at.input.facts.scored() ||
                            (at.exempt() && at.profile.exempt_score == ExemptScore::omit);
  if (says_nothing) {
    return without_number(at, {});
  }
  auto value = score_value(at.profile, at.input);
  if (!value && at.exempt()) {
    return without_number(at, {}); // it does not count: that is what the SIS has to know
  }
  if (!value) {
    return at.context.withdrawn ? Result<ScoreValue>(ScoreValue()) : value;
  }
  if (value->score) {
    return value;
  }
  return text_has_a_place(at) ? without_number(at, std::move(*value))
                              : Result<ScoreValue>(Code::score_not_number);
}

/// Of both the later, because an SIS may refuse a score that is older than its line item.
std::string score_date(const ResultCase& at) {
  const std::int64_t assigned =
      at.profile.score_date_not_before_assigned ? at.input.assigned_at_unix_ms : 0;
  const std::string assigned_day =
      assigned == 0 ? std::string() : day_of(at.context.local_day, assigned);
  if (at.profile.score_date_form == ScoreDateForm::date) {
    return std::max(at.input.score_date, assigned_day);
  }
  const std::int64_t scored = at.input.facts.scored_at_unix_ms;
  if (scored != 0) {
    return utc_date_time(std::max(scored, assigned));
  }
  return at.input.score_date < assigned_day ? utc_date_time(assigned)
                                            : at.input.score_date + "T00:00:00.000Z";
}

/// A PUT replaces: what is left out is gone. Only an SIS that merges has to be told of it.
bool is_told_gone(const ResultCase& at, std::string gradebook::ScoreFacts::*member) {
  return at.profile.comment_removed == CommentRemoved::empty && at.input.sent_before &&
         !((*at.input.sent_before).*member).empty();
}

void add_comment(const ResultCase& at, JsonObject& result) {
  if (!at.profile.comments) {
    return;
  }
  const std::string& comment = at.input.facts.comment;
  if (comment.empty() && !is_told_gone(at, &ScoreFacts::comment)) {
    return;
  }
  const auto most = static_cast<std::size_t>(std::max(at.profile.comment_max, 0));
  if (most == 0 || utf8::length(comment) <= most) {
    result.text("comment", comment);
    return;
  }
  result.text("comment", std::string(utf8::first_characters(comment, most - 1)) + "…");
}

void add_text_score(const ResultCase& at, const std::string& text, JsonObject& result) {
  const bool said = !text.empty() || is_told_gone(at, &ScoreFacts::text_score);
  if (at.is_1p2() && at.profile.text_scores == TextScores::text_score && said) {
    result.text("textScore", text);
  }
}

void add_flags(const ResultCase& at, JsonObject& result) {
  struct NamedFlag {
    std::string_view name;
    bool ScoreFlags::*member;
  };
  static constexpr NamedFlag kFlags[] = {{"inProgress", &ScoreFlags::in_progress},
                                         {"incomplete", &ScoreFlags::incomplete},
                                         {"late", &ScoreFlags::late},
                                         {"missing", &ScoreFlags::missing}};
  if (at.profile.flags == Flags::never) {
    return;
  }
  for (const NamedFlag& flag : kFlags) {
    const bool value = !at.input.cleared && at.input.facts.flags.*(flag.member);
    const bool before = at.input.sent_before && at.input.sent_before->flags.*(flag.member);
    if (!value && !before && at.profile.flags == Flags::when_true) {
      continue;
    }
    if (at.profile.boolean_form == BooleanForm::text) {
      result.text(flag.name, value ? "true" : "false");
    } else {
      result.boolean(flag.name, value);
    }
  }
}

/// False if it is required and not known.
bool add_score_scale(const ResultCase& at, JsonObject& result) {
  const Scale* scale = scale_for(at.profile, at.input.scale_id);
  SourcedId id = at.input.score_scale_id;
  if (id.empty() && scale != nullptr) {
    id = scale->sourced_id;
  }
  return add_reference(
      result, "scoreScale", at.profile.score_scale, id,
      reference(at.profile, at.endpoint.gradebook_base, "scoreScales", "scoreScale", id));
}

void add_metadata(const ResultCase& at, const ScoreValue& value, JsonObject& result) {
  const ScoreFlags& flags = at.input.facts.flags;
  TemplateValues values;
  const auto known = [&](std::string_view name, std::string text) {
    if (!text.empty()) {
      values.emplace(name, std::move(text));
    }
  };
  const auto number = [](const std::optional<Decimal>& decimal) {
    return decimal ? decimal->to_string() : std::string();
  };
  const auto& possible =
      at.input.points_possible ? at.input.points_possible : at.input.facts.possible;
  known("points", number(value.points));
  known("possible", number(possible));
  known("percent", number(value.percent));
  known("text_score", value.text_score);
  known("activity_id", at.input.activity_id.value);
  known("class_id", at.input.class_id.value);
  known("late", flags.late ? "true" : "false");
  known("missing", flags.missing ? "true" : "false");
  known("incomplete", flags.incomplete ? "true" : "false");
  std::map<std::string, std::string> ours;
  for (const auto& [name, text] : at.profile.result_metadata) {
    if (auto filled_in = filled(text, values)) {
      ours.emplace(name, std::move(*filled_in));
    }
  }
  const JsonObject metadata = merged_metadata(ours, at.input.metadata_in_sis, true);
  if (!metadata.empty()) {
    result.raw("metadata", metadata.str());
  }
}

void add_parents(const ResultCase& at, JsonObject& result) {
  const Profile& profile = at.profile;
  const std::string& gradebook = at.endpoint.gradebook_base;
  if (at.in_assessments()) {
    result.object("assessmentLineItem", reference(profile, gradebook, "assessmentLineItems",
                                                  "assessmentLineItem", at.input.line_item_id));
  } else {
    result.object("lineItem",
                  reference(profile, gradebook, "lineItems", "lineItem", at.input.line_item_id));
  }
  result.object("student", reference(profile, at.endpoint.rostering_base, "users", "user",
                                     at.input.student_id));
  if (at.is_1p2() && !at.in_assessments() && !at.input.class_id.empty()) {
    result.object("class", reference(profile, at.endpoint.rostering_base, "classes", "class",
                                     at.input.class_id));
  }
}

} // namespace

Result<JsonObject> result_object(const Profile& profile, const Endpoint& endpoint,
                                 const ResultInput& input, const DocumentContext& context) {
  const ResultCase at{profile, endpoint, input, context};
  if (input.student_id.empty()) {
    return Code::student_unlinked;
  }
  PASSBACK_TRY_AS(const auto value, value_of(at));
  JsonObject result = base_object(profile, input.wire_id, context);
  add_parents(at, result);
  result.text("scoreStatus", score_status(at));
  if (value.score) {
    result.number("score", *value.score);
  }
  add_text_score(at, one_line(value.text_score), result);
  result.text("scoreDate", score_date(at));
  if (at.is_1p2() && !add_score_scale(at, result)) {
    return Code::score_scale_missing;
  }
  add_comment(at, result);
  if (at.is_1p2()) {
    if (auto sets = objective_sets(profile, input); !sets.empty()) {
      result.raw("learningObjectiveSet", sets);
    }
    add_flags(at, result);
  }
  add_metadata(at, value, result);
  return result;
}

Result<std::string> result_document(const Profile& profile, const Endpoint& endpoint,
                                    const ResultInput& input, const DocumentContext& context) {
  auto result = result_object(profile, endpoint, input, context);
  if (!result) {
    return result.error();
  }
  return envelope(profile.gradebook == Gradebook::assessment ? "assessmentResult" : "result",
                  *result);
}

} // namespace passback::oneroster
