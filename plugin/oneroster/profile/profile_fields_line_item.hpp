// The fields of a profile about what a line item says.
#pragma once

#include "plugin/oneroster/profile/profile_field.hpp"
#include "plugin/oneroster/profile/profile_sentences.hpp"

namespace passback::oneroster {

template <auto Member> constexpr FieldValue need(unsigned only) {
  return choices<Member>(
      {{Need::required, "required", "{} is needed; without it the line item waits.", "needed",
        only},
       {Need::when_known, "when_known", "{} is said when it is known.", "sent when known", only},
       {Need::never, "never", "{} is never said.", "not sent"}});
}
template <auto Member> constexpr FieldValue owner() {
  return choices<&Profile::owner, Member>({{Owner::lms, "lms"}, {Owner::sis, "sis"}});
}

inline constexpr Field kLineItemFields[] = {
    Field("documents.title_max", number<&Profile::title_max>(0, 1000),
          {.says = "A title longer than {} characters is shortened, so that two stay apart.",
           .brief = "title {}"}),
    Field("documents.title_unique",
          choices<&Profile::title_unique>(
              {{TitleUnique::no, "no"},
               {TitleUnique::in_class, "in_class",
                "A title that the class already has gets an ending that makes it its own.",
                "titles unique in a class"}})),
    Field("documents.category_title_max", number<&Profile::category_title_max>(0, 1000),
          {.says = "The title of a category has at most {} characters.",
           .brief = "category title {}"}),
    Field("documents.gradebook",
          choices<&Profile::gradebook>(
              {{Gradebook::of_class, "of_class"},
               {Gradebook::assessment, "assessment",
                "Grades go by the assessment routes, outside any class gradebook: without "
                "category, grading period, school and dates.",
                "", kOneRoster1p2}})),
    Field(
        "documents.category", need<&Profile::category>(kClassGradebook),
        {.in_1p1 = "required", .in_1p2 = "required", .subject = "The category", .when = of_class}),
    Field(
        "documents.category_strategy",
        choices<&Profile::category_strategy>(
            {{CategoryStrategy::by_id, "by_id",
              "A category is the one that a person chose, by its id.", "by id"},
             {CategoryStrategy::by_exact_name, "by_exact_name",
              "A category is the one of the class with exactly the same title.", "by exact name"}}),
        {.when =
             [](const Profile& profile) {
               return of_class(profile) && profile.category != Need::never;
             }}),
    Field("documents.create_categories", at<&Profile::create_categories>(),
          {.says = "Categories can be made, if administrator and teacher allow it.",
           .otherwise = "Categories are not made.",
           .when = of_class}),
    Field("documents.grading_period", need<&Profile::grading_period>(kClassGradebook),
          {.subject = "The grading period", .when = of_class}),
    Field("documents.school", need<&Profile::school>(kClassGradebook),
          {.in_1p1 = "never", .in_1p2 = "required", .subject = "The school", .when = of_class}),
    Field("documents.description",
          choices<&Profile::description>(
              {{Need::when_known, "when_known", "{} is said when it is known."},
               {Need::never, "never", "{} is never said."}}),
          {.subject = "The description"}),
    Field("documents.missing_due_date",
          choices<&Profile::missing_due_date>(
              {{DueDateFallback::student_dates, "student_dates",
                "the latest due date of a single student"},
               {DueDateFallback::period_end, "period_end", "the end of the grading period"},
               {DueDateFallback::class_end, "class_end", "the end of the class"},
               {DueDateFallback::assigned, "assigned", "the assigned date"},
               {DueDateFallback::made, "made", "the day on which it was made here"}}),
          {.says = "For a missing due date stands {}.",
           .otherwise = "Without a due date the line item waits.",
           .when = of_class}),
    Field("documents.due_date_form",
          choices<&Profile::due_date_form>(
              {{DueDateForm::instant, "instant", "Dates are moments in UTC."},
               {DueDateForm::local_date, "local_date",
                "Dates are days of the SIS's time zone, written as midnight UTC."}}),
          {.when = of_class}),
    Field("documents.outside_period",
          choices<&Profile::outside_period>(
              {{OutsidePeriod::send, "send"},
               {OutsidePeriod::refuse, "refuse",
                "A line item whose dates lie outside its grading period waits.",
                "dates inside the grading period"},
               {OutsidePeriod::clamp, "clamp",
                "Dates outside the grading period are moved to its nearest day.",
                "dates moved into the grading period"}}),
          {.when = of_class}),
    Field("documents.points_possible", need<&Profile::points_possible>(0),
          {.in_1p1 = "required", .subject = "The number of points possible"}),
    Field("documents.zero_possible",
          choices<&Profile::zero_possible>(
              {{ZeroPossible::send, "send"},
               {ZeroPossible::refuse, "refuse", "An activity with 0 points possible waits.",
                "no activity with 0 points possible"}})),
    Field("documents.extra_credit",
          choices<&Profile::extra_credit>(
              {{ExtraCredit::send, "send",
                "An activity that only adds points is written like any other."},
               {ExtraCredit::no_points_possible, "no_points_possible",
                "An activity that only adds points is written without points possible."}})),
    Field("documents.references",
          choices<&Profile::references>(
              {{References::full, "full", "References have address, id and type."},
               {References::id_only, "id_only", "References have the id alone."}})),
    Field("documents.line_item_metadata", at<&Profile::line_item_metadata>(),
          {.says = "Metadata: {}."}),
    Field("documents.owner.title", owner<&LineItemOwners::title>(), {.say = say_owners}),
    Field("documents.owner.description", owner<&LineItemOwners::description>()),
    Field("documents.owner.points_possible", owner<&LineItemOwners::points_possible>()),
    Field("documents.owner.dates", owner<&LineItemOwners::dates>()),
    Field("documents.owner.category", owner<&LineItemOwners::category>()),
    Field("documents.owner.grading_period", owner<&LineItemOwners::grading_period>()),
    Field("documents.owner.school", owner<&LineItemOwners::school>()),
    Field("documents.owner.metadata", owner<&LineItemOwners::metadata>()),
    Field("documents.final_grades",
          choices<&Profile::final_grades>(
              {{FinalGrades::none, "none",
                "The SIS is not known to have slots for period and final grades."},
               {FinalGrades::sis_slot, "sis_slot", "", "", kClassGradebook}})),
    Field("documents.final_slot.metadata", at<&Profile::final_slot, &FinalSlot::metadata>(),
          {.says = "metadata {}", .part = true, .say = say_final_slot}),
    Field("documents.final_slot.title", at<&Profile::final_slot, &FinalSlot::title>(),
          {.says = "a title with \"{}\"", .part = true}),
    Field("documents.final_slot.category_title",
          at<&Profile::final_slot, &FinalSlot::category_title>(),
          {.says = "the category \"{}\"", .part = true})};

} // namespace passback::oneroster
