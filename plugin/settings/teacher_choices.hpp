// What teachers find in Sync grades settings, and what of it an administrator has locked.
//
// Each choice is named once, in each_teacher_choice; both forms, their readers, inheritance and the
// locks follow that list. A lock cannot be opened below the domain that set it: there neither a
// class nor a domain has a word of its own about that choice. Pure.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "plugin/settings/documents.hpp"

namespace passback::settings {

/// Locked choices, and the topmost domain that locked each.
using Locks = std::map<std::string, gradebook::DomainId, std::less<>>;

/// A choice that a domain has no value for.
struct NoDomainValue {};

/// Calls visit(name, text, member of ClassSettings, name of the domain's member, its accessor) for
/// each choice. `text` is the key of the field's texts; the domain's member is where a domain says
/// what holds in classes without a choice of their own: "" and NoDomainValue where there is none.
template <class Visit> void each_teacher_choice(Visit&& visit) {
  visit(
      "send_automatically", "class_settings.send_automatically", &ClassSettings::send_automatically,
      "send_automatically", [](auto& domain) -> auto& { return domain.send_automatically; });
  visit(
      "create_categories", "class_settings.create_categories", &ClassSettings::create_categories,
      "create_categories", [](auto& domain) -> auto& { return domain.create_categories; });
  visit(
      "category_map", "class_settings.category_map", &ClassSettings::category_map, "category_table",
      [](auto& domain) -> auto& { return domain.sending.category_table; });
  visit("default_category", "class_settings.default_category", &ClassSettings::default_category, "",
        NoDomainValue{});
  visit("excluded_activities", "class_settings.excluded_activities",
        &ClassSettings::excluded_activities, "", NoDomainValue{});
  visit(
      "included_activities", "class_settings.included_activities",
      &ClassSettings::included_activities, "new_activities",
      [](auto& domain) -> auto& { return domain.sending.new_activities; });
  visit(
      "period_map", "class_settings.period_map", &ClassSettings::period_map, "grading_period",
      [](auto& domain) -> auto& { return domain.grading.period_level; });
  visit("activity_periods", "class_settings.activity_periods", &ClassSettings::activity_periods, "",
        NoDomainValue{});
  visit("final_slots", "class_settings.final_slots", &ClassSettings::final_slots, "",
        NoDomainValue{});
  visit(
      "send_final_grades", "sending.send_final_grades", &ClassSettings::send_final_grades,
      "send_final_grades", [](auto& domain) -> auto& { return domain.sending.send_final_grades; });
  visit(
      "send_comments", "grading.send_comments", &ClassSettings::send_comments, "send_comments",
      [](auto& domain) -> auto& { return domain.grading.send_comments; });
  visit(
      "grade_form", "grading.grade_form", &ClassSettings::grade_form, "grade_form",
      [](auto& domain) -> auto& { return domain.grading.grade_form; });
  visit("standards_category", "class_settings.standards_category",
        &ClassSettings::standards_category, "", NoDomainValue{});
  visit(
      "scales", "grading.scales", &ClassSettings::scales, "scales",
      [](auto& domain) -> auto& { return domain.grading.scales; });
  visit(
      "objectives", "grading.objectives", &ClassSettings::objectives, "objectives",
      [](auto& domain) -> auto& { return domain.grading.objectives; });
}

/// Calls visit(name, the choice that it is locked with, member of ClassSettings) for what stands
/// beside a choice and says the same more closely: of single activities, or of many at once.
template <class Visit> void each_choice_beside(Visit&& visit) {
  visit("activity_categories", "category_map", &ClassSettings::activity_categories);
  visit("excluded_categories", "excluded_activities", &ClassSettings::excluded_categories);
}

bool is_teacher_choice(std::string_view name);

/// What is locked has no value of its own here: as if nobody had chosen it.
void close_locked(ClassSettings& settings, const Locks& locks);
void close_locked(DomainSettings& settings, const Locks& locks);

/// A form that comes back hands back locked choices as it showed them: closed. They stay as they
/// are stored, and what was changed of them is named, and stays too.
std::vector<std::string> keep_locked(const ClassSettings& stored, ClassSettings& now,
                                     const Locks& locks);
std::vector<std::string> keep_locked(const DomainSettings& stored, DomainSettings& now,
                                     const Locks& locks);

} // namespace passback::settings
