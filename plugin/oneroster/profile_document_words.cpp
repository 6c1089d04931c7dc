#include "plugin/oneroster/profile_document_words.hpp"

#include "plugin/oneroster/profile_summary.hpp"

namespace passback::oneroster {
namespace {

using Sentences = std::vector<std::string>;

std::string joined(const Sentences& parts) {
  std::string text;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    text += (i == 0 ? "" : i + 1 == parts.size() ? " and " : ", ") + parts[i];
  }
  return text;
}

std::string need(const std::string& thing, Need how) {
  switch (how) {
  case Need::required:
    return thing + " is needed; without it the line item waits.";
  case Need::when_known:
    return thing + " is said when it is known.";
  case Need::never:
    return thing + " is never said.";
  }
  return {};
}

std::string templates(const MetadataTemplates& members) {
  Sentences parts;
  for (const auto& [name, text] : members) {
    parts.push_back(name + " = " + text);
  }
  return joined(parts);
}

std::string missing_due_date(const Profile& profile) {
  if (profile.missing_due_date.empty()) {
    return "Without a due date the line item waits.";
  }
  Sentences parts;
  for (const DueDateFallback fallback : profile.missing_due_date) {
    switch (fallback) {
    case DueDateFallback::student_dates:
      parts.emplace_back("the latest due date of a single student");
      break;
    case DueDateFallback::period_end:
      parts.emplace_back("the end of the grading period");
      break;
    case DueDateFallback::class_end:
      parts.emplace_back("the end of the class");
      break;
    case DueDateFallback::assigned:
      parts.emplace_back("the assigned date");
      break;
    case DueDateFallback::made:
      parts.emplace_back("the day on which it was made here");
      break;
    }
  }
  std::string chain;
  for (const std::string& part : parts) {
    chain += (chain.empty() ? "" : ", else ") + part;
  }
  return "For a missing due date stands " + chain + ".";
}

void say_titles(const Profile& profile, Sentences& say) {
  if (profile.title_max > 0) {
    say.push_back("A title longer than " + std::to_string(profile.title_max) +
                  " characters is shortened, so that two stay apart.");
  }
  if (profile.title_unique == TitleUnique::in_class) {
    say.emplace_back("A title that the class already has gets an ending that makes it its own.");
  }
  if (profile.category_title_max > 0) {
    say.push_back("The title of a category has at most " +
                  std::to_string(profile.category_title_max) + " characters.");
  }
}

void say_categories(const Profile& profile, Sentences& say) {
  say.push_back(need("The category", profile.category));
  if (profile.category != Need::never) {
    say.emplace_back(profile.category_strategy == CategoryStrategy::by_id
                         ? "A category is the one that a person chose, by its id."
                         : "A category is the one of the class with exactly the same title.");
  }
  say.emplace_back(profile.create_categories
                       ? "Categories can be made, if administrator and teacher allow it."
                       : "Categories are not made.");
}

void say_dates(const Profile& profile, Sentences& say) {
  say.push_back(missing_due_date(profile));
  say.emplace_back(profile.due_date_form == DueDateForm::instant
                       ? "Dates are moments in UTC."
                       : "Dates are days of the SIS's time zone, written as midnight UTC.");
  switch (profile.outside_period) {
  case OutsidePeriod::send:
    break;
  case OutsidePeriod::refuse:
    say.emplace_back("A line item whose dates lie outside its grading period waits.");
    break;
  case OutsidePeriod::clamp:
    say.emplace_back("Dates outside the grading period are moved to its nearest day.");
    break;
  }
}

void say_points(const Profile& profile, Sentences& say) {
  say.push_back(need("The number of points possible", profile.points_possible));
  if (profile.zero_possible == ZeroPossible::refuse) {
    say.emplace_back("An activity with 0 points possible waits.");
  }
  say.emplace_back(profile.extra_credit == ExtraCredit::send
                       ? "An activity that only adds points is written like any other."
                       : "An activity that only adds points is written without points possible.");
}

void say_owners(const LineItemOwners& owner, Sentences& say) {
  Sentences lms;
  Sentences sis;
  const auto add = [&](const char* name, Owner who) {
    (who == Owner::lms ? lms : sis).emplace_back(name);
  };
  add("title", owner.title);
  add("description", owner.description);
  add("points possible", owner.points_possible);
  add("dates", owner.dates);
  add("category", owner.category);
  add("grading period", owner.grading_period);
  add("school", owner.school);
  add("metadata", owner.metadata);
  std::string sentence = "After the first send";
  if (!lms.empty()) {
    sentence += " " + joined(lms) + " follow the LMS";
  }
  if (!sis.empty()) {
    sentence += (lms.empty() ? " " : "; ") + joined(sis) + " stay as the SIS has them";
  }
  say.push_back(sentence + ".");
}

std::string numbers(const Profile& profile) {
  std::string sentence = profile.score_form == ScoreForm::points
                             ? "Scores are points"
                             : "Scores are percentages of the points possible";
  if (!profile.decimals) {
    return sentence + ", with all their digits.";
  }
  sentence += *profile.decimals == 0
                  ? ", rounded to whole numbers"
                  : ", rounded to " + std::to_string(*profile.decimals) + " decimals";
  switch (profile.rounding) {
  case gradebook::Rounding::half_up:
    return sentence + " (half up).";
  case gradebook::Rounding::half_even:
    return sentence + " (half to the even one).";
  case gradebook::Rounding::down:
    return sentence + " (towards zero).";
  }
  return sentence + ".";
}

std::string text_scores(const Profile& profile) {
  switch (profile.text_scores) {
  case TextScores::refuse:
    return "A score that is only a text waits.";
  case TextScores::text_score:
    return "A score that is only a text goes as textScore.";
  case TextScores::number:
    return "A score that is only a text becomes the number of its scale.";
  case TextScores::metadata:
    return "A score that is only a text goes into the metadata.";
  }
  return {};
}

std::string objectives(const Profile& profile) {
  switch (profile.objectives) {
  case Objectives::result_sets:
    return "Scores of learning objectives go with the result (source: " + profile.objective_source +
           ").";
  case Objectives::line_items:
    return "Each learning objective becomes a line item that does not count.";
  case Objectives::leave_out:
    return "Scores of learning objectives are left out.";
  }
  return {};
}

void say_text_scores(const Profile& profile, Sentences& say) {
  say.push_back(text_scores(profile));
  for (const auto& [name, scale] : profile.scales) {
    Sentences steps;
    for (const ScaleStep& step : scale.steps) {
      steps.push_back(step.text + " = " + step.percent.to_string() + "% from " +
                      step.from.to_string() + "%");
    }
    say.push_back("Scale " + name +
                  (scale.sourced_id.value.empty() ? "" : " (" + scale.sourced_id.value + ")") +
                  ": " + joined(steps) + ".");
  }
  if (profile.score_scale != Need::never) {
    say.push_back(need("The score scale", profile.score_scale));
  }
}

void say_statuses(const Profile& profile, Sentences& say) {
  const ProfileSummary summary = profile_summary(profile);
  say.push_back("A score is \"" + profile.statuses.graded + "\"; one in progress is \"" +
                profile.statuses.partial + "\"; points of incomplete work count as " +
                (profile.incomplete_scored == IncompleteScored::fully_graded ? "graded"
                                                                             : "in "
                                                                               "progress") +
                ".");
  say.push_back("Exempt: " + summary.exempt + ".");
  say.push_back("Not scored: " + summary.blank + ". Missing: " + summary.missing +
                ". Late: " + summary.late + ".");
  say.push_back("Handed in and not scored: " +
                (says_handed_in(profile) ? "\"" + profile.statuses.handed_in + "\"" : "not sent") +
                ".");
  say.push_back("Dropped: " + summary.dropped + ". Cleared: " + summary.cleared + ".");
}

void say_flags(const Profile& profile, Sentences& say) {
  if (profile.oneroster == OneRosterVersion::v1p1) {
    return;
  }
  const std::string form = profile.boolean_form == BooleanForm::boolean ? "true and false"
                                                                        : "the texts \"true\" and "
                                                                          "\"false\"";
  switch (profile.flags) {
  case Flags::when_true:
    say.push_back("late, missing, incomplete and inProgress are said when they hold, as " + form +
                  ".");
    break;
  case Flags::always:
    say.push_back("late, missing, incomplete and inProgress are always said, as " + form + ".");
    break;
  case Flags::never:
    say.emplace_back("late, missing, incomplete and inProgress are never said.");
    break;
  }
}

void say_comments(const Profile& profile, Sentences& say) {
  if (!profile.comments) {
    say.emplace_back("Comments are not sent.");
  } else if (profile.comment_max > 0) {
    say.push_back("Comments are sent, cut at " + std::to_string(profile.comment_max) +
                  " characters.");
  } else {
    say.emplace_back("Comments are sent.");
  }
  say.emplace_back(profile.comment_removed == CommentRemoved::omit
                       ? "A comment, text score or description that is gone is left out."
                       : "A comment, text score or description that is gone is sent as an empty "
                         "text.");
}

} // namespace

