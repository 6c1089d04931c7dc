// The fields of a profile about what a result says, and how records are taken back.
#pragma once

#include "plugin/oneroster/profile/profile_field.hpp"
#include "plugin/oneroster/profile/profile_read.hpp"
#include "plugin/oneroster/profile/profile_sentences.hpp"

namespace passback::oneroster {

inline constexpr Field kResultFields[] = {
    Field("documents.score_form",
          choices<&Profile::score_form>(
              {{ScoreForm::points, "points", "Scores are points"},
               {ScoreForm::percent, "percent", "Scores are percentages of the points possible"}}),
          {.part = true}),
    Field("documents.decimals", number<&Profile::decimals>(0, 18), {.say = say_numbers}),
    Field("documents.rounding",
          choices<&Profile::rounding>(
              {{gradebook::Rounding::half_up, "half_up", "half up"},
               {gradebook::Rounding::half_even, "half_even", "half to the even one"},
               {gradebook::Rounding::down, "down", "towards zero"}}),
          {.part = true}),
    Field("documents.over_maximum",
          choices<&Profile::over_maximum>(
              {{OverMaximum::send, "send", "A score above the points possible goes as it is."},
               {OverMaximum::refuse, "refuse", "A score above the points possible waits.",
                "no score above the maximum"},
               {OverMaximum::cap, "cap",
                "A score above the points possible becomes the points possible.",
                "scores capped at the maximum"}})),
    Field("documents.text_scores",
          choices<&Profile::text_scores>(
              {{TextScores::refuse, "refuse", "A score that is only a text waits."},
               {TextScores::text_score, "text_score",
                "A score that is only a text goes as textScore.", "", kOneRoster1p2},
               {TextScores::number, "number",
                "A score that is only a text becomes the number of its scale."},
               {TextScores::metadata, "metadata",
                "A score that is only a text goes into the metadata."}}),
          {.in_1p1 = "refuse"}),
    Field("documents.scales", own_form(read_scales), {.say = say_scales}),
    Field("documents.score_scale",
          choices<&Profile::score_scale>(
              {{Need::required, "required", "{} is needed; without it the line item waits.", "",
                kOneRoster1p2},
               {Need::when_known, "when_known", "{} is said when it is known.", "", kOneRoster1p2},
               {Need::never, "never"}}),
          {.subject = "The score scale"}),
    Field("documents.statuses.graded", at<&Profile::statuses, &StatusWords::graded>(),
          {.says = "A score is \"{}\"; one in progress is \"{documents.statuses.partial}\"; points "
                   "of incomplete work count as {documents.incomplete_scored}."}),
    Field("documents.statuses.partial", at<&Profile::statuses, &StatusWords::partial>()),
    Field("documents.incomplete_scored",
          choices<&Profile::incomplete_scored>(
              {{IncompleteScored::fully_graded, "fully_graded", "graded"},
               {IncompleteScored::partially_graded, "partially_graded", "in progress"}}),
          {.part = true}),
    Field("documents.statuses.exempt", at<&Profile::statuses, &StatusWords::exempt>(),
          {.says = "Exempt: \"{}\"{documents.exempt_score}{documents.exempt_without_points}.",
           .brief = "\"{}\"{documents.exempt_score}{documents.exempt_without_points}"}),
    Field("documents.exempt_score",
          choices<&Profile::exempt_score>(
              {{ExemptScore::keep, "keep", ", with the score that is there"},
               {ExemptScore::omit, "omit", ", without a score"}}),
          {.part = true}),
    Field("documents.exempt_without_points",
          choices<&Profile::exempt_without_points>(
              {{ExemptWithoutPoints::refuse, "refuse", "; without points it waits"},
               {ExemptWithoutPoints::zero, "zero", "; without points as 0"},
               {ExemptWithoutPoints::omit, "omit"}}),
          {.part = true, .when = is_1p1}),
    Field("documents.statuses.blank", at<&Profile::statuses, &StatusWords::blank>(),
          {.say = say_unscored}),
    Field("documents.statuses.missing", at<&Profile::statuses, &StatusWords::missing>()),
    Field("documents.statuses.handed_in", at<&Profile::statuses, &StatusWords::handed_in>()),
    Field("documents.dropped",
          choices<&Profile::dropped>(
              {{Dropped::as_scored, "as_scored", "", "as it was scored"},
               {Dropped::exempt, "exempt", "", "\"{documents.statuses.exempt}\""}})),
    Field("documents.statuses.cleared", at<&Profile::statuses, &StatusWords::cleared>()),
    Field("documents.flags",
          choices<&Profile::flags>({{Flags::when_true, "when_true",
                                     "late, missing, incomplete and inProgress are said when they "
                                     "hold, as {documents.boolean_form}."},
                                    {Flags::always, "always",
                                     "late, missing, incomplete and inProgress are always said, as "
                                     "{documents.boolean_form}."},
                                    {Flags::never, "never",
                                     "late, missing, incomplete and inProgress are never said."}}),
          {.in_1p1 = "never", .when = [](const Profile& profile) { return !is_1p1(profile); }}),
    Field("documents.boolean_form",
          choices<&Profile::boolean_form>(
              {{BooleanForm::boolean, "boolean", "true and false"},
               {BooleanForm::text, "text", "the texts \"true\" and \"false\""}}),
          {.part = true}),
    Field(
        "documents.objectives",
        choices<&Profile::objectives>(
            {{Objectives::result_sets, "result_sets",
              "Scores of learning objectives go with the result (source: "
              "{documents.objective_source}).",
              "", kOneRoster1p2},
             {Objectives::line_items, "line_items",
              "Each learning objective becomes a line item that does not count."},
             {Objectives::leave_out, "leave_out", "Scores of learning objectives are left out."}}),
        {.in_1p1 = "leave_out"}),
    Field("documents.objective_source", at<&Profile::objective_source>()),
    Field("documents.comments", at<&Profile::comments>(), {.otherwise = "Comments are not sent."}),
    Field("documents.comment_max", number<&Profile::comment_max>(0, 100000),
          {.says = "Comments are sent, cut at {} characters.",
           .otherwise = "Comments are sent.",
           .brief = "comment {}",
           .when = [](const Profile& profile) { return profile.comments; }}),
    Field("documents.comment_removed",
          choices<&Profile::comment_removed>(
              {{CommentRemoved::omit, "omit",
                "A comment, text score or description that is gone is left out."},
               {CommentRemoved::empty, "empty",
                "A comment, text score or description that is gone is sent as an empty text."}})),
    Field("documents.score_date_form",
          choices<&Profile::score_date_form>(
              {{ScoreDateForm::date, "date", "The score date is a date."},
               {ScoreDateForm::date_time, "date_time", "The score date is a dateTime."}})),
    Field("documents.score_date_not_before_assigned",
          at<&Profile::score_date_not_before_assigned>(),
          {.says = "A score date before the assigned date is moved to it."}),
    Field("documents.result_metadata", at<&Profile::result_metadata>(), {.says = "Metadata: {}."})};

template <auto Member> constexpr FieldValue withdrawal() {
  return choices<Member>(
      {{Withdrawal::remove, "remove", "{} is taken back with DELETE.", "deleted"},
       {Withdrawal::tobedeleted, "tobedeleted",
        "{} is taken back by a PUT with the status tobedeleted.", "marked tobedeleted"},
       {Withdrawal::unsupported, "unsupported",
        "{} cannot be taken back; a person removes it in the SIS.", "not possible"}});
}

inline constexpr Field kTakingBackFields[] = {
    Field("documents.withdrawal", withdrawal<&Profile::withdrawal>(), {.subject = "A result"}),
    Field("documents.line_item_withdrawal", withdrawal<&Profile::line_item_withdrawal>(),
          {.subject = "A line item"}),
    Field(
        "documents.clearing",
        choices<&Profile::clearing>(
            {{Clearing::not_submitted, "not_submitted",
              "A score that was cleared becomes \"{documents.statuses.cleared}\" without a score.",
              "\"{documents.statuses.cleared}\", without a score"},
             {Clearing::remove, "remove", "The result of a score that was cleared is deleted.",
              "the result is deleted"},
             {Clearing::unsupported, "unsupported",
              "A score that was cleared stays in the SIS until a person clears it there.",
              "not possible; a person clears it in the SIS"}}),
        {.in_1p1 = "remove"})};

} // namespace passback::oneroster