std::vector<std::string> line_item_words(const Profile& profile) {
  Sentences say;
  const bool of_class = profile.gradebook == Gradebook::of_class;
  say_titles(profile, say);
  if (of_class) {
    say_categories(profile, say);
    say.push_back(need("The grading period", profile.grading_period));
    say.push_back(need("The school", profile.school));
  } else {
    say.emplace_back("Grades go by the assessment routes, outside any class gradebook: without "
                     "category, grading period, school and dates.");
  }
  say.push_back(need("The description", profile.description));
  if (of_class) {
    say_dates(profile, say);
  }
  say_points(profile, say);
  say.emplace_back(profile.references == References::full ? "References have address, id and type."
                                                          : "References have the id alone.");
  if (!profile.line_item_metadata.empty()) {
    say.push_back("Metadata: " + templates(profile.line_item_metadata) + ".");
  }
  say_owners(profile.owner, say);
  if (profile.final_grades == FinalGrades::none) {
    say.emplace_back("The SIS is not known to have slots for period and final grades.");
  } else {
    Sentences signs;
    if (!profile.final_slot.metadata.empty()) {
      signs.push_back("metadata " + templates(profile.final_slot.metadata));
    }
    if (!profile.final_slot.title.empty()) {
      signs.push_back("a title with \"" + profile.final_slot.title + "\"");
    }
    if (!profile.final_slot.category_title.empty()) {
      signs.push_back("the category \"" + profile.final_slot.category_title + "\"");
    }
    say.push_back("Period and final grades go into slots of the SIS, known by " + joined(signs) +
                  ".");
  }
  return say;
}

std::vector<std::string> result_words(const Profile& profile) {
  Sentences say;
  say.push_back(numbers(profile));
  switch (profile.over_maximum) {
  case OverMaximum::send:
    say.emplace_back("A score above the points possible goes as it is.");
    break;
  case OverMaximum::refuse:
    say.emplace_back("A score above the points possible waits.");
    break;
  case OverMaximum::cap:
    say.emplace_back("A score above the points possible becomes the points possible.");
    break;
  }
  say_text_scores(profile, say);
  say_statuses(profile, say);
  say_flags(profile, say);
  say.push_back(objectives(profile));
  say_comments(profile, say);
  say.emplace_back(profile.score_date_form == ScoreDateForm::date
                       ? "The score date is a date."
                       : "The score date is a dateTime.");
  if (profile.score_date_not_before_assigned) {
    say.emplace_back("A score date before the assigned date is moved to it.");
  }
  if (!profile.result_metadata.empty()) {
    say.push_back("Metadata: " + templates(profile.result_metadata) + ".");
  }
  return say;
}

} // namespace passback::oneroster
